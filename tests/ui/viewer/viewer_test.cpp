// Zoom, pan, and the comparison of two images.
#include "viewer/viewer.h"
#include "support/qt_test.h"

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <memory>

using namespace heddle::ui;

namespace {
QImage filled(const QColor& colour, int side = 64) {
  QImage image(side, side, QImage::Format_RGB32);
  image.fill(colour);
  return image;
}
}  // namespace

class ViewerTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    viewer_ = std::make_unique<Viewer>();
    viewer_->resize(400, 300);
    viewer_->setImage(filled(Qt::red), "a");
    viewer_->show();
    QVERIFY(QTest::qWaitForWindowExposed(viewer_.get()));
  }
  void anImageFitsUntilItIsZoomed() {
    const double fitted = viewer_->zoom();
    QVERIFY(fitted > 4.0);
    viewer_->resize(800, 600);
    QVERIFY(viewer_->zoom() > fitted);
    viewer_->zoomTo(3.0, {400, 300});
    viewer_->resize(600, 500);
    QCOMPARE(viewer_->zoom(), 3.0);
    viewer_->setImage(filled(Qt::blue), "b");
    QCOMPARE(viewer_->zoom(), 3.0);
  }
  void theWheelZoomsAtTheCursor() {
    QSignalSpy hovered(viewer_.get(), &Viewer::pixelHovered);
    const QPointF at(180, 120);
    QTest::mouseMove(viewer_.get(), at.toPoint() + QPoint(1, 0));
    QTest::mouseMove(viewer_.get(), at.toPoint());
    const QPoint before = hovered.last().at(0).toPoint();
    QWheelEvent event(at, viewer_->mapToGlobal(at), {}, {0, 360}, {}, {}, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(viewer_.get(), &event);
    QTest::mouseMove(viewer_.get(), at.toPoint() + QPoint(1, 0));
    QTest::mouseMove(viewer_.get(), at.toPoint());
    QCOMPARE(hovered.last().at(0).toPoint(), before);
  }
  void zoomIsBounded() {
    for (int i = 0; i < 200; ++i) viewer_->zoomAtCentre(2);
    QVERIFY(viewer_->zoom() <= 64.0);
    for (int i = 0; i < 200; ++i) viewer_->zoomAtCentre(0.5);
    QVERIFY(viewer_->zoom() >= 0.02);
  }
  void aViewerSmallerThanItsEdgeKeepsAPlaceForTheImage() {  // found by the monkey: a panel squeezed to nothing
    viewer_->zoomTo(3.0, {400, 300});
    viewer_->setMinimumSize(0, 0);  // a dock squeezes below the minimum before it is shown
    viewer_->resize(12, 9);
    viewer_->zoomTo(0.02, {1, 1});
    QVERIFY(std::isfinite(viewer_->zoom()));
    viewer_->resize(800, 600);
    viewer_->fit();
    QVERIFY(viewer_->grab().width() > 0);
  }
  void twoImagesAreWipedFlippedAndSubtracted() {
    QTest::keyClick(viewer_.get(), Qt::Key_W);
    QCOMPARE(viewer_->mode(), ViewMode::single);  // nothing to compare with
    viewer_->setOther(filled(Qt::blue), "b");
    QTest::keyClick(viewer_.get(), Qt::Key_W);
    QCOMPARE(viewer_->mode(), ViewMode::wipe);
    QCOMPARE(colourAt(0.25), QColor(Qt::red));
    QCOMPARE(colourAt(0.75), QColor(Qt::blue));
    QTest::keyPress(viewer_.get(), Qt::Key_Backslash);
    QCOMPARE(colourAt(0.25), QColor(Qt::blue));
    QTest::keyRelease(viewer_.get(), Qt::Key_Backslash);
    QTest::keyClick(viewer_.get(), Qt::Key_D);
    QCOMPARE(colourAt(0.25), QColor(Qt::magenta));
    viewer_->setOther({});
    QCOMPARE(viewer_->mode(), ViewMode::single);
  }

 private:
  QColor colourAt(double share) const {
    const QImage seen = viewer_->grab().toImage();
    const double side = 64 * viewer_->zoom();
    return seen.pixelColor(static_cast<int>(200 - side / 2 + side * share), 240).rgb();
  }
  std::unique_ptr<Viewer> viewer_;
};

HEDDLE_QT_TEST(ViewerTest)
#include "viewer_test.moc"
