// Panes under one zoom, the chosen one, wipe, difference and flip.
#include "compare/compare_view.h"
#include "support/qt_test.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <memory>

using namespace heddle::ui;

namespace {

CompareImage plain(const QColor& colour) {
  QImage image(64, 64, QImage::Format_RGB32);
  image.fill(colour);
  return {image, "label", {}, {}, {}, 1};
}

}  // namespace

class CompareViewTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    view_ = std::make_unique<CompareView>();
    view_->resize(600, 600);
    view_->setImages({plain(Qt::red), plain(Qt::green), plain(Qt::blue), plain(Qt::yellow)});
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
  }
  void panesFillTheViewAndDoNotOverlap() {
    for (int count = 1; count <= 16; ++count) {
      view_->setImages(std::vector<CompareImage>(static_cast<std::size_t>(count), plain(Qt::red)));
      for (int pane = 0; pane < count; ++pane) {
        QVERIFY(QRectF(view_->rect()).contains(view_->paneRect(pane)));
        for (int other = 0; other < pane; ++other) QVERIFY(!view_->paneRect(pane).intersects(view_->paneRect(other)));
      }
    }
    view_->setImages(std::vector<CompareImage>(6, plain(Qt::red)), 2);
    QCOMPARE(view_->paneRect(2).left(), view_->paneRect(0).left());
  }
  void eachPaneShowsItsImage() {
    QCOMPARE(colourIn(0), QColor(Qt::red));
    QCOMPARE(colourIn(3), QColor(Qt::yellow));
    view_->setImage(3, plain(Qt::white));
    QCOMPARE(colourIn(3), QColor(Qt::white));
  }
  void flipShowsTheChosenOneInAll() {
    view_->choose(1);
    QTest::keyPress(view_.get(), Qt::Key_Backslash);
    for (int pane = 0; pane < 4; ++pane) QCOMPARE(colourIn(pane), QColor(Qt::green));
    QTest::keyRelease(view_.get(), Qt::Key_Backslash);
    QCOMPARE(colourIn(0), QColor(Qt::red));
  }
  void wipeShowsBoth() {
    view_->choose(1);
    QTest::keyClick(view_.get(), Qt::Key_W);
    QCOMPARE(view_->mode(), CompareMode::wipe);
    QCOMPARE(colourIn(0, 0.25), QColor(Qt::red));
    QCOMPARE(colourIn(0, 0.75), QColor(Qt::green));
    QTest::keyClick(view_.get(), Qt::Key_W);
    QCOMPARE(view_->mode(), CompareMode::plain);
  }
  void differenceShowsTheMaps() {
    QTest::keyClick(view_.get(), Qt::Key_D);
    QCOMPARE(view_->mode(), CompareMode::difference);
    QCOMPARE(colourIn(2), QColor(Qt::blue));  // not made yet
    QImage map(8, 8, QImage::Format_RGB32);
    map.fill(Qt::black);
    view_->setDifferences({{}, {map, 0}, {map, 0}, {map, 0}});
    QCOMPARE(colourIn(2), QColor(Qt::black));
    QCOMPARE(colourIn(0), QColor(Qt::red));  // the chosen one stays
    view_->choose(1);
    QCOMPARE(colourIn(2), QColor(Qt::blue));  // another one's maps
  }
  void mapsHaveOneScale() {
    DifferenceMaps maps;
    QSignalSpy made(&maps, &DifferenceMaps::made);
    QImage base(8, 8, QImage::Format_RGB32), near(8, 8, QImage::Format_RGB32), far(16, 16, QImage::Format_RGB32);
    base.fill(QColor(100, 100, 100));
    near.fill(QColor(102, 100, 100));
    far.fill(Qt::white);
    maps.make({base, base, near, far, QImage()}, 0);
    maps.make({base, base, near, far, QImage()}, 0);
    maps.make({base, near}, 0);  // takes the place of the one that waits
    QTRY_COMPARE(made.size(), 2);
    const auto found = made.front().front().value<std::vector<DifferenceMap>>();
    QCOMPARE(found.size(), std::size_t{5});
    QVERIFY(found[0].image.isNull() && found[4].image.isNull());
    QCOMPARE(found[1].mean, 0.0);
    QVERIFY(found[2].mean > 0 && found[2].mean < 2 && found[3].mean > 40);
    QCOMPARE(found[3].image.size(), base.size());
    QCOMPARE(made.front().at(2).toDouble(), 50.0);
    QVERIFY(made.back().at(2).toDouble() <= 2);
  }
  void aDragOfAWholeImageCarriesIt() {
    QSignalSpy dragged(view_.get(), &CompareView::dragRequested);
    const QPoint at = view_->paneRect(2).center().toPoint();
    const auto carry = [&] {
      QTest::mousePress(view_.get(), Qt::LeftButton, {}, at);
      QTest::mouseMove(view_.get(), at + QPoint(3 * QApplication::startDragDistance(), 0));
      QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, at);
    };
    carry();
    QCOMPARE(dragged.size(), 1);
    QCOMPARE(dragged.front().front().toInt(), 2);
    view_->zoomAt(2, view_->paneRect(2).center());
    carry();  // pans
    QCOMPARE(dragged.size(), 1);
  }
  void clicksAndKeysChoose() {
    QSignalSpy chosen(view_.get(), &CompareView::chosenChanged);
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, view_->paneRect(3).center().toPoint());
    QCOMPARE(view_->chosen(), 3);
    QTest::keyClick(view_.get(), Qt::Key_Left);
    QCOMPARE(view_->chosen(), 2);
    QTest::keyClick(view_.get(), Qt::Key_Up);
    QCOMPARE(view_->chosen(), 0);
    QTest::keyClick(view_.get(), Qt::Key_Left);
    QCOMPARE(view_->chosen(), 0);
    QCOMPARE(chosen.size(), 3);
  }
  void zoomIsLinkedAndBounded() {
    view_->zoomAt(2, view_->paneRect(0).center());
    QCOMPARE(view_->zoom(), 2.0);
    for (int i = 0; i < 50; ++i) view_->zoomAt(2, view_->paneRect(1).topLeft() + QPointF(2, 2));
    QVERIFY(view_->zoom() <= 32);
    QCOMPARE(colourIn(3), QColor(Qt::yellow));
    QTest::keyClick(view_.get(), Qt::Key_F);
    QCOMPARE(view_->zoom(), 1.0);
  }

 private:
  QColor colourIn(int pane, double share = 0.4) {
    const QRectF place = view_->paneRect(pane);
    return view_->grab().toImage().pixelColor(
        QPointF(place.left() + share * place.width(), place.center().y() - place.height() / 8).toPoint());
  }

  std::unique_ptr<CompareView> view_;
};

HEDDLE_QT_TEST(CompareViewTest)
#include "compare_view_test.moc"
