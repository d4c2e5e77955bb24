#include "session/engine_client.h"

#include "fake_process.h"
#include "support/qt_test.h"

namespace heddle::session {

class EngineClientTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void itGreetsAndKnowsTheNodes() {
    EngineClient client(fakeEngine(), nullptr, shortTimes());
    QSignalSpy connected(&client, &EngineClient::connected);
    QSignalSpy log(&client, &EngineClient::logLineReceived);
    client.start();
    QTRY_COMPARE(client.state(), EngineState::ready);
    QCOMPARE(connected.count(), 1);
    QCOMPARE(client.info().device, std::string("toy"));
    QVERIFY(client.info().catalog->find("fake.sample") != nullptr);
    QTRY_COMPARE(log.count(), 1);  // what it wrote to stderr
    QCOMPARE(log[0][0].toString(), QStringLiteral("fake_engine: here"));
  }

  void aCommandLineIsSplitAsByAShell() {
    const EngineCommand command = engineCommandFrom(QStringLiteral("ssh host \"/opt/my heddle\" engine --stdio"));
    QCOMPARE(command.program, QStringLiteral("ssh"));
    QCOMPARE(command.arguments.value(1), QStringLiteral("/opt/my heddle"));
    QCOMPARE(command.arguments.size(), 4);
  }

  void aRunSendsItsEvents() {
    EngineClient client(fakeEngine(), nullptr, shortTimes());
    QSignalSpy finished(&client, &EngineClient::runFinished), previews(&client, &EngineClient::nodePreviewed);
    std::vector<std::pair<protocol::RunImage, QImage>> images;
    connect(&client, &EngineClient::nodeImaged, this,
            [&](const protocol::RunImage& event, const QImage& image) { images.emplace_back(event, image); });
    client.start();
    QTRY_VERIFY(client.isReady());
    client.run(client.nextRun(), requestOf(5));
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(previews.count() >= 1);
    QVERIFY(!images.empty());
    QVERIFY(images.back().first.is_result);
    QCOMPARE(images.back().second.size(), QSize(64, 64));
  }

  // An empty folder leaves the engine's as it is: also that of the next engine.
  void settingsReachEveryEngine() {
    EngineClient client(fakeEngine(), nullptr, shortTimes());
    QStringList heard;
    connect(&client, &EngineClient::logLineReceived, this, [&](const QString& line) { heard << line; });
    client.setSettings({0, 0, "/saved", {}});
    client.start();
    QTRY_VERIFY(heard.contains("fake_engine: saves in /saved"));
    heard.clear();
    client.setSettings({0, 0, {}, {"/models"}});
    QTRY_VERIFY(heard.contains("fake_engine: looks in /models"));
    heard.clear();
    ::kill(static_cast<pid_t>(client.processId()), SIGKILL);
    QTRY_VERIFY(heard.contains("fake_engine: looks in /models"));
    QVERIFY(heard.contains("fake_engine: saves in /saved"));
  }

  // A run that is sent as soon as the engine is ready must not save into the folder in which the engine was started.
  void settingsAreThereBeforeTheFirstRun() {
    EngineClient client(fakeEngine(), nullptr, shortTimes());
    QStringList heard;
    connect(&client, &EngineClient::logLineReceived, this, [&](const QString& line) { heard << line; });
    connect(&client, &EngineClient::stateChanged, this, [&](EngineState state) {
      if (state == EngineState::ready) client.run(client.nextRun(), requestOf(5));
    });
    client.setSettings({0, 0, "/saved", {}});
    client.start();
    QTRY_VERIFY(heard.contains("fake_engine: runs"));
    QVERIFY(heard.contains("fake_engine: saves in /saved"));
    QVERIFY(heard.indexOf("fake_engine: saves in /saved") < heard.indexOf("fake_engine: runs"));
  }

  void aKilledEngineIsReplacedWithinFiveSeconds() {
    EngineClient client(fakeEngine(), nullptr, shortTimes());
    QSignalSpy died(&client, &EngineClient::died), connected(&client, &EngineClient::connected);
    client.start();
    QTRY_VERIFY(client.isReady());
    const qint64 first = client.processId();
    ::kill(static_cast<pid_t>(first), SIGKILL);
    QTRY_COMPARE(connected.count(), 2);
    QCOMPARE(died.count(), 1);
    QVERIFY(client.processId() != first);
  }

  void threeDeathsInARowAreEnoughUntilAsked() {
    EngineClient client(fakeEngine(), nullptr, shortTimes());
    QSignalSpy died(&client, &EngineClient::died);
    client.start();
    for (int death = 1; death <= 3; ++death) {
      QTRY_VERIFY(client.isReady());
      ::kill(static_cast<pid_t>(client.processId()), SIGKILL);
      QTRY_COMPARE(died.count(), death);
    }
    QCOMPARE(client.state(), EngineState::down);
    QTest::qWait(600);
    QCOMPARE(client.state(), EngineState::down);
    client.start();
    QTRY_VERIFY(client.isReady());
  }

