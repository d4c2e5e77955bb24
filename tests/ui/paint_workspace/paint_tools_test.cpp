// The tools of the Paint workspace by real events.
#include <QComboBox>
#include <QListWidget>
#include <QPointingDevice>
#include <QSignalSpy>
#include <QTabletEvent>
#include <QUndoStack>
#include <memory>

#include "paint/layer_edits.h"
#include "paint_page.h"
#include "paint_workspace/brush_fields.h"
#include "paint_workspace/mask_tint.h"

using namespace heddle;
using namespace heddle::ui;

class PaintToolsTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    page_ = std::make_unique<PaintPage>();
    QImage image(200, 160, QImage::Format_RGB32);
    image.fill(QColor(90, 140, 200));
    for (int y = 20; y < 60; ++y) {
      for (int x = 120; x < 180; ++x) image.setPixel(x, y, qRgb(220, 30, 40));
    }
    canvas().open(paint::stateFor(image, "photo"), "photo");
  }
  void cleanup() { page_.reset(); }

  void theWandTakesWhatIsLikeThePlaceAndTheBucketAdds() {
    page_->use("wand");
    page_->click({150, 40});
    QTRY_COMPARE(page_->at(150, 40), 255);
    QCOMPARE(page_->at(119, 40), 0);
    page_->click({10, 10});  // another place instead
    QTRY_COMPARE(page_->at(10, 10), 255);
    QCOMPARE(page_->at(150, 40), 0);
    page_->click({150, 40}, Qt::ShiftModifier);  // both
    QTRY_COMPARE(page_->at(150, 40), 255);
    QCOMPARE(page_->at(10, 10), 255);
    page_->click({10, 10}, Qt::AltModifier);
    QTRY_COMPARE(page_->at(10, 10), 0);
    QCOMPARE(page_->at(150, 40), 255);
    QCOMPARE(canvas().undoStack()->count(), 4);
  }

  void aPolygonIsClosedByAKeyOrADoubleClick() {
    page_->use("polygon");
    for (const QPointF& corner : {QPointF(20, 20), QPointF(100, 20), QPointF(100, 100)}) page_->click(corner);
    QCOMPARE(page_->at(80, 40), 0);
    QTest::keyClick(&view(), Qt::Key_Return);
    QCOMPARE(page_->at(80, 40), 255);
    QCOMPARE(page_->at(40, 90), 0);
    for (const QPointF& corner : {QPointF(20, 150), QPointF(20, 120), QPointF(60, 120), QPointF(60, 150)})
      page_->click(corner);
    QTest::mouseDClick(&view(), Qt::LeftButton, {}, page_->place({60, 150}));
    QCOMPARE(page_->at(40, 140), 255);
    page_->click({150, 100});
    QTest::keyClick(&view(), Qt::Key_Escape);
    QTest::keyClick(&view(), Qt::Key_Return);
    QCOMPARE(canvas().undoStack()->count(), 2);
  }

  void aGradientRunsFromPointToPoint() {
    page_->use("gradient");
    page_->drag({50, 80}, {150, 80});
    QTRY_COMPARE(page_->at(10, 10), 255);
    QVERIFY(qAbs(page_->at(100, 30) - 127) < 12);
    QCOMPARE(page_->at(190, 150), 0);
  }

  void shiftDrawsAStraightLineFromTheLastPlace() {
    setBrush(10);
    page_->click({20, 20});
    page_->click({180, 140}, Qt::ShiftModifier);
    for (int i = 0; i <= 16; ++i) QVERIFY(page_->at(20 + 10 * i, 20 + i * 120 / 16) > 200);
    QCOMPARE(canvas().undoStack()->count(), 2);
  }

  void theRightButtonResizesTheBrush() {
    setBrush(30);
    const double hardness = view().brush().hardness;
    const QPoint from = view().rect().center();
    QTest::mousePress(&view(), Qt::RightButton, {}, from);
    QTest::mouseMove(&view(), from + QPoint(40, 30));
    QTest::mouseRelease(&view(), Qt::RightButton, {}, from + QPoint(40, 30));
    QVERIFY(view().brush().size > 35);
    QVERIFY(view().brush().hardness < hardness);
    QVERIFY(canvas().mask().isZero());
  }

  void xSwapsTheValuesAndTheColours() {
    setBrush(40);
    page_->click({50, 50});
    QCOMPARE(page_->at(50, 50), 255);
    page_->use("swap");
    page_->click({50, 50});
    QCOMPARE(page_->at(50, 50), 0);
    const QColor colour = fields().colour();
    page_->use("swap");
    QVERIFY(fields().colour() != colour);
  }

  void aPickedColourPaintsOnTheImage() {
    setBrush(20);
    page_->use("picker");
    page_->click({150, 40});
    QCOMPARE(fields().colour(), QColor(220, 30, 40));
    canvas().setActive(canvas().state().images.front().id);
    page_->use("brush");
    page_->click({50, 100});
    QCOMPARE(page_->flat().pixel(50, 100), qRgb(220, 30, 40));
    QVERIFY(canvas().mask().isZero());
    page_->use("eraser");
    page_->click({50, 100});
    QCOMPARE(page_->flat().pixel(50, 100), qRgb(90, 140, 200));
    page_->use("fill");
    page_->click({150, 40});
    QTRY_COMPARE(canvas().undoStack()->count(), 3);
  }

  void aPensPressureChangesTheSize() {
    setBrush(40);
    const QPointingDevice pen("pen", 7, QInputDevice::DeviceType::Stylus, QPointingDevice::PointerType::Pen,
                              QInputDevice::Capability::Position | QInputDevice::Capability::Pressure, 1, 3);
    const auto send = [&](QEvent::Type type, QPointF place, double pressure) {
      const QPointF at = page_->place(place);
      const bool isDown = type != QEvent::TabletRelease;
      QTabletEvent event(type, &pen, at, view().mapToGlobal(at), pressure, 0, 0, 0, 0, 0, {}, Qt::LeftButton,
                         isDown ? Qt::LeftButton : Qt::NoButton);
      QCoreApplication::sendEvent(&view(), &event);
    };
    send(QEvent::TabletPress, {40, 80}, 0.25);
    send(QEvent::TabletMove, {100, 80}, 0.25);
    send(QEvent::TabletMove, {160, 80}, 1);
    send(QEvent::TabletRelease, {160, 80}, 0);
    QCOMPARE(canvas().undoStack()->count(), 1);
    QCOMPARE(page_->at(60, 80), 255);
    QCOMPARE(page_->at(60, 92), 0);
    QVERIFY(page_->at(160, 92) > 128);
  }

  void theCanvasIsExtendedByItsEdgeAndByKeys() {
    const QImage before = page_->flat();
    page_->use("extend");
    page_->drag({2, 80}, {-41, 80});
    QTRY_COMPARE(canvas().size(), QSize(240, 160));
    QCOMPARE(page_->at(5, 80), 255);
    QCOMPARE(page_->at(45, 80), 0);
    QCOMPARE(page_->flat().copy(40, 0, 200, 160), before);
    QCOMPARE(page_->flat().pixel(3, 80), before.pixel(0, 80));
    QTest::keyClick(&view(), Qt::Key_Down);
    QTRY_COMPARE(canvas().size(), QSize(240, 224));
    QCOMPARE(page_->at(100, 200), 255);
    canvas().undoStack()->undo();
    canvas().undoStack()->undo();
    QCOMPARE(page_->flat(), before);
    QCOMPARE(page_->flat().format(), before.format());
  }

  void aLayerIsMovedByHandAndHiddenInTheList() {
    canvas().commit("layer", paint::withPaintLayer(canvas().state(), "above"));
    canvas().setActive(canvas().state().images.back().id);
    fields().setColour(Qt::green);
    setBrush(20);
    page_->click({50, 100});
    page_->use("move");
    page_->drag({50, 100}, {90, 120});
    QCOMPARE(page_->flat().pixel(90, 120), QColor(Qt::green).rgb());
    QCOMPARE(page_->flat().pixel(50, 100), qRgb(90, 140, 200));
    auto* list = page_->page->findChild<QListWidget*>("paintLayers");
    QCOMPARE(list->count(), 3);
    list->item(1)->setCheckState(Qt::Unchecked);
    QTRY_COMPARE(page_->flat().pixel(90, 120), qRgb(90, 140, 200));
    page_->use("brush");
    page_->click({20, 20});  // a hidden layer takes no stroke
    QVERIFY(!canvas().isEditing());
    canvas().undoStack()->undo();
    QCOMPARE(page_->flat().pixel(90, 120), QColor(Qt::green).rgb());
  }

  void theViewTurnsAndMirrorsAndTheToolsFollow() {
    setBrush(10);
    page_->use("mirror");
    page_->use("rotate");
    page_->click({50, 100});
    QCOMPARE(page_->at(50, 100), 255);
    QVERIFY(view().toWidget({50, 100}).x() > view().toWidget({150, 100}).x());
    page_->use("upright");
    QVERIFY(view().toWidget({50, 100}).x() < view().toWidget({150, 100}).x());
    QCOMPARE(view().toWidget({50, 100}).y(), view().toWidget({150, 100}).y());
  }

  void masksAreTintedWithAnEdgeOrShownInGrey() {
    paint::TiledMask mask(QSize(60, 40));
    mask.change({10, 10, 20, 20}, [](int, int, std::uint8_t) { return std::uint8_t{255}; });
    QTransform toCanvas;
    toCanvas.scale(0.5, 0.5);
    const QImage tint = tintOf(mask, toCanvas, {0, 0, 120, 80}, {qRgb(200, 0, 0), true, 0, false});
    QCOMPARE(qAlpha(tint.pixel(5, 5)), 0);
    QCOMPARE(qAlpha(tint.pixel(40, 40)), 130);
    QVERIFY(qAlpha(tint.pixel(20, 40)) > 130);  // the edge
    const QImage later = tintOf(mask, toCanvas, {0, 0, 120, 80}, {qRgb(200, 0, 0), true, 5, false});
    QVERIFY(later != tint);  // it marches
    const QImage grey = tintOf(mask, toCanvas, {0, 0, 120, 80}, {0, false, 0, true});
    QCOMPARE(grey.pixel(40, 40), qRgb(255, 255, 255));
    QCOMPARE(grey.pixel(5, 5), qRgb(0, 0, 0));
    QVERIFY(tintOf(paint::TiledMask(QSize(60, 40)), toCanvas, {0, 0, 120, 80}, {}).isNull());
  }

 private:
  paint::Canvas& canvas() const { return page_->page->canvas(); }
  CanvasView& view() const { return page_->page->view(); }
  BrushFields& fields() const { return *page_->page->findChild<BrushFields*>(); }
  void setBrush(double size) { fields().setBrush(size, 0.9); }

  std::unique_ptr<PaintPage> page_;
};

HEDDLE_QT_TEST(PaintToolsTest)
#include "paint_tools_test.moc"
