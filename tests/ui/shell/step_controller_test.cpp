// Pausing, walking through steps and branching in a whole window with an engine of toys.
#include "shell/step_controller.h"

#include <signal.h>

#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <memory>

#include "shell/action_table.h"
#include "shell/run_controller.h"
#include "shell/window_fixture.h"
#include "support/notice_bar.h"
#include "support/qt_test.h"
#include "support/theme.h"
#include "support/value_slider.h"
#include "viewer/step_bar.h"
#include "viewer/viewer.h"

using namespace heddle;
using namespace heddle::ui;

class StepControllerTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { applyTheme(makeTheme(Scheme::dark)); }
  void init() { start("10"); }
  void cleanup() { bench_.reset(); }

  void aRunIsPausedChangedAndContinued() {
    start("30");
    // "step 3 of 20": the first steps differ from the one at which it is paused.
    QTRY_VERIFY_WITH_TIMEOUT(job() != nullptr && job()->text.section(' ', 1, 1).toInt() >= 3, 10'000);
    trigger("hold");
    QTRY_VERIFY(job() != nullptr && job()->isPaused);
    const QImage standing = bench_->window.viewer().image();
    slider()->choose(1);
    QTRY_VERIFY_WITH_TIMEOUT(bench_->window.viewer().image() != standing, 20'000);
    bench_->document.setParam(sampler(), "guidance", graph::Lane::scalar(1.5));
    trigger("hold");
    QTRY_VERIFY(bench_->queue.isIdle() && !bench_->results.all().empty());
    QCOMPARE(bench_->results.all().size(), std::size_t{1});
    const graph::Node* node = bench_->results.all().front().graph->find(sampler());
    QCOMPARE(std::get<graph::Lane>(node->params.at("guidance")).at(0, 0), 1.5);
  }

  void theStepsOfAnImageAreSeenAndTheLastIsTheImage() {
    waitForImages(1);
    const QImage result = bench_->window.viewer().image();
    QTRY_VERIFY(slider()->isEnabled());
    slider()->choose(2);
    QTRY_VERIFY(bench_->window.viewer().image() != result);
    slider()->choose(slider()->range().high);
    QTRY_COMPARE(bench_->window.viewer().image(), result);
    trigger("step_back");
    QTRY_VERIFY(bench_->window.viewer().image() != result);
  }

  void aBranchKeepsWhatCameBeforeItsStepAndEndsInTheFilmStrip() {
    waitForImages(1);
    QTRY_VERIFY(slider()->isEnabled());
    slider()->choose(5);
    branchButton()->click();
    QCOMPARE(runner()->branchStep(), 5);
    QVERIFY(branchButton()->isChecked());
    bench_->document.setParam(sampler(), "guidance", graph::Lane::scalar(1.5));
    waitForImages(2);
    const graph::Node* node = bench_->results.all().back().graph->find(sampler());
    const auto& lane = std::get<graph::Lane>(node->params.at("guidance"));
    QVERIFY(lane.at(0, 4) != 1.5);
    QCOMPARE(lane.at(0, 5), 1.5);
    branchButton()->click();
    QCOMPARE(runner()->branchStep(), 0);
    bench_->document.setParam(sampler(), "guidance", graph::Lane::scalar(2.5));
    waitForImages(3);
    QVERIFY(
        std::get<graph::Lane>(bench_->results.all().back().graph->find(sampler())->params.at("guidance")).is_scalar());
  }

  void aChangeThatNoBranchCanHaveLeavesIt() {
    waitForImages(1);
    QTRY_VERIFY(slider()->isEnabled());
    slider()->choose(3);
    trigger("branch");
    QCOMPARE(runner()->branchStep(), 3);
    bench_->document.setParam(sampler(), "seed", graph::Seed{4711});
    QCOMPARE(runner()->branchStep(), 0);
    QTRY_VERIFY(!branchButton()->isChecked());
    waitForImages(2);
  }

  void anEngineThatDiesTakesTheStepsAlong() {
    waitForImages(1);
    QTRY_VERIFY(slider()->isEnabled());
    ::kill(static_cast<pid_t>(bench_->engine.processId()), SIGKILL);
    QTRY_VERIFY(!slider()->isEnabled());
    QVERIFY(!branchButton()->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(bench_->engine.isReady(), 5'000);
  }

 private:
  void start(const QString& slow) {
    bench_ = std::make_unique<WindowFixture>();
    bench_->engine.setCommand(
        {FAKE_ENGINE, {"--nodes", QString(HEDDLE_SOURCE_DIR) + "/resources/nodes.json", "--slow", slow}});
    bench_->queue.setImageSource([this](const QString& hash) { return bench_->file.images().bytes(hash); });
    bench_->window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&bench_->window));
    bench_->window.openStart();
    bench_->engine.start();
  }
  void waitForImages(std::size_t count) {
    QTRY_VERIFY_WITH_TIMEOUT(bench_->queue.isIdle() && bench_->results.all().size() >= count, 10'000);
  }
  void trigger(const QString& id) { bench_->window.actions().action(id)->trigger(); }
  const session::Job* job() const { return bench_->queue.running(); }
  StepBar* bar() const { return bench_->window.findChild<StepBar*>(); }
  ValueSlider* slider() const { return bar()->findChild<ValueSlider*>(); }
  QPushButton* branchButton() const { return bar()->findChild<QPushButton*>(); }
  RunController* runner() const { return &bench_->window.runs(); }
  graph::NodeId sampler() const {
    for (const auto& [id, node] : bench_->document.graph().nodes()) {
      if (node.type == "sample") return id;
    }
    return {};
  }

  std::unique_ptr<WindowFixture> bench_;
};

HEDDLE_QT_TEST(StepControllerTest)
#include "step_controller_test.moc"
