#include "session/job_queue.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QRandomGenerator>
#include <algorithm>

#include "fake_process.h"
#include "session/run_states.h"
#include "support/qt_test.h"

namespace heddle::session {

namespace {

// A client, a queue, and their signals.
struct Desk {
  explicit Desk(const QStringList& faults = {}) : client(fakeEngine(faults), nullptr, shortTimes()), queue(client) {
    QObject::connect(&client, &EngineClient::runStarted, &queue, [this] { ++runs; });
    QObject::connect(&queue, &JobQueue::jobEnded, &queue, [this](JobId id) {
      const Job* job = queue.find(id);
      ends.append(job == nullptr ? JobState::cancelled : job->state);
    });
    QObject::connect(&queue, &JobQueue::resultArrived, &queue,
                     [this](const JobResult& result) { results.push_back(result); });
    client.start();
  }
  int waitingLive() const {
    int count = 0;
    for (const Job* job : queue.jobs()) count += job->isLive && job->state == JobState::waiting;
    return count;
  }
  EngineClient client;
  JobQueue queue;
  LiveRunPolicy live{client, queue};
  int runs = 0;
  QList<JobState> ends;
  std::vector<JobResult> results;
};

double guidanceOf(const graph::Graph& graph) {
  return std::get<graph::Lane>(graph.find(graph::NodeId{4})->params.at("guidance")).at(0, 0);
}

}  // namespace

class JobQueueTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void jobsRunInOrderAndGiveResults() {
    Desk desk;
    const JobId first = desk.queue.add(requestOf(3, 1));
    const JobId second = desk.queue.add(requestOf(3, 2));
    QCOMPARE(desk.queue.waiting(), 2);  // the engine is not there yet
    QTRY_COMPARE(desk.ends.size(), 2);
    QCOMPARE(desk.queue.find(first)->state, JobState::finished);
    QCOMPARE(desk.queue.find(second)->state, JobState::finished);
    QCOMPARE(desk.results.size(), std::size_t{2});
    QCOMPARE(desk.results[0].job, first);
    QVERIFY(desk.results[0].hash != desk.results[1].hash);
    QCOMPARE(desk.queue.find(first)->results, 1);
  }

  void waitingJobsAreReorderedPausedAndCancelled() {
    Desk desk;
    QTRY_VERIFY(desk.client.isReady());
    desk.queue.setSuspended(true);
    const JobId a = desk.queue.add(requestOf(2, 1)), b = desk.queue.add(requestOf(2, 2)),
                c = desk.queue.add(requestOf(2, 3));
    const JobId first = desk.queue.addFirst(requestOf(2, 4));
    QVERIFY(desk.queue.move(c, 0));
    QVERIFY(desk.queue.cancel(b));
    QVERIFY(!desk.queue.cancel(b));
    QTest::qWait(50);
    QCOMPARE(desk.runs, 0);
    QCOMPARE(desk.queue.find(b)->state, JobState::cancelled);
    QList<JobId> order;
    connect(&desk.queue, &JobQueue::jobStarted, this, [&order](JobId id) { order.append(id); });
    desk.queue.setSuspended(false);
    QTRY_COMPARE(order.size(), 3);
    QCOMPARE(order, QList<JobId>({c, first, a}));
    QTRY_VERIFY(desk.queue.isIdle());
  }

  void aRunningJobIsCancelledAndRetried() {
    Desk desk;
    const JobId id = desk.queue.add(requestOf(100000));
    QTRY_VERIFY(desk.queue.running() != nullptr && desk.queue.running()->fraction > 0);
    QVERIFY(desk.queue.cancel(id));
    QTRY_COMPARE(desk.ends, QList<JobState>({JobState::cancelled}));
    const JobId again = desk.queue.retry(id);
    QVERIFY(again.value > id.value);
    QTRY_VERIFY(desk.queue.running() != nullptr);
    desk.queue.cancelAll();
    QTRY_VERIFY(desk.queue.isIdle());
  }

  void aJobFailsWithAMessageForTheUser() {
    Desk desk({QStringLiteral("--out-of-memory")});
    const JobId id = desk.queue.add(requestOf());
    QTRY_COMPARE(desk.ends, QList<JobState>({JobState::failed}));
    QCOMPARE(desk.queue.find(id)->error.kind, ErrorKind::out_of_memory);
    QCOMPARE(desk.queue.find(id)->errorNode, std::optional(graph::NodeId{4}));
    desk.queue.add(requestOf(3));  // the next run works
    QTRY_COMPARE(desk.ends.size(), 2);
    QCOMPARE(desk.ends[1], JobState::finished);
  }

