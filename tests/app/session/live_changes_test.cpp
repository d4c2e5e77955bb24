#include "session/live_changes.h"

#include <QtTest/QTest>

#include "support/fake_engine/fake_nodes.h"
#include "support/qt_test.h"

namespace heddle::session {

using graph::Lane;
using graph::NodeId;
using testing::fake_catalog;
using testing::fake_graph;

class LiveChangesTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void liveParametersAreFound() {
    graph::Graph newer = fake_graph();
    newer.set_param(NodeId{3}, "scale", Lane::scalar(0.9));
    newer.set_param(NodeId{4}, "guidance", Lane::scalar(2));
    const auto changes = liveChanges(fake_graph(), newer, fake_catalog());
    QVERIFY(changes);
    QCOMPARE(changes->size(), std::size_t{2});
    QVERIFY((changes->at({NodeId{3}, QStringLiteral("scale")}) == graph::ParamValue(Lane::scalar(0.9))));
  }

  void aParameterTakenAwayIsItsInitialValue() {
    graph::Graph newer = fake_graph();
    newer.find(NodeId{3})->params.erase("scale");
    const auto changes = liveChanges(fake_graph(), newer, fake_catalog());
    QVERIFY(changes);
    QVERIFY((changes->at({NodeId{3}, QStringLiteral("scale")}) == graph::ParamValue(Lane::scalar(1.0))));
  }

  void anythingElseIsANewRun() {
    std::vector<graph::Graph> others(4, fake_graph());
    others[0].set_param(NodeId{4}, "seed", graph::Seed{2});
    others[1].find(NodeId{3})->mode = graph::NodeMode::bypassed;
    others[2].remove(NodeId{1});
    others[3].disconnect(others[3].links().front());
    for (const graph::Graph& other : others) QVERIFY(!liveChanges(fake_graph(), other, fake_catalog()));
  }

  void titlesAndPlacesDoNotMatter() {
    graph::Graph newer = fake_graph();
    newer.find(NodeId{3})->title = "Mine";
    newer.find(NodeId{3})->extra["ui"] = {1, 2};
    const auto changes = liveChanges(fake_graph(), newer, fake_catalog());
    QVERIFY(changes);
    QVERIFY(changes->empty());
  }
};

}  // namespace heddle::session

HEDDLE_QT_TEST_GUILESS(heddle::session::LiveChangesTest)
#include "live_changes_test.moc"
