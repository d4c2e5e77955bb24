// 200 runs cancelled at random moments, one after another: the engine lives, and its memory does not grow. The real
// program, Bobbin. HEDDLE_CANCELS sets another number.
#include <QtCore/QElapsedTimer>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <random>

#include "document/document_images.h"
#include "document/starters.h"
#include "program_nodes.h"
#include "session/engine_client.h"
#include "session/job_queue.h"
#include "support/qt_test.h"

namespace heddle::session {

namespace {

constexpr int kWarmUps = 100;  // until the caches are full
constexpr int kWholeRuns = 3;
constexpr qint64 kGrowthMost = 16 << 20;  // bytes: what the allocator may hold back

// Of a process, in bytes (statm counts pages).
qint64 resident(qint64 process) {
  QFile file(QStringLiteral("/proc/%1/statm").arg(process));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  return file.readAll().split(' ').value(1).toLongLong() * 4096;
}

}  // namespace

class CancelsTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void cancelsLeaveMemoryWhereItWas() {
    const int cancels =
        qEnvironmentVariableIsSet("HEDDLE_CANCELS") ? qEnvironmentVariableIntValue("HEDDLE_CANCELS") : 200;
    const graph::NodeCatalog catalog = programNodes();
    document::DocumentImages images;
    auto graph = std::make_shared<graph::Graph>(
        *document::openStarter("first", images, catalog, QStringLiteral(HEDDLE_SOURCE_DIR "/resources/graphs")));
    EngineClient client({QStringLiteral(HEDDLE_PROGRAM), {"engine", "--stdio"}});
    JobQueue queue(client);
    queue.setImageSource([&](const QString& hash) { return images.bytes(hash); });
    QTemporaryDir folder;
    protocol::SettingsSet settings;
    settings.output_folder = folder.path().toStdString();
    client.setSettings(settings);
    client.start();
    QTRY_VERIFY_WITH_TIMEOUT(client.isReady(), 60'000);
    const qint64 process = client.processId();

    std::mt19937 random(4);
    for (int i = 0; i < kWholeRuns;
         ++i) {  // on a busy machine no cancelled run gets to the end, where most memory is used
      auto other = std::make_shared<graph::Graph>(*graph);
      other->set_param(graph::NodeId{8}, "seed", graph::Seed{random()});
      const JobId id = queue.add({other, {}, {}});
      QTRY_COMPARE_WITH_TIMEOUT(queue.find(id)->state, JobState::finished, 60'000);
    }
    qint64 before = 0;
    int cancelled = 0;
    for (int i = 0; i < kWarmUps + cancels; ++i) {
      if (i == kWarmUps) before = resident(process);
      auto other = std::make_shared<graph::Graph>(*graph);
      other->set_param(graph::NodeId{8}, "seed", graph::Seed{random()});  // nothing is found in a cache
      const JobId id = queue.add({other, {}, {}});
      QTest::qWait(static_cast<int>(random() % 500));
      queue.cancelAll();
      QTRY_VERIFY_WITH_TIMEOUT(queue.isIdle(), 10'000);
      cancelled += queue.find(id)->state == JobState::cancelled ? 1 : 0;
      queue.forgetFinished();
    }
    const qint64 after = resident(process);
    qInfo("%d of %d were cancelled on their way; resident %lld MiB before, %lld MiB after", cancelled,
          kWarmUps + cancels, static_cast<long long>(before >> 20), static_cast<long long>(after >> 20));
    QCOMPARE(client.processId(), process);  // the same engine all the time
    QVERIFY(cancelled > (kWarmUps + cancels) / 2);
    QVERIFY(after - before < kGrowthMost);
    const JobId id = queue.add({graph, {}, {}});
    QTRY_COMPARE_WITH_TIMEOUT(queue.find(id)->state, JobState::finished, 60'000);
  }
};

}  // namespace heddle::session

HEDDLE_QT_TEST_GUILESS(heddle::session::CancelsTest)
#include "cancels_test.moc"