  void aCrashMarksTheJobAndRunsNothingUnasked() {
    Desk desk({QStringLiteral("--crash-after"), QStringLiteral("5")});
    RunStates states(desk.client, desk.queue);
    QSignalSpy connected(&desk.client, &EngineClient::connected);
    const JobId id = desk.queue.add(requestOf(10));
    const JobId next = desk.queue.add(requestOf(3, 2));
    QTRY_COMPARE(desk.ends, QList<JobState>({JobState::crashed}));
    QTRY_COMPARE(connected.count(), 2);
    QCOMPARE(states.of(graph::NodeId{4}).state, NodeProgressState::crashed);
    QVERIFY(desk.queue.isSuspended());  // the user decides whether the other jobs run
    QTest::qWait(300);
    QCOMPARE(desk.runs, 1);
    QCOMPARE(desk.queue.find(id)->state, JobState::crashed);
    desk.queue.setSuspended(false);
    QTRY_COMPARE(desk.queue.find(next)->state, JobState::finished);
    QCOMPARE(desk.queue.find(id)->state, JobState::crashed);
  }

  void aStormOfChangesKeepsOneRunningAndOneWaiting_data() {
    QTest::addColumn<int>("mode");
    QTest::newRow("restart") << static_cast<int>(LiveMode::restart);
    QTest::newRow("steer") << static_cast<int>(LiveMode::update);
  }
  void aStormOfChangesKeepsOneRunningAndOneWaiting() {
    QFETCH(int, mode);
    Desk desk;
    desk.live.setMode(static_cast<LiveMode>(mode));
    QTRY_VERIFY(desk.client.isReady());
    QElapsedTimer clock;
    clock.start();
    for (int change = 1; change <= 1000; ++change) {
      desk.live.runCompared(requestOf(20, 1, change / 100.0));
      QVERIFY(desk.waitingLive() <= 1);
      QVERIFY(desk.queue.jobs().size() <= 3);
      if (change % 10 == 0) QTest::qWait(5);
    }
    QTRY_VERIFY(desk.queue.isIdle());
    QVERIFY(!desk.results.empty());
    QCOMPARE(guidanceOf(*desk.results.back().graph), 10.0);  // the newest value won
    qInfo("1000 changes in %lld ms: %d runs, %zu results", clock.elapsed(), desk.runs, desk.results.size());
    QVERIFY(desk.runs < 500);
    QCOMPARE(desk.queue.jobs().size(), std::size_t{1});
  }

  void aFastDragShowsSomethingOfEachRunThatItReplaces() {
    Desk desk({QStringLiteral("--slow"), QStringLiteral("30")});
    desk.live.setMode(LiveMode::restart);
    QTRY_VERIFY(desk.client.isReady());
    int previews = 0;
    connect(&desk.client, &EngineClient::nodePreviewed, this, [&previews] { ++previews; });
    for (int change = 1; change <= 200; ++change) {
      desk.live.runCompared(requestOf(20, 1, change / 20.0));
      QTest::qWait(2);
    }
    const int runs = desk.runs;
    QVERIFY(runs >= 2);
    QVERIFY2(previews >= runs / 2, qPrintable(QStringLiteral("%1 previews of %2 runs").arg(previews).arg(runs)));
    QTRY_VERIFY(desk.queue.isIdle());
  }

  void aSteeredImageCarriesWhatItReallyUsed() {
    Desk desk({QStringLiteral("--slow"), QStringLiteral("20")});
    desk.live.setMode(LiveMode::update);
    desk.live.runCompared(requestOf(30, 1, 5));
    QTRY_VERIFY(desk.queue.running() != nullptr && desk.queue.running()->fraction > 0.1);
    // The slider keeps moving until the run is done.
    for (int change = 0; desk.results.empty() && change < 100; ++change) {
      desk.live.runCompared(requestOf(30, 1, 2 + change % 2));
      QTest::qWait(20);
    }
    QTRY_VERIFY(desk.queue.isIdle());
    QVERIFY(desk.results.size() >= 2);  // the steered one, and the graph as it is now
    const double used = guidanceOf(*desk.results[0].graph);
    QVERIFY(used == 2.0 || used == 3.0);
  }

  void whenTheHandRestsTheGraphItselfRunsWithoutWaitingForTheSteeredRun() {
    Desk desk({QStringLiteral("--slow"), QStringLiteral("20")});
    desk.live.setMode(LiveMode::update);
    QTRY_VERIFY(desk.client.isReady());
    desk.live.runCompared(requestOf(100, 1, 5));  // two seconds
    QTRY_VERIFY(desk.queue.running() != nullptr && desk.queue.running()->fraction > 0);
    const JobId last = desk.live.runCompared(requestOf(100, 1, 2));
    QTRY_VERIFY(desk.queue.running() != nullptr && desk.queue.running()->id == last);
    QTRY_VERIFY(desk.queue.isIdle());
    QCOMPARE(desk.results.size(), std::size_t{1});
    QCOMPARE(guidanceOf(*desk.results[0].graph), 2.0);
  }