  void aHangingEngineIsKilledAndReplaced() {
    EngineClient client(fakeEngine({QStringLiteral("--hang")}), nullptr, shortTimes());
    QSignalSpy died(&client, &EngineClient::died), connected(&client, &EngineClient::connected);
    client.start();
    QTRY_VERIFY(client.isReady());
    const qint64 first = client.processId();
    client.run(client.nextRun(), requestOf());
    QTRY_COMPARE(died.count(), 1);
    QVERIFY(died[0][0].toString().contains(QStringLiteral("does not answer")));
    QTRY_COMPARE(connected.count(), 2);
    QTRY_VERIFY(isGone(first));
  }

  void garbageIsSaidAndTheEngineReplaced() {
    EngineClient client(fakeEngine({QStringLiteral("--garbage")}), nullptr, shortTimes());
    QSignalSpy died(&client, &EngineClient::died), connected(&client, &EngineClient::connected);
    client.start();
    QTRY_VERIFY(client.isReady());
    client.run(client.nextRun(), requestOf());
    QTRY_COMPARE(died.count(), 1);
    QVERIFY(died[0][0].toString().contains(QStringLiteral("Unrecognised message")));
    QTRY_COMPARE(connected.count(), 2);
  }

  void anotherProtocolIsRefusedInOneSentenceAndNotTriedAgain() {
    QCoreApplication::setApplicationVersion(QStringLiteral("9.8.7"));
    EngineClient client(fakeEngine({QStringLiteral("--old-protocol")}), nullptr, shortTimes());
    QSignalSpy died(&client, &EngineClient::died);
    client.start();
    QTRY_COMPARE(client.state(), EngineState::down);
    QCOMPARE(died.count(), 1);
    QCOMPARE(died[0][0].toString(),
             QStringLiteral("The engine is Heddle 0.0.1 (protocol 0) and this window is Heddle 9.8.7 (protocol 1); "
                            "install the same version of Heddle for both."));
  }

  void aMissingProgramIsSaidAndNotTriedAgain() {
    EngineClient client({QStringLiteral("/no/such/heddle"), {}}, nullptr, shortTimes());
    QSignalSpy died(&client, &EngineClient::died);
    client.start();
    QTRY_COMPARE(client.state(), EngineState::down);
    QVERIFY(died[0][0].toString().contains(QStringLiteral("/no/such/heddle")));
  }

  void callsAreAnsweredOrFail() {
    EngineClient client(fakeEngine(), nullptr, shortTimes());
    QStringList answers;
    const auto note = [&](const char* name) {
      return [&answers, name](const auto& result) {
        answers.append(QLatin1String(name) + (result ? QStringLiteral(" ok") : QStringLiteral(" failed")));
      };
    };
    client.call(protocol::Ping{}, note("early"));
    client.start();
    QTRY_VERIFY(client.isReady());
    client.call(protocol::Ping{}, note("ping"));
    client.call(protocol::LibraryInspect{"/no/such/file"}, note("inspect"));
    QTRY_COMPARE(answers.size(), 3);
    answers.sort();
    QCOMPARE(answers, QStringList({QStringLiteral("early failed"), QStringLiteral("inspect failed"),
                                   QStringLiteral("ping ok")}));
    client.call(protocol::Ping{}, note("late"));
    client.stop();
    QCOMPARE(answers.size(), 4);
  }

  void theLibraryIsListed() {
    EngineClient client(fakeEngine(), nullptr, shortTimes());
    std::vector<std::string> problems;
    int listings = 0;
    connect(&client, &EngineClient::libraryListed, this, [&](const protocol::LibraryListed& listed) {
      ++listings;
      problems = listed.problems;
    });
    client.start();
    QTRY_VERIFY(client.isReady());
    client.listLibrary({QStringLiteral("/no/such/folder")});
    QTRY_COMPARE(listings, 1);
    QCOMPARE(problems.size(), std::size_t{1});
  }

  void noEngineIsLeftAfterTheEnd_data() {
    QTest::addColumn<QString>("fault");
    QTest::newRow("well behaved") << QString();
    QTest::newRow("stubborn") << QStringLiteral("--stubborn");
    QTest::newRow("mute") << QStringLiteral("--mute");
  }
  void noEngineIsLeftAfterTheEnd() {
    QFETCH(QString, fault);
    qint64 process = 0;
    {
      EngineClient client(fakeEngine(fault.isEmpty() ? QStringList() : QStringList(fault)), nullptr, shortTimes());
      client.start();
      QTRY_VERIFY(client.processId() > 0);
      if (fault != QStringLiteral("--mute")) {
        QTRY_VERIFY(client.isReady());
        client.run(client.nextRun(), requestOf(100000));
        QTest::qWait(100);
      }
      process = client.processId();
    }
    QVERIFY(isGone(process));
  }
};

}  // namespace heddle::session

HEDDLE_QT_TEST_GUILESS(heddle::session::EngineClientTest)
#include "engine_client_test.moc"
