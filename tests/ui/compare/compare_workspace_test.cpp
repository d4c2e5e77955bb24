// What varies, the plan of the panes, and a comparison with the real engine.
#include "compare/compare_workspace.h"
#include "support/qt_test.h"

#include <QTest>

#include "compare/compare_view.h"
#include "shell/window_fixture.h"

using namespace heddle;
using namespace heddle::ui;

namespace {

CompareChoice choiceOf(const document::Document& document, const QString& name) {
  for (const CompareChoice& choice : compareChoices(document)) {
    if (choice.name == name) return choice;
  }
  return {};
}

}  // namespace

class CompareWorkspaceTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void modelsComeFirstAndWordsLast() {
    WindowFixture bench;
    bench.window.openStart();
    const auto choices = compareChoices(bench.document);
    QCOMPARE(choices.front().name, QString("1.model"));
    QVERIFY(choices.front().example.contains("bobbin:ink"));
    QCOMPARE(choices.back().name, QString("replace"));
    QVERIFY(!choiceOf(bench.document, "8.guidance").title.isEmpty());
  }
  void aPlanHasAPaneForEachValue() {
    WindowFixture bench;
    bench.window.openStart();
    const CompareChoice guidance = choiceOf(bench.document, "8.guidance"), model = choiceOf(bench.document, "1.model");
    auto plan = planComparison(bench.document, {{model, "bobbin, bobbin:ink"}, {guidance, "3, 5, 7"}});
    QVERIFY(plan.has_value());
    QCOMPARE(plan->panes.size(), std::size_t{6});
    QCOMPARE(plan->columns, 2);
    QVERIFY(plan->panes[1].label.startsWith("bobbin:ink"));
    QVERIFY(!planComparison(bench.document, {{guidance, "3"}}).has_value());
    QVERIFY(!planComparison(bench.document, {{guidance, "1:60:1"}}).has_value());
    QVERIFY(!planComparison(bench.document, {{guidance, "a lot"}}).has_value());
  }
  void keepingAPaneIsOneUndo() {
    WindowFixture bench;
    bench.window.openStart();
    auto plan = planComparison(bench.document, {{choiceOf(bench.document, "8.guidance"), "3, 7"}});
    QVERIFY(plan.has_value());
    const auto before = bench.document.param(graph::NodeId(8), "guidance");
    const int entries = bench.document.undoStack()->count();
    keepPane(bench.document, *plan->panes[1].graph);
    QCOMPARE(std::get<graph::Lane>(bench.document.param(graph::NodeId(8), "guidance")), graph::Lane::scalar(7));
    QCOMPARE(bench.document.undoStack()->count(), entries + 1);
    bench.document.undoStack()->undo();
    QVERIFY(bench.document.param(graph::NodeId(8), "guidance") == before);
  }
  void stylesFormTogetherAndAreScoredAndKept() {
    WindowFixture bench({HEDDLE_PROGRAM, {"engine", "--stdio"}});
    bench.window.openStart();
    bench.document.setParam(graph::NodeId(8), "steps", std::int64_t{4});
    bench.engine.start();
    QTRY_VERIFY(bench.engine.isReady());
    auto* page = bench.window.findChild<CompareWorkspace*>();
    QVERIFY(page != nullptr);
    page->setAxis(0, "1.model", "bobbin, bobbin:ink");
    page->run();
    session::Comparison& comparison = page->comparison();
    QVERIFY(comparison.isRunning());
    QTRY_VERIFY(!comparison.isRunning());
    QCOMPARE(comparison.panes().size(), std::size_t{2});
    for (const session::ComparisonPane& pane : comparison.panes()) {
      QVERIFY2(pane.problem.isEmpty(), qPrintable(pane.problem));
      QVERIFY(!pane.result.isNull());
      QCOMPARE(pane.stepsDone, 4);
    }
    QVERIFY(comparison.panes()[0].hash != comparison.panes()[1].hash);
    QTRY_VERIFY(comparison.panes()[0].numbers.likeness && comparison.panes()[1].numbers.words);
    comparison.look(2);
    QTRY_VERIFY(comparison.panes()[0].steps.contains(2) && comparison.panes()[1].steps.contains(2));
    QVERIFY(comparison.panes()[0].image != comparison.panes()[0].result);
    comparison.look(4);
    QVERIFY(comparison.panes()[0].image == comparison.panes()[0].result);
    page->view().choose(1);
    const std::size_t results = bench.results.all().size();
    page->keepChosen();
    QCOMPARE(std::get<graph::FilePath>(bench.document.param(graph::NodeId(1), "model")).path,
             std::string("bobbin:ink"));
    QCOMPARE(bench.results.all().size(), results + 1);
    // A result of its own gets its numbers when nothing runs.
    QTRY_VERIFY(bench.results.all().back().numbers.likeness && bench.results.all().back().numbers.words);
    QCOMPARE(*bench.results.all().back().numbers.likeness, *comparison.panes()[1].numbers.likeness);
    bench.results.waitForFiles();
    bench.engine.stop();
  }
};

HEDDLE_QT_TEST(CompareWorkspaceTest)
#include "compare_workspace_test.moc"