  void aValueThatIsMadeAlreadyStartsNothing() {
    Desk desk({QStringLiteral("--slow"), QStringLiteral("20")});
    for (const LiveMode mode : {LiveMode::update, LiveMode::restart}) {
      desk.live.setMode(mode);
      QTRY_VERIFY(desk.client.isReady());
      desk.runs = 0;
      const double value = mode == LiveMode::update ? 2 : 3;
      const JobId id = desk.live.runCompared(requestOf(20, 1, value));
      QTRY_VERIFY(desk.queue.running() != nullptr && desk.queue.running()->fraction > 0);
      QCOMPARE(desk.live.runCompared(requestOf(20, 1, value)), id);  // the slider is released
      QCOMPARE(desk.queue.waiting(), 0);
      QTRY_VERIFY(desk.queue.isIdle());
      QCOMPARE(desk.runs, 1);
    }
  }

  void aLiveChangeOfSomethingElseStartsAgain() {
    Desk desk({QStringLiteral("--slow"), QStringLiteral("10")});
    desk.live.setMode(LiveMode::update);
    desk.live.runCompared(requestOf(100000, 1));
    QTRY_VERIFY(desk.queue.running() != nullptr && desk.queue.running()->fraction > 0);
    desk.live.runCompared(requestOf(3, 2));
    QTRY_VERIFY(desk.queue.isIdle());
    QCOMPARE(desk.results.size(), std::size_t{1});
  }

  void twoHundredRandomCancelsLeaveAQueueThatWorks() {
    Desk desk({QStringLiteral("--slow"), QStringLiteral("1")});
    QTRY_VERIFY(desk.client.isReady());
    const qint64 process = desk.client.processId();
    QRandomGenerator random(7);
    for (int round = 0; round < 200; ++round) {
      const JobId id = desk.queue.add(requestOf(20, static_cast<std::uint64_t>(round + 1)));
      QTest::qWait(static_cast<int>(random.bounded(4)));
      desk.queue.cancel(id);
      if (random.bounded(3) == 0) desk.queue.cancel(id);
      QTRY_VERIFY(desk.queue.isIdle());
      QVERIFY(isOver(desk.queue.find(id)->state));
    }
    QCOMPARE(desk.ends.size(), 200);
    QCOMPARE(desk.client.processId(), process);
    const JobId last = desk.queue.add(requestOf(3, 999));
    QTRY_COMPARE(desk.queue.find(last)->state, JobState::finished);
  }

  void imagesOfTheDocumentTravelOnce() {
    Desk desk;
    int asked = 0;
    desk.queue.setImageSource([&asked](const QString&) {
      ++asked;
      return QByteArray("picture");
    });
    auto graph = std::make_shared<graph::Graph>(testing::fake_graph(2));
    graph->set_param(graph::NodeId{2}, "image", graph::FilePath{"hash:0123456789abcdef"});
    desk.queue.add({graph, {}, {}});
    desk.queue.add({graph, {}, {}});
    QTRY_COMPARE(desk.ends, QList<JobState>({JobState::finished, JobState::finished}));
    QCOMPARE(asked, 1);
  }

  void nodesShowHowTheRunGoes() {
    Desk desk({QStringLiteral("--slow"), QStringLiteral("50")});
    RunStates states(desk.client, desk.queue);
    desk.queue.add(requestOf(5));
    QTRY_VERIFY(states.of(graph::NodeId{4}).state == NodeProgressState::running);
    QTRY_COMPARE(desk.ends.size(), 1);
    QCOMPARE(states.of(graph::NodeId{4}).state, NodeProgressState::finished);
    QCOMPARE(states.of(graph::NodeId{5}).image.size(), QSize(64, 64));
    desk.queue.add(requestOf(5));
    QTRY_COMPARE(desk.ends.size(), 2);
    QCOMPARE(states.of(graph::NodeId{5}).state, NodeProgressState::cached);
    QVERIFY(states.of(graph::NodeId{4}).seconds > 0);
  }

  // Also when its result comes from the cache, and no longer once its node is another.
  void notesStayOnTheirNode() {
    Desk desk;
    RunStates states(desk.client, desk.queue);
    const auto runWith = [&](const char* words) {
      RunRequest request = requestOf(1);
      graph::Graph graph = *request.graph;
      const auto found =
          std::ranges::find_if(graph.nodes(), [](const auto& node) { return node.second.type == "fake.words"; });
      const graph::NodeId node = found->first;
      graph.set_param(node, "text", std::string(words));
      request.graph = std::make_shared<const graph::Graph>(std::move(graph));
      const auto ends = desk.ends.size() + 1;
      desk.queue.add(request);
      [&] { QTRY_COMPARE(desk.ends.size(), ends); }();
      return states.of(node).notes;
    };
    QCOMPARE(runWith("noted ball"), QStringList("a note about 'noted ball'"));
    QCOMPARE(runWith("noted ball"), QStringList("a note about 'noted ball'"));
    QCOMPARE(runWith("ball"), QStringList());
  }
};

}  // namespace heddle::session

HEDDLE_QT_TEST_GUILESS(heddle::session::JobQueueTest)
#include "job_queue_test.moc"
