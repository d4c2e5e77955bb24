// Noted values reach the run in flight without a comparison of graphs.
#include "session/live_run_policy.h"

#include "fake_process.h"
#include "support/qt_test.h"

namespace heddle::session {

namespace {

struct LiveEngine {
  LiveEngine() {
    QObject::connect(&queue, &JobQueue::resultArrived, &queue,
                     [this](const JobResult& result) { results.push_back(result); });
    client.start();
  }
  RunRequest request(double guidance, std::uint64_t structure) const {
    RunRequest made = requestOf(40, 1, guidance);
    made.structure = structure;
    return made;
  }
  JobId change(double guidance, std::uint64_t structure) {
    live.note(kSampler, QStringLiteral("guidance"), graph::Lane::scalar(guidance), structure);
    return live.run(request(guidance, structure));
  }
  bool hasStarted() const { return queue.running() != nullptr && queue.running()->fraction > 0.1; }

  EngineClient client{fakeEngine({QStringLiteral("--slow"), QStringLiteral("20")}), nullptr, shortTimes()};
  JobQueue queue{client};
  LiveRunPolicy live{client, queue};
  std::vector<JobResult> results;
};

}  // namespace

class LiveRunPolicyTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aNotedValueIsSentToTheRunOfItsStructure() {
    LiveEngine engine;
    engine.live.run(engine.request(5, 7));
    QTRY_VERIFY(engine.hasStarted());
    for (int i = 0; engine.results.empty() && i < 100; ++i) {
      engine.change(2, 7);
      QTest::qWait(20);  // the slider does not rest before the run is done
    }
    QTRY_VERIFY(engine.queue.isIdle());
    QVERIFY(engine.results.size() >= 1);
    QCOMPARE(laneOf(*engine.results.front().graph, kSampler, "guidance").at(0, 39), 2.0);
  }

  void aRunOfAnotherStructureIsReplacedAndNotUpdated() {
    LiveEngine engine;
    engine.live.run(engine.request(5, 7));
    QTRY_VERIFY(engine.hasStarted());
    const JobId next = engine.change(2, 8);
    QVERIFY(!engine.queue.running()->liveUpdated);
    QTRY_VERIFY(engine.queue.running() != nullptr && engine.queue.running()->id == next);
    QTRY_VERIFY(engine.queue.isIdle());
    QCOMPARE(engine.results.size(), std::size_t{1});
  }

  void valuesThatWereNotedWhileAnotherJobRanAreSentToo() {
    LiveEngine engine;
    QTRY_VERIFY(engine.client.isReady());
    engine.queue.add(engine.request(5, 7));
    RunRequest other = requestOf(40, 2);  // of another seed: not in the cache
    other.structure = 7;
    engine.queue.add(other);
    engine.live.note(kPrompt, QStringLiteral("scale"), graph::Lane::scalar(0.9), 7);  // while the first one runs
    QTRY_COMPARE(engine.results.size(), std::size_t{1});
    QTRY_VERIFY(engine.hasStarted());
    engine.queue.setRunPaused(true);
    engine.change(2, 7);
    engine.queue.setRunPaused(false);
    QTRY_VERIFY(engine.queue.isIdle());
    const graph::Graph& used = *engine.results.back().graph;
    QCOMPARE(laneOf(used, kPrompt, "scale").at(0, 0), 0.9);
    QCOMPARE(laneOf(used, kSampler, "guidance").at(0, 39), 2.0);
  }
};

}  // namespace heddle::session

HEDDLE_QT_TEST_GUILESS(heddle::session::LiveRunPolicyTest)
#include "live_run_policy_test.moc"
