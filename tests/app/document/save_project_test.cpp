#include "document/save_project.h"

#include <QTest>
#include <cerrno>

#include "sample_project.h"
#include "save_kills.h"
#include "support/failing_calls.h"
#include "support/qt_test.h"
#include "support/sample_catalog.h"
#include "support/temporary_folder.h"

using namespace heddle;
using namespace heddle::document;
using heddle::testing::FailingCalls;
using heddle::testing::sampleCatalog;
using heddle::testing::sampleProject;
using heddle::testing::TemporaryFolder;

namespace {

QString in(const TemporaryFolder& folder, const char* name) { return QString::fromStdString((folder / name).string()); }

Result<void> save(const QString& path, const testing::SampleProject& project, FileCalls& calls = system_file_calls()) {
  return saveProject(path, project.graph, project.images, sampleCatalog(), calls);
}

}  // namespace

class SaveProjectTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void fiveBackupsAreKept() {
    const TemporaryFolder folder;
    const QString path = in(folder, "p.heddle");
    for (int i = 1; i <= 8; ++i) QVERIFY(save(path, sampleProject(i)));
    const QStringList backups = backupsOf(path);
    QCOMPARE(backups.size(), kBackups);
    for (int i = 0; i < kBackups; ++i) {
      QCOMPARE(readProject(backups[i], sampleCatalog())->graph.nodes().size(), static_cast<std::size_t>(7 - i));
    }
  }

  void fault_39_whicheverCallFailsTheFileIsOldOrNewAndBackupsAreNotSpent() {
    const auto older = sampleProject(3);
    const auto newer = sampleProject(30);
    const TemporaryFolder counted;
    FailingCalls counting(0, EIO);
    QVERIFY(save(in(counted, "p.heddle"), newer, counting));
    for (const int code : {ENOSPC, EIO, EDQUOT}) {
      for (int k = 1; k <= counting.calls(); ++k) {
        const TemporaryFolder folder;
        const QString path = in(folder, "p.heddle");
        QVERIFY(save(path, older));
        FailingCalls failing(k, code);
        const auto done = save(path, newer, failing);
        QVERIFY(!done);
        const auto back = readProject(path, sampleCatalog());
        QVERIFY(back);
        QVERIFY(back->graph == (k == counting.calls() ? newer.graph : older.graph));
        QVERIFY(backupsOf(path).size() <= 1);
        QVERIFY(save(path, newer));  // and the next save is whole again
      }
    }
  }

  void fault_40_twentyKillsWhileSavingDamageNothing() {
    const auto report = testing::killWhileSaving(20);
    QCOMPARE(report.killed, 20);
    QCOMPARE(report.damaged, 0);
    QCOMPARE(report.stuck, 0);
  }

  void fault_41_aFolderThatCannotBeWrittenIsReported() {
    const auto done = save("/proc/p.heddle", sampleProject());
    QVERIFY(!done);
    QVERIFY(!done.error().message.empty());
  }
};

HEDDLE_QT_TEST_GUILESS(SaveProjectTest)
#include "save_project_test.moc"
