// Runs that the user pauses, changes, resumes, and looks back at.

#include "fake_process.h"
#include "session/branch.h"
#include "session/step_history.h"
#include "support/qt_test.h"

namespace heddle::session {

namespace {

struct PausableEngine {
  explicit PausableEngine(const QStringList& faults = {QStringLiteral("--slow"), QStringLiteral("10")})
      : client(fakeEngine(faults), nullptr, shortTimes()), queue(client), history(client, queue) {
    QObject::connect(&client, &EngineClient::runStarted, &queue, [this] { ++runs; });
    QObject::connect(&queue, &JobQueue::resultArrived, &queue, [this](const JobResult& result) {
      results.push_back(result);
      history.showResult(result.hash);
    });
    QObject::connect(&history, &StepHistory::stepShown, &queue, [this](int step, const QImage& image) {
      shownStep = step;
      shown = image;
    });
    client.start();
  }
  // A job that is paused after at least two steps.
  JobId pausedJob(const RunRequest& request) {
    const JobId id = queue.add(request);
    if (!QTest::qWaitFor([&] { return queue.running() != nullptr && queue.running()->fraction > 0.1; })) return {};
    queue.setRunPaused(true);
    return QTest::qWaitFor([&] { return queue.running() != nullptr && queue.running()->isPaused; }) ? id : JobId{};
  }

  EngineClient client;
  JobQueue queue;
  LiveRunPolicy live{client, queue};
  StepHistory history;
  int runs = 0;
  int shownStep = 0;
  QImage shown;
  std::vector<JobResult> results;
};

RunRequest withScale(RunRequest request, double scale) {
  auto graph = std::make_shared<graph::Graph>(*request.graph);
  graph->set_param(kPrompt, "scale", graph::Lane::scalar(scale));
  request.graph = graph;
  return request;
}

}  // namespace

class LiveUpdateTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aPausedRunWaitsAndResumes() {
    PausableEngine desk;
    const JobId id = desk.pausedJob(requestOf(30));
    QVERIFY(id.value != 0);
    const double fraction = desk.queue.running()->fraction;
    QVERIFY(desk.queue.running()->text.contains(QStringLiteral("paused")));
    QTest::qWait(2000);  // longer than the client lets an engine be silent
    QVERIFY(desk.client.isReady());
    QCOMPARE(desk.queue.running()->fraction, fraction);
    desk.queue.setRunPaused(false);
    QTRY_COMPARE(desk.queue.find(id)->state, JobState::finished);
    QVERIFY(!desk.queue.isPauseRequested());
    QCOMPARE(desk.runs, 1);
  }

  void whatIsChangedWhileItStandsIsUsedAndRecorded() {
    PausableEngine desk;
    const RunRequest request = requestOf(30, 1, 5);
    desk.pausedJob(request);
    desk.live.runCompared(withScale(requestOf(30, 1, 2), 0.9));
    desk.queue.setRunPaused(false);
    QTRY_VERIFY(desk.queue.isIdle());
    QCOMPARE(desk.runs, 1);  // the live-updated image is the result
    QCOMPARE(desk.results.size(), std::size_t{1});
    QCOMPARE(laneOf(*desk.results[0].graph, kSampler, "guidance").at(0, 0), 2.0);
    QCOMPARE(laneOf(*desk.results[0].graph, kPrompt, "scale").at(0, 0), 0.9);
    QCOMPARE(laneOf(*request.graph, kPrompt, "scale").at(0, 0), 0.6);
  }

  void aChangeThatNeedsAnotherRunWaitsUntilThisOneIsOver() {
    PausableEngine desk;
    const JobId paused = desk.pausedJob(requestOf(30, 1));
    const JobId next = desk.live.runCompared(requestOf(3, 2));
    QTest::qWait(400);  // longer than the time limit of a live run
    QVERIFY(desk.queue.running() != nullptr && desk.queue.running()->id == paused);
    desk.queue.setRunPaused(false);
    QTRY_COMPARE(desk.queue.find(next)->state, JobState::finished);
    QCOMPARE(desk.queue.find(paused)->state, JobState::finished);
  }

  void aPausedRunIsCancelledAtOnce() {
    PausableEngine desk;
    const JobId id = desk.pausedJob(requestOf(1000));
    QVERIFY(desk.queue.cancel(id));
    QTRY_COMPARE(desk.queue.find(id)->state, JobState::cancelled);
    QVERIFY(!desk.queue.isPauseRequested());
    const JobId next = desk.queue.add(requestOf(3, 2));
    QTRY_COMPARE(desk.queue.find(next)->state, JobState::finished);
  }

  void aPauseWhileCancellingChangesNothing() {
    PausableEngine desk;
    const JobId id = desk.queue.add(requestOf(1000));
    QTRY_VERIFY(desk.queue.running() != nullptr && desk.queue.running()->fraction > 0);
    desk.queue.cancel(id);
    desk.queue.setRunPaused(true);
    QTRY_COMPARE(desk.queue.find(id)->state, JobState::cancelled);
    QVERIFY(!desk.queue.isPauseRequested());
    desk.queue.setRunPaused(true);  // nothing runs
    QVERIFY(!desk.queue.isPauseRequested());
    const JobId next = desk.queue.add(requestOf(3, 2));
    QTRY_COMPARE(desk.queue.find(next)->state, JobState::finished);
  }

