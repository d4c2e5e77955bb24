#include "session/branch.h"

#include <QtTest/QTest>

#include "fake_process.h"
#include "support/qt_test.h"

namespace heddle::session {

class BranchTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aBranchHasTheOldValuesBeforeItsStepAndTheNewOnesAfter() {
    graph::Graph wanted = graph_;
    wanted.set_param(kSampler, "guidance", graph::Lane::scalar(2));
    const auto made = branchedGraph(at(3), wanted, catalog_);
    QVERIFY(made.has_value());
    const std::vector<std::vector<double>> expected{{5, 5, 5, 2, 2}};
    QVERIFY(laneOf(*made, kSampler, "guidance").values == expected);
    QVERIFY(laneOf(*made, kPrompt, "scale") == laneOf(graph_, kPrompt, "scale"));
  }

  void theSpanOfAStrengthCountsAndThatOfGuidanceDoesNot() {
    graph::Graph base = graph_;
    graph::Lane late = graph::Lane::scalar(1);
    late.start = 0.4;
    base.set_param(kPrompt, "scale", late);
    base.set_param(kSampler, "guidance", late);
    graph::Graph wanted = base;
    wanted.set_param(kPrompt, "scale", graph::Lane::scalar(0.5));
    wanted.set_param(kSampler, "guidance", graph::Lane::scalar(0.5));
    const auto made = branchedGraph({std::make_shared<const graph::Graph>(base), 3, 5}, wanted, catalog_);
    QVERIFY(made.has_value());
    QVERIFY(laneOf(*made, kPrompt, "scale").values.front() == std::vector<double>({0, 0, 1, 0.5, 0.5}));
    QVERIFY(laneOf(*made, kSampler, "guidance").values.front() == std::vector<double>({1, 1, 1, 0.5, 0.5}));
  }

  void aParameterThatWasNeverSetHasItsUsualValueBefore() {
    graph::Graph base;
    graph::Node node;
    node.type = "fake.prompt";
    const graph::NodeId id = base.add(node);
    graph::Graph wanted = base;
    wanted.set_param(id, "scale", graph::Lane::scalar(0.25));
    const auto made = branchedGraph({std::make_shared<const graph::Graph>(base), 1, 2}, wanted, catalog_);
    QVERIFY(made.has_value());
    QVERIFY(laneOf(*made, id, "scale").values.front() == std::vector<double>({1.0, 0.25}));
  }

  void whatCannotChangeOnTheWayGivesNoBranch() {
    graph::Graph wanted = graph_;
    wanted.set_param(kSampler, "seed", graph::Seed{99});
    QVERIFY(!branchedGraph(at(3), wanted, catalog_));
    wanted = graph_;
    graph::Lane masked = laneOf(graph_, kPrompt, "scale");
    masked.mask = "hash:0123456789abcdef";
    wanted.set_param(kPrompt, "scale", masked);
    QVERIFY(!branchedGraph(at(3), wanted, catalog_));
  }

  void withoutAChangeTheBranchIsTheGraphItself() {
    const auto made = branchedGraph(at(3), graph_, catalog_);
    QVERIFY(made.has_value());
    QVERIFY(laneOf(*made, kSampler, "guidance") == laneOf(graph_, kSampler, "guidance"));
  }

 private:
  Branch at(int step) const { return {std::make_shared<const graph::Graph>(graph_), step, 5}; }

  graph::NodeCatalog catalog_ = testing::fake_catalog();
  graph::Graph graph_ = testing::fake_graph(5);
};

}  // namespace heddle::session

HEDDLE_QT_TEST_GUILESS(heddle::session::BranchTest)
#include "branch_test.moc"
