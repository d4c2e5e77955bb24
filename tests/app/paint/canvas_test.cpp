// The canvas without a window: tools on the mask, undo by changed tiles, variants.
#include "paint/canvas.h"

#include <QPainterPath>

#include "paint/mask_tools.h"
#include "support/qt_test.h"

using namespace heddle::paint;

class CanvasTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { canvas_.open(QImage(700, 500, QImage::Format_RGB32), "photo"); }

  void aDabIsFullInsideAndSoftAtItsEdge() {
    draw([](TiledMask& mask) { return dab(mask, {100, 100}, {.size = 40, .hardness = 0.5}); });
    QCOMPARE(at(100, 100), 255);
    QCOMPARE(at(108, 100), 255);
    QVERIFY(at(115, 100) > 0 && at(115, 100) < 255);
    QCOMPARE(at(121, 100), 0);
  }

  void aStrokeHasNoGapsHoweverFastItIs() {
    double rest = 0;
    draw([&rest](TiledMask& mask) { return stroke(mask, {50, 250}, {650, 250}, {.size = 20, .hardness = 1}, rest); });
    for (int x = 55; x < 645; ++x) QVERIFY2(at(x, 250) == 255, qPrintable(QString::number(x)));
  }

  void theEraserTakesAway() {
    draw([](TiledMask& mask) { return dab(mask, {100, 100}, {.size = 60, .hardness = 1}); });
    draw([](TiledMask& mask) { return dab(mask, {100, 100}, {.size = 20, .hardness = 1, .value = 0}); });
    QCOMPARE(at(100, 100), 0);
    QCOMPARE(at(120, 100), 255);
  }

  void shapesAndColoursFill() {
    QPainterPath box;
    box.addRect(10, 10, 30, 20);
    draw([&box](TiledMask& mask) { return fillPath(mask, box, 255); });
    QCOMPARE(at(10, 10), 255);
    QCOMPARE(at(39, 29), 255);
    QCOMPARE(at(40, 30), 0);
    QImage two(700, 500, QImage::Format_RGB32);
    two.fill(Qt::black);
    for (int y = 200; y < 300; ++y) {
      for (int x = 200; x < 300; ++x) two.setPixel(x, y, qRgb(200, 10, 10));
    }
    draw([&two](TiledMask& mask) { return fillByColour(mask, two, {250, 250}, 16, 255); });
    QCOMPARE(at(200, 200), 255);
    QCOMPARE(at(299, 299), 255);
    QCOMPARE(at(300, 250), 0);
  }

  void undoAndRedoGoThroughEveryStroke() {
    std::vector<QImage> states{whole()};
    for (int i = 0; i < 40; ++i) {
      draw([i](TiledMask& mask) { return dab(mask, {20.0 + 16 * i, 10.0 + 12 * i}, {.size = 30}); });
      states.push_back(whole());
    }
    for (int i = 39; i >= 0; --i) {
      canvas_.undoStack()->undo();
      QCOMPARE(whole(), states[static_cast<std::size_t>(i)]);
    }
    QVERIFY(canvas_.mask().isBlack());
    while (canvas_.undoStack()->canRedo()) canvas_.undoStack()->redo();
    QCOMPARE(whole(), states.back());
  }

  void fiveHundredStrokesCostTheTilesThatTheyTouch() {
    canvas_.open(QImage(4096, 4096, QImage::Format_RGB32), "large");
    for (int i = 0; i < 500; ++i)
      draw([i](TiledMask& mask) { return dab(mask, {100.0 + i % 50, 100.0 + i / 50}, {.size = 20}); });
    QVERIFY(canvas_.maskBytes() <= 501 * sizeof(TiledMask::Tile));  // one tile a stroke, not 256
  }

  void anEditThatChangesNothingIsNoEntry() {
    draw([](TiledMask& mask) { return dab(mask, {-400, -400}, {}); });
    QCOMPARE(canvas_.undoStack()->count(), 0);
    canvas_.beginEdit();
    canvas_.edit([](TiledMask& mask) { return dab(mask, {60, 60}, {}); });
    canvas_.cancelEdit();
    QVERIFY(canvas_.mask().isBlack());
    QCOMPARE(canvas_.undoStack()->count(), 0);
  }

  void aVariantIsFlippedKeptAndTakenBack() {
    const QImage before = canvas_.image();
    QImage after = before;
    after.fill(Qt::red);
    canvas_.addVariant({after, "seed 1", 0});
    canvas_.addVariant({before, "seed 2", 0});
    QCOMPARE(canvas_.shown(), 1);
    canvas_.show(0);
    QCOMPARE(canvas_.shownImage(), after);
    canvas_.show(-1);
    QCOMPARE(canvas_.shownImage(), before);
    canvas_.show(0);
    canvas_.keepVariant();
    QCOMPARE(canvas_.image(), after);
    QVERIFY(canvas_.variants().empty());
    canvas_.undoStack()->undo();
    QCOMPARE(canvas_.image(), before);
    canvas_.addVariant({after, "seed 3", 0});
    canvas_.discardVariants();
    QCOMPARE(canvas_.shownImage(), before);
  }

 private:
  void draw(const std::function<QRect(TiledMask& mask)>& change) {
    canvas_.beginEdit();
    canvas_.edit(change);
    canvas_.endEdit("stroke");
  }
  int at(int x, int y) const { return canvas_.mask().at(x, y); }
  QImage whole() const { return canvas_.mask().image(canvas_.mask().rect()); }

  Canvas canvas_;
};

HEDDLE_QT_TEST(CanvasTest)
#include "canvas_test.moc"
