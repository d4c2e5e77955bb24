// The slider under mouse, wheel and keys.
#include <QAccessible>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <cmath>
#include <memory>

#include "support/qt_test.h"
#include "support/range_slider.h"
#include "support/theme.h"
#include "support/value_slider.h"

using namespace heddle::ui;

class SliderTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    slider_ = std::make_unique<ValueSlider>();
    slider_->setRange({-5, 5, 0, 1.5, 0.01, 0.6, false});
    slider_->setLabel("Strength");
    slider_->setValue(0.6);
    slider_->resize(300, slider_->sizeHint().height());
    slider_->show();
    QVERIFY(QTest::qWaitForWindowExposed(slider_.get()));
  }
  void aDragReportsEachValueAndIsChosenOnce() {
    QSignalSpy moved(slider_.get(), &ValueSlider::valueDragged), chosen(slider_.get(), &ValueSlider::valueCommitted);
    QTest::mousePress(slider_.get(), Qt::LeftButton, {}, {20, 32});
    for (int x = 30; x < 280; x += 10) QTest::mouseMove(slider_.get(), {x, 32});
    QTest::mouseRelease(slider_.get(), Qt::LeftButton, {}, {270, 32});
    QVERIFY(moved.size() > 10);
    QCOMPARE(chosen.size(), 1);
    QVERIFY(slider_->value() > 1.2 && slider_->value() <= 1.5);
  }
  void escapeDropsADrag() {
    QSignalSpy chosen(slider_.get(), &ValueSlider::valueCommitted), dropped(slider_.get(), &ValueSlider::dragCancelled);
    QTest::mousePress(slider_.get(), Qt::LeftButton, {}, {20, 32});
    QTest::mouseMove(slider_.get(), {200, 32});
    QTest::keyClick(slider_.get(), Qt::Key_Escape);
    QTest::mouseRelease(slider_.get(), Qt::LeftButton, {}, {200, 32});
    QCOMPARE(slider_->value(), 0.6);
    QCOMPARE(chosen.size(), 0);
    QCOMPARE(dropped.size(), 1);
  }
  void aDoubleClickResets() {
    slider_->setValue(1.2);
    QTest::mouseDClick(slider_.get(), Qt::LeftButton, {}, {200, 32});
    QCOMPARE(slider_->value(), 0.6);
  }
  void theWheelStepsAndShiftIsFine() {
    wheel(120, {});
    QCOMPARE(slider_->value(), 0.61);
    wheel(-120, Qt::ShiftModifier);
    QCOMPARE(slider_->value(), 0.609);
    wheel(60, {});  // half a notch waits for the other half
    QCOMPARE(slider_->value(), 0.609);
  }
  void theWheelOverTheLabelScrollsThePanelInstead() {
    QWheelEvent event({50, 8}, slider_->mapToGlobal(QPointF(50, 8)), {}, {0, 120}, {}, {}, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(slider_.get(), &event);
    QVERIFY(!event.isAccepted());
    QCOMPARE(slider_->value(), 0.6);
  }
  void keysStepAndResetAndType() {
    slider_->setFocus();
    QTest::keyClick(slider_.get(), Qt::Key_Right);
    QCOMPARE(slider_->value(), 0.61);
    QTest::keyClick(slider_.get(), Qt::Key_PageDown);
    QCOMPARE(slider_->value(), 0.51);
    QTest::keyClick(slider_.get(), Qt::Key_Delete);
    QCOMPARE(slider_->value(), 0.6);
    QTest::keyClick(slider_.get(), Qt::Key_2);
    auto* field = slider_->findChild<QLineEdit*>();
    QVERIFY(field != nullptr);
    QTest::keyClicks(field, ".25");
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(slider_->value(), 2.25);  // beyond the track, inside the range
  }
  void nonsenseTypedChangesNothing() {
    QCOMPARE(numberFrom("abc").has_value(), false);
    QCOMPARE(numberFrom("1e999").has_value(), false);
    QCOMPARE(*numberFrom(" 0.5 "), 0.5);
    slider_->choose(99);
    QCOMPARE(slider_->value(), 5.0);
    slider_->choose(std::nan(""));
    QCOMPARE(slider_->value(), 5.0);
  }
  void aScreenReaderReadsAndSetsIt() {
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(slider_.get());
    QVERIFY(face != nullptr);
    QCOMPARE(face->role(), QAccessible::Slider);
    QCOMPARE(face->text(QAccessible::Name), QString("Strength"));
    QCOMPARE(face->valueInterface()->currentValue().toDouble(), 0.6);
    face->valueInterface()->setCurrentValue(1.0);
    QCOMPARE(slider_->value(), 1.0);
  }
  void aRangeKeepsItsThumbsInOrder() {
    RangeSlider range;
    range.resize(300, range.sizeHint().height());
    range.setRange(0.2, 0.6);
    QSignalSpy chosen(&range, &RangeSlider::rangeCommitted);
    QTest::mousePress(&range, Qt::LeftButton, {}, {8 + 57, 33});
    QTest::mouseMove(&range, {290, 33});
    QTest::mouseRelease(&range, Qt::LeftButton, {}, {290, 33});
    QCOMPARE(range.start(), range.end());
    QCOMPARE(chosen.size(), 1);
  }

 private:
  void wheel(int angle, Qt::KeyboardModifiers keys) {
    QWheelEvent event({50, 32}, slider_->mapToGlobal(QPointF(50, 32)), {}, {0, angle}, {}, keys, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(slider_.get(), &event);
  }
  std::unique_ptr<ValueSlider> slider_;
};

HEDDLE_QT_TEST(SliderTest)
#include "slider_test.moc"
