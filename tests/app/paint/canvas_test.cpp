// The canvas without a window: tools on masks and colours, undo by changed tiles, layers, variants.
#include "paint/canvas.h"

#include <QPainterPath>

#include "paint/brush.h"
#include "paint/colour_places.h"
#include "paint/layer_edits.h"
#include "paint/shapes.h"
#include "support/qt_test.h"

using namespace heddle::paint;

class CanvasTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { open(700, 500); }

  void aDabIsFullInsideAndSoftAtItsEdge() {
    draw([](TiledMask& mask) { return dab(mask, {100, 100}, {.size = 40, .hardness = 0.5}); });
    QCOMPARE(at(100, 100), 255);
    QCOMPARE(at(108, 100), 255);
    QVERIFY(at(115, 100) > 0 && at(115, 100) < 255);
    QCOMPARE(at(121, 100), 0);
  }

  void aStrokeHasNoGapsHoweverFastItIs() {
    double rest = 0;
    const Brush brush{.size = 20, .hardness = 1};
    draw([&](TiledMask& mask) { return stroke(mask, {{50, 250}, {650, 250}, brush, brush}, rest); });
    for (int x = 55; x < 645; ++x) QVERIFY2(at(x, 250) == 255, qPrintable(QString::number(x)));
  }

  void pressureChangesSizeAndFlowByACurve() {
    const Brush brush{.size = 40, .flow = 0.8};
    QCOMPARE(pressed(brush, 0.5, {true, false, 1}).size, 20.0);
    QCOMPARE(pressed(brush, 0.5, {true, false, 2}).size, 10.0);
    QCOMPARE(pressed(brush, 0.5, {false, true, 1}).flow, 0.4);
    QCOMPARE(pressed(brush, 0.5, {false, true, 1}).size, 40.0);
    QCOMPARE(pressed(brush, 1, {true, true, 3}).size, 40.0);
  }

  void aLeaningPenHasALongTip() {
    const Brush brush = tilted({.size = 40, .hardness = 1}, 60, 0);
    draw([&brush](TiledMask& mask) { return dab(mask, {100, 100}, brush); });
    QCOMPARE(at(117, 100), 255);
    QCOMPARE(at(100, 108), 0);
    const Brush other = tilted(brush, 0, -60);
    draw([&other](TiledMask& mask) { return dab(mask, {300, 100}, other); });
    QCOMPARE(at(300, 83), 255);
    QCOMPARE(at(308, 100), 0);
    QCOMPARE(tilted(brush, 0, 0).roundness, 1.0);
  }

  void theEraserTakesAwayAndAValueIsGrey() {
    draw([](TiledMask& mask) { return dab(mask, {100, 100}, {.size = 60, .hardness = 1}); });
    draw([](TiledMask& mask) { return dab(mask, {100, 100}, {.size = 20, .hardness = 1, .value = 0}); });
    QCOMPARE(at(100, 100), 0);
    QCOMPARE(at(120, 100), 255);
    draw([](TiledMask& mask) { return dab(mask, {100, 100}, {.size = 20, .hardness = 1, .value = 90}); });
    QCOMPARE(at(100, 100), 90);
  }

  void shapesAndGradientsFill() {
    QPainterPath box;
    box.addRect(10, 10, 30, 20);
    draw([&box](TiledMask& mask) { return fillPath(mask, box, 255); });
    QCOMPARE(at(10, 10), 255);
    QCOMPARE(at(39, 29), 255);
    QCOMPARE(at(40, 30), 0);
    draw([](TiledMask& mask) { return gradient(mask, {100, 0}, {300, 0}, 200); });
    QCOMPARE(at(10, 10), 255);  // more already
    QCOMPARE(at(50, 400), 200);
    QVERIFY(at(200, 400) > 95 && at(200, 400) < 105);
    QCOMPARE(at(400, 400), 0);
  }

  void placesOfOneColourAreFound() {
    QImage two(300, 300, QImage::Format_RGB32);
    two.fill(Qt::black);
    for (int y = 200; y < 250; ++y) {
      for (int x = 20; x < 250; ++x) {
        if (x < 100 || x > 150) two.setPixel(x, y, qRgb(200, 10, 10));
      }
    }
    const TiledMask connected = placesLike(two, {50, 220}, 16, true);
    QCOMPARE(int{connected.at(20, 200)}, 255);
    QCOMPARE(int{connected.at(99, 249)}, 255);
    QCOMPARE(int{connected.at(100, 220)}, 0);
    QCOMPARE(int{connected.at(200, 220)}, 0);
    const TiledMask all = placesLike(two, {50, 220}, 16, false);
    QCOMPARE(int{all.at(200, 220)}, 255);
    QCOMPARE(int{all.at(120, 220)}, 0);
    QVERIFY(placesLike(two, {-1, 5}, 16, true).isZero());
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
    QVERIFY(canvas_.mask().isZero());
    while (canvas_.undoStack()->canRedo()) canvas_.undoStack()->redo();
    QCOMPARE(whole(), states.back());
  }

  void fiveHundredStrokesCostTheTilesThatTheyTouch() {
    open(4096, 4096);
    for (int i = 0; i < 500; ++i)
      draw([i](TiledMask& mask) { return dab(mask, {100.0 + i % 50, 100.0 + i / 50}, {.size = 20}); });
    QVERIFY(canvas_.tileBytes() <= 501 * sizeof(TiledMask::Tile));  // one tile a stroke, not 256
  }

  void anEditThatChangesNothingIsNoEntry() {
    draw([](TiledMask& mask) { return dab(mask, {-400, -400}, {}); });
    QCOMPARE(canvas_.undoStack()->count(), 0);
    canvas_.beginEdit();
    canvas_.editMask([](TiledMask& mask) { return dab(mask, {60, 60}, {}); });
    canvas_.cancelEdit();
    QVERIFY(canvas_.mask().isZero());
    QCOMPARE(canvas_.undoStack()->count(), 0);
  }

  void colourIsPaintedOnAnImageAndLeavesTheRestAsItIs() {
    const QImage before = flattened(canvas_.state());
    QVERIFY(isFlat(canvas_.state()));
    canvas_.setActive(canvas_.state().images.front().id);
    canvas_.beginEdit();
    canvas_.editColours([](TiledColours& colours) {
      return dab(colours, {100, 100}, {.size = 40, .hardness = 1, .colour = qRgb(250, 20, 30)});
    });
    canvas_.endEdit("stroke");
    const QImage after = flattened(canvas_.state());
    QCOMPARE(after.pixel(100, 100), qRgb(250, 20, 30));
    QCOMPARE(colourAt(canvas_.state(), {100, 100}), qRgb(250, 20, 30));
    QCOMPARE(after.pixel(300, 100), before.pixel(300, 100));
    canvas_.undoStack()->undo();
    QCOMPARE(flattened(canvas_.state()), before);
  }

  void layersAreOrderedMovedAndHidden() {
    CanvasState state = withPaintLayer(canvas_.state(), "red");
    ImageLayer& red = state.images.back();
    QPainterPath box;
    box.addRect(0, 0, 100, 100);
    fillPath(red.colours, box, qRgb(255, 0, 0));
    canvas_.commit("red", state);
    QCOMPARE(flattened(canvas_.state()).pixel(50, 50), qRgb(255, 0, 0));
    state = withMoved(canvas_.state(), state.images.back().id, -1);  // below the photo
    QCOMPARE(flattened(state).pixel(50, 50), qRgb(90, 140, 200));
    state = canvas_.state();
    state.images.back().at = {200, 0};
    QCOMPARE(flattened(state).pixel(50, 50), qRgb(90, 140, 200));
    QCOMPARE(flattened(state).pixel(250, 50), qRgb(255, 0, 0));
    state.images.back().isMirrored = true;  // its red is at the right of 700 pixels, which begin at 200
    QCOMPARE(flattened(state).pixel(250, 50), qRgb(90, 140, 200));
    state.images.back().at = {0, 0};
    QCOMPARE(flattened(state).pixel(650, 50), qRgb(255, 0, 0));
    state.images.back().isMirrored = false;
    state.images.back().opacity = 0.5;
    QVERIFY(qAbs(qRed(flattened(state).pixel(50, 50)) - 172) < 4);
    state.images.back().isVisible = false;
    QVERIFY(isFlat(state));
    QCOMPARE(without(state, state.images.back().id).images.size(), std::size_t{1});
    QCOMPARE(without(without(state, {1}), state.images.back().id).images.size(), std::size_t{1});  // the last one stays
    QCOMPARE(without(state, state.masks.front().id).masks.size(), std::size_t{1});
  }

  void pixelsOfAnImageWithAlphaKeepTheirBits() {
    QImage clear(300, 200, QImage::Format_ARGB32);
    clear.fill(qRgba(13, 77, 201, 3));
    canvas_.open(stateFor(clear, "clear"), "clear");
    CanvasState state = withPaintLayer(canvas_.state(), "red");
    QPainterPath box;
    box.addRect(0, 0, 10, 10);
    fillPath(state.images.back().colours, box, qRgb(255, 0, 0));
    const QImage made = flattened(state);
    QCOMPARE(made.pixel(5, 5), qRgb(255, 0, 0));
    QCOMPARE(made.pixel(50, 50), qRgba(13, 77, 201, 3));
  }

  void aVariantIsFlippedKeptAndTakenBack() {
    const QImage before = flattened(canvas_.state());
    QImage after = before;
    for (int x = 300; x < 400; ++x) after.setPixel(x, 200, qRgb(1, 2, 3));
    canvas_.addVariant(variantOf(before, after, "seed 1"));
    canvas_.addVariant(variantOf(before, before, "seed 2"));
    QCOMPARE(canvas_.shown(), 1);
    canvas_.show(0);
    QCOMPARE(canvas_.shownVariant()->label, QString("seed 1"));
    canvas_.show(-1);
    QVERIFY(canvas_.shownVariant() == nullptr);
    canvas_.show(0);
    canvas_.keepVariant();
    QCOMPARE(flattened(canvas_.state()), after);
    QCOMPARE(canvas_.state().images.size(), std::size_t{2});
    QVERIFY(canvas_.variants().empty());
    canvas_.undoStack()->undo();
    QCOMPARE(flattened(canvas_.state()), before);
    canvas_.addVariant(variantOf(before, after, "seed 3"));
    canvas_.discardVariants();
    QVERIFY(canvas_.shownVariant() == nullptr);
  }

 private:
  void open(int width, int height) {
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(QColor(90, 140, 200));
    canvas_.open(stateFor(image, "photo"), "photo");
  }
  void draw(const std::function<QRect(TiledMask& mask)>& change) {
    canvas_.beginEdit();
    canvas_.editMask(change);
    canvas_.endEdit("stroke");
  }
  int at(int x, int y) const { return canvas_.mask().at(x, y); }
  QImage whole() const { return canvas_.mask().image(); }

  Canvas canvas_;
};

HEDDLE_QT_TEST(CanvasTest)
#include "canvas_test.moc"