  void anEngineThatIsKilledWhileARunStandsIsReplacedAndTheJobCrashed() {
    PausableEngine desk;
    const JobId id = desk.pausedJob(requestOf(30));
    QSignalSpy connected(&desk.client, &EngineClient::connected);
    QSignalSpy lost(&desk.history, &StepHistory::lost);
    desk.history.showRunning();
    ::kill(static_cast<pid_t>(desk.client.processId()), SIGKILL);
    QTRY_COMPARE(desk.queue.find(id)->state, JobState::crashed);
    QTRY_COMPARE(connected.count(), 1);
    QCOMPARE(lost.count(), 1);
    QCOMPARE(desk.history.total(), 0);
    QVERIFY(!desk.queue.isPauseRequested());
    QVERIFY(!desk.queue.find(id)->isPaused);
    const JobId next = desk.queue.retry(id);
    QTRY_COMPARE(desk.queue.find(next)->state, JobState::finished);
  }

  void aTrailThatIsGoneHearsNoAnswer() {
    EngineClient client(fakeEngine(), nullptr, shortTimes());
    JobQueue queue(client);
    auto history = std::make_unique<StepHistory>(client, queue);
    connect(&queue, &JobQueue::resultArrived, this, [&](const JobResult& result) { history->showResult(result.hash); });
    client.start();
    queue.add(requestOf(8));
    QTRY_VERIFY(queue.isIdle());
    QTRY_COMPARE(history->total(), 8);
    history->look(3);
    history.reset();
    client.stop();  // answers calls that are no longer awaited
    QVERIFY(!client.isReady());
  }

  void theStepsOfAResultAreShownAndTheSecondTimeAtOnce() {
    PausableEngine desk{QStringList()};
    desk.queue.add(requestOf(8));
    QTRY_VERIFY(desk.queue.isIdle());
    QCOMPARE(desk.history.total(), 8);
    QCOMPARE(desk.history.done(), 8);
    desk.history.look(3);
    QTRY_COMPARE(desk.shownStep, 3);
    const QImage third = desk.shown;
    desk.history.look(8);
    QTRY_COMPARE(desk.shownStep, 8);
    QVERIFY(desk.shown != third);
    desk.history.look(3);
    QCOMPARE(desk.shownStep, 3);  // without a message from the engine
    QCOMPARE(desk.shown, third);
    desk.history.look(9);
    QCOMPARE(desk.shownStep, 3);
  }

  // Two samplers side by side: each picture has the steps of its own.
  void everySamplerOfARunHasItsOwnSteps() {
    PausableEngine desk{QStringList()};
    auto graph = std::make_shared<graph::Graph>(testing::fake_graph(8, 1));
    graph::Node sampler = *graph->find(kSampler), decoder = *graph->find(graph::NodeId{5}),
                save = *graph->find(graph::NodeId{6});
    const graph::NodeId second = graph->add(sampler), decoded = graph->add(decoder), saved = graph->add(save);
    graph->set_param(second, "steps", std::int64_t{5});
    for (const graph::Link& link : std::vector(graph->links())) {
      graph::Link other = link;
      if (link.to.node == kSampler) other.to.node = second;
      if (link.from.node == kSampler) other = {{second, link.from.port}, {decoded, link.to.port}};
      if (link.to.node.value == 6) other = {{decoded, link.from.port}, {saved, link.to.port}};
      if (other != link) QVERIFY(graph->connect(other).has_value());
    }
    desk.queue.add({graph, {}, {}});
    QTRY_VERIFY(desk.queue.isIdle());
    QCOMPARE(desk.results.size(), std::size_t{2});
    std::vector<QImage> last;
    for (const JobResult& result : desk.results) {
      QVERIFY(desk.history.showResult(result.hash));
      const bool isSecond = result.node == saved || result.node == decoded;
      QCOMPARE(desk.history.total(), isSecond ? 5 : 8);
      desk.shown = {};
      desk.history.look(desk.history.total());
      QTRY_VERIFY(!desk.shown.isNull());
      last.push_back(desk.shown);
    }
    QVERIFY(last[0] != last[1]);
  }

  void aStormOfLooksEndsAtTheNewest() {
    PausableEngine desk{QStringList()};
    desk.queue.add(requestOf(40));
    QTRY_VERIFY(desk.queue.isIdle());
    for (int round = 0; round < 10; ++round) {
      for (int step = 1; step <= 40; ++step) desk.history.look(step);
    }
    QTRY_COMPARE(desk.shownStep, 40);
    QVERIFY(desk.client.isReady());
  }

  void aBranchFromAStepIsAResultOfItsOwn() {
    PausableEngine desk{QStringList()};
    desk.queue.add(requestOf(8, 1, 5));
    QTRY_VERIFY(desk.queue.isIdle());
    const auto branch = desk.history.branchAt(6);
    QVERIFY(branch.has_value());
    QVERIFY(!desk.history.branchAt(8));
    auto graph = branchedGraph(*branch, *requestOf(8, 1, 2).graph, *desk.client.info().catalog);
    QVERIFY(graph.has_value());
    desk.queue.add({std::make_shared<const graph::Graph>(std::move(*graph)), {}, {}});
    QTRY_COMPARE(desk.results.size(), std::size_t{2});
    QVERIFY(desk.results[0].hash != desk.results[1].hash);
    const std::vector<double> lane{5, 5, 5, 5, 5, 5, 2, 2};
    QVERIFY(laneOf(*desk.results[1].graph, kSampler, "guidance").values.front() == lane);
  }

  void theSameResultFromTheCacheKeepsItsSteps() {
    PausableEngine desk{QStringList()};
    desk.queue.add(requestOf(8));
    QTRY_VERIFY(desk.queue.isIdle());
    desk.queue.add(requestOf(8));
    QTRY_COMPARE(desk.results.size(), std::size_t{2});
    QTRY_VERIFY(desk.queue.isIdle());
    QCOMPARE(desk.history.total(), 8);
    desk.history.look(2);
    QTRY_COMPARE(desk.shownStep, 2);
  }
};

}  // namespace heddle::session

HEDDLE_QT_TEST_GUILESS(heddle::session::LiveUpdateTest)
#include "live_update_test.moc"
