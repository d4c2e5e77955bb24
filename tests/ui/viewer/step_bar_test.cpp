// The bar below the image: which buttons are enabled when, and the signals that it emits.
#include "viewer/step_bar.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <memory>

#include "support/qt_test.h"
#include "support/theme.h"
#include "support/value_slider.h"

using namespace heddle::ui;

class StepBarTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    bar_ = std::make_unique<StepBar>();
    pause_ = bar_->findChild<QToolButton*>(QString(), Qt::FindDirectChildrenOnly);
    slider_ = bar_->findChild<ValueSlider*>();
    branch_ = bar_->findChild<QPushButton*>();
    bar_->resize(600, 40);
    bar_->show();
  }

  void itIsHiddenUntilThereIsARun() {
    QWidget host;
    auto* bar = new StepBar(&host);
    host.show();
    QVERIFY(!bar->isVisible());
    bar->setRun(StepBar::Run::running);
    QVERIFY(bar->isVisible());
    bar->setRun(StepBar::Run::idle);
    QVERIFY(bar->isVisible());
  }

  void withoutARunNothingCanBePressed() {
    QVERIFY(!pause_->isEnabled());
    QVERIFY(!slider_->isEnabled());
    QVERIFY(!branch_->isEnabled());
    QVERIFY(!pause_->accessibleName().isEmpty());
  }

  void aRunIsPausedAndResumed() {
    QSignalSpy asked(bar_.get(), &StepBar::pauseRequested);
    bar_->setRun(StepBar::Run::running);
    bar_->setSteps(4, 20, 4);
    QVERIFY(!slider_->isEnabled());
    const QString pause = pause_->accessibleName();
    pause_->click();
    QCOMPARE(asked.takeFirst().at(0).toBool(), true);
    bar_->setRun(StepBar::Run::paused);
    QVERIFY(pause_->accessibleName() != pause);
    QVERIFY(slider_->isEnabled());
    QVERIFY(!branch_->isEnabled());  // a paused run is changed by its sliders
    pause_->click();
    QCOMPARE(asked.takeFirst().at(0).toBool(), false);
  }

  void theStepsOfAFinishedRunAreWalkedThrough() {
    QSignalSpy chosen(bar_.get(), &StepBar::stepChosen);
    bar_->setSteps(20, 20, 20);
    QVERIFY(!branch_->isEnabled());  // nothing comes after the last step
    slider_->choose(7);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.first().at(0).toInt(), 7);
    QCOMPARE(bar_->at(), 7);
    QVERIFY(slider_->valueText().contains("7"));
    slider_->choose(7);
    QCOMPARE(chosen.count(), 1);
    QVERIFY(branch_->isEnabled());
  }

  void stepsThatAreNotMadeYetCannotBeChosen() {
    bar_->setRun(StepBar::Run::paused);
    bar_->setSteps(5, 20, 5);
    QSignalSpy chosen(bar_.get(), &StepBar::stepChosen);
    slider_->choose(12);
    QVERIFY(chosen.isEmpty());
    slider_->choose(2);
    QCOMPARE(chosen.count(), 1);
  }

  void aBranchIsAskedForAndLeft() {
    bar_->setSteps(20, 20, 7);
    QSignalSpy asked(bar_.get(), &StepBar::branchRequested);
    branch_->click();
    QCOMPARE(asked.takeFirst().at(0).toInt(), 7);
    bar_->setBranch(7);
    QVERIFY(branch_->isChecked());
    QVERIFY(branch_->text().contains("7"));
    bar_->setSteps(20, 20, 20);
    QVERIFY(branch_->isEnabled());  // it can always be left
    branch_->click();
    QCOMPARE(asked.takeFirst().at(0).toInt(), 0);
    bar_->setBranch(0);
    QVERIFY(!branch_->isChecked());
  }

 private:
  std::unique_ptr<StepBar> bar_;
  QToolButton* pause_ = nullptr;
  ValueSlider* slider_ = nullptr;
  QPushButton* branch_ = nullptr;
};

HEDDLE_QT_TEST(StepBarTest)
#include "step_bar_test.moc"
