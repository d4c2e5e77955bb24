#include "session/event_queue.h"

#include <QtTest/QTest>

#include "protocol/image_frame.h"
#include "protocol/message.h"
#include "support/qt_test.h"

namespace heddle::session {

class EventQueueTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void onlyTheNewestPreviewOfANodeIsKept() {
    int wakes = 0;
    EventQueue events([&wakes] { ++wakes; });
    const auto put = [&](protocol::Event event, QImage image = {}) {
      events.put({1, EngineMessage{std::move(event), std::move(image)}});
    };
    const auto take = [&] { return std::get<EngineMessage>(events.take()->what); };
    const graph::NodeId node{4}, other{5};
    put(protocol::RunStarted{RunId{1}, 3, {}});
    for (int i = 0; i < 1000; ++i) {
      put(protocol::Preview{RunId{1}, node}, QImage(i + 1, 1, QImage::Format_RGB888));
      put(protocol::NodeProgress{RunId{1}, node, i / 1000.0, 0, {}});
      put(protocol::NodeProgress{RunId{1}, other, i / 1000.0, 0, {}});
    }
    put(protocol::RunFinished{RunId{1}, 1, 0, 0});
    QCOMPARE(wakes, 1);
    QVERIFY(std::holds_alternative<protocol::RunStarted>(take().event));
    QCOMPARE(take().image.width(), 1000);
    QCOMPARE(std::get<protocol::NodeProgress>(take().event).fraction, 0.999);
    QCOMPARE(std::get<protocol::NodeProgress>(take().event).node, other);
    QVERIFY(std::holds_alternative<protocol::RunFinished>(take().event));
    QVERIFY(!events.take());
  }

  void whatTheEngineSaysIsReadOrSaidToBeFaulty() {
    const auto read = [](const Json& json, std::string bytes = {}) {
      return readMessage({json, std::move(bytes), {}});
    };
    const auto failed = read(protocol::event(
        "run.failed",
        {{"run", 3}, {"node", 4}, {"error", {{"kind", "io"}, {"message", "gone"}, {"trail", {"a", 2}}}}}));
    QVERIFY(failed);
    const auto& event = std::get<protocol::RunFailed>(std::get<EngineMessage>(*failed).event);
    QCOMPARE(event.error.message, std::string("gone"));
    QCOMPARE(event.node->value, std::uint64_t{4});
    QVERIFY(!read(protocol::event("something.new", Json::object())));
    for (const Json& odd : {Json::object(), Json{{"id", "x"}}, Json{{"id", nullptr}, {"error", 3}},
                            protocol::event("preview", {{"run", 1}}), protocol::event("picture", Json::array())}) {
      const auto what = read(odd);
      QVERIFY(what);
      QVERIFY(std::holds_alternative<Faulty>(*what));
    }
  }

  // By its answer, and by its refusal, which an engine that knows of versions makes.
  void anEngineOfAnotherVersionIsKnown() {
    const protocol::EngineVersion engine{7, "2.0"};
    for (const Json& answer : {protocol::answer(kInitializeCall, engine),
                               protocol::version_refusal(kInitializeCall, {protocol::kVersion, "a test"}, engine)}) {
      const auto what = readMessage({answer, {}, {}});
      QVERIFY(what);
      QVERIFY(std::holds_alternative<OtherVersion>(*what));
      QCOMPARE(std::get<OtherVersion>(*what).engine.version, std::string("2.0"));
    }
  }

  void imagesComeBackToTheBit() {
    QImage image(5, 3, QImage::Format_RGB888);
    for (int y = 0; y < 3; ++y) {
      for (int x = 0; x < 5; ++x) image.setPixel(x, y, qRgb(x * 40, y * 80, 7));
    }
    QCOMPARE(toQImage(fromQImage(image)), image);
    QImage clear(2, 2, QImage::Format_RGBA8888);
    clear.fill(QColor(10, 20, 30, 128));
    QCOMPARE(toQImage(fromQImage(clear)), clear);
  }
};

}  // namespace heddle::session

HEDDLE_QT_TEST_GUILESS(heddle::session::EventQueueTest)
#include "event_queue_test.moc"
