#include "session/event_queue.h"

#include <QtTest/QTest>

#include "protocol/message.h"
#include "protocol/picture_frame.h"
#include "support/qt_test.h"

namespace heddle::session {

class EventQueueTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void onlyTheNewestPreviewOfANodeIsKept() {
    int wakes = 0;
    EventQueue events([&wakes] { ++wakes; });
    events.put({1, RunStarted{RunId{1}, 3, {}}});
    for (int i = 0; i < 1000; ++i) {
      events.put({1, NodePreview{RunId{1}, graph::NodeId{4}, QImage(i + 1, 1, QImage::Format_RGB888)}});
      events.put({1, NodeProgress{RunId{1}, graph::NodeId{4}, i / 1000.0, 0, {}}});
      events.put({1, NodeProgress{RunId{1}, graph::NodeId{5}, i / 1000.0, 0, {}}});
    }
    events.put({1, RunFinished{RunId{1}, 1, 0, 0}});
    QCOMPARE(wakes, 1);
    QVERIFY(std::holds_alternative<RunStarted>(events.take()->what));
    QCOMPARE(std::get<NodePreview>(events.take()->what).image.width(), 1000);
    QCOMPARE(std::get<NodeProgress>(events.take()->what).fraction, 0.999);
    QCOMPARE(std::get<NodeProgress>(events.take()->what).node.value, std::uint64_t{5});
    QVERIFY(std::holds_alternative<RunFinished>(events.take()->what));
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
    QCOMPARE(std::get<RunFailed>(*failed).error.message, QStringLiteral("gone"));
    QCOMPARE(std::get<RunFailed>(*failed).node->value, std::uint64_t{4});
    QVERIFY(!read(protocol::event("something.new", Json::object())));
    for (const Json& odd : {Json::object(), Json{{"id", "x"}}, Json{{"id", nullptr}, {"error", 3}},
                            protocol::event("preview", {{"run", 1}}), protocol::event("picture", Json::array())}) {
      const auto what = read(odd);
      QVERIFY(what);
      QVERIFY(std::holds_alternative<Faulty>(*what));
    }
  }

  void picturesComeBackToTheBit() {
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
