// heddle-studio as the user has it, with a toy engine: the first image comes without a click, and closing ends both
// processes.
#include <signal.h>

#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "support/qt_test.h"

class StudioTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theFirstImageComesUnaskedAndTheEndLeavesNothing() {
    QTemporaryDir state;
    QProcess studio;
    start(studio, state.path(), "--slow 5");
    QTRY_VERIFY_WITH_TIMEOUT(images(state.path()) > 0, 30'000);  // beside the first-run page
    const QList<qint64> engines = childrenOf(studio.processId());
    QVERIFY(!engines.isEmpty());
    QElapsedTimer clock;
    clock.start();
    ::kill(static_cast<pid_t>(studio.processId()), SIGTERM);
    QVERIFY(studio.waitForFinished(60'000));
    qInfo("SIGTERM to the end: %lld ms", clock.elapsed());
    QCOMPARE(studio.exitStatus(), QProcess::NormalExit);
    QCOMPARE(studio.exitCode(), 0);
    for (const qint64 engine : engines) QTRY_VERIFY(!QFile::exists(QString("/proc/%1/exe").arg(engine)));
    QVERIFY(QSettings(state.path() + "/heddle.ini", QSettings::IniFormat).value("window/greeted").toBool());
  }
  void anEngineThatIsKilledIsReplacedAndTheWindowStays() {
    QTemporaryDir state;
    QProcess studio;
    start(studio, state.path(), "--slow 50");
    QTRY_VERIFY_WITH_TIMEOUT(!childrenOf(studio.processId()).isEmpty(), 10'000);
    const qint64 first = childrenOf(studio.processId()).front();
    ::kill(static_cast<pid_t>(first), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(hasOther(childrenOf(studio.processId()), first), 5'000);
    QCOMPARE(studio.state(), QProcess::Running);
    studio.terminate();
    QVERIFY(studio.waitForFinished(60'000));
  }

 private:
  static void start(QProcess& studio, const QString& state, const QString& faults) {
    const QString engine =
        QString("\"%1\" --nodes \"%2/resources/nodes.json\" %3").arg(FAKE_ENGINE, HEDDLE_SOURCE_DIR, faults);
    studio.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    studio.start(STUDIO, {"--engine", engine, "--settings", state + "/heddle.ini", "--state", state});
    QVERIFY(studio.waitForStarted());
  }
  static int images(const QString& folder) {
    int count = 0;
    QDirIterator all(folder + "/sessions", {"*.png"}, QDir::Files, QDirIterator::Subdirectories);
    for (; all.hasNext(); all.next()) ++count;
    return count;
  }
  static QList<qint64> childrenOf(qint64 process) {
    QList<qint64> found;
    // Each thread has its own children, and the engine is not the window's thread's.
    QDirIterator threads(QString("/proc/%1/task").arg(process), QDir::Dirs | QDir::NoDotAndDotDot);
    while (threads.hasNext()) {
      QFile file(threads.next() + "/children");
      if (!file.open(QIODevice::ReadOnly)) continue;
      for (const QByteArray& word : file.readAll().simplified().split(' ')) {
        if (word.toLongLong() > 0) found << word.toLongLong();
      }
    }
    return found;
  }
  static bool hasOther(const QList<qint64>& all, qint64 first) {
    return std::any_of(all.begin(), all.end(), [first](qint64 id) { return id != first; });
  }
};

HEDDLE_QT_TEST(StudioTest)
#include "studio_test.moc"
