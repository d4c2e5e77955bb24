// What varies, the plan of the panes, and a comparison with the real engine.
#include "compare/compare_workspace.h"
#include "support/qt_test.h"

#include <QSignalSpy>
#include <QTest>

#include "compare/compare_view.h"
#include "filmstrip/film_strip.h"
#include "shell/action_table.h"
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
    QVERIFY(plan->panes[1].label.startsWith("ink"));
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
  void resultsOfTheFilmStripStandSideBySide() {
    WindowFixture bench;
    bench.window.openStart();
    std::vector<session::ResultId> ids;
    for (const QColor& colour : {QColor(Qt::red), QColor(Qt::green), QColor(Qt::blue)}) {
      QImage image(32, 32, QImage::Format_RGB888);
      image.fill(colour);
      auto graph = std::make_shared<graph::Graph>(bench.document.graph());
      graph->set_param(graph::NodeId(8), "guidance", graph::Lane::scalar(static_cast<double>(ids.size()) + 2));
      const session::JobResult result{{}, graph::NodeId(10), 0, 1, image, colour.name(), graph, "a", false};
      ids.push_back(bench.results.add(result, colour.name()));
    }
    auto* page = bench.window.findChild<CompareWorkspace*>();
    bench.window.show();
    auto* film = bench.window.findChild<FilmStrip*>();
    QTRY_COMPARE(film->current(), ids.back());
    film->selectAll();
    QCOMPARE(film->chosen(), ids);
    Q_EMIT film->sideBySideRequested({ids[0], ids[2]});
    QVERIFY(page->isVisible());
    QCOMPARE(page->comparison().panes().size(), std::size_t{2});
    QVERIFY(!page->comparison().isRunning());
    QCOMPARE(page->comparison().panes()[1].image.pixelColor(1, 1), QColor(Qt::blue));
    bench.results.setNumbers(ids[2], {0.5, 0.25});
    QCOMPARE(*page->comparison().panes()[1].numbers.likeness, 0.5);
    page->view().choose(1);
    page->keepChosen();
    QVERIFY(!page->isVisible());
    QCOMPARE(std::get<graph::Lane>(bench.document.param(graph::NodeId(8), "guidance")), graph::Lane::scalar(4));
    bench.results.waitForFiles();
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
    // The next run keeps the first two steps.
    page->view().choose(1);
    const std::size_t results = bench.results.all().size();
    QSignalSpy branched(page, &CompareWorkspace::branchRequested);
    page->keepChosen();
    QCOMPARE(std::get<graph::FilePath>(bench.document.param(graph::NodeId(1), "model")).path,
             std::string("bobbin:ink"));
    QCOMPARE(bench.results.all().size(), results + 1);
    QCOMPARE(branched.size(), 1);
    QCOMPARE(branched.front().front().value<session::Branch>().step, 2);
    QVERIFY(!page->isVisible());
    comparison.look(4);
    QVERIFY(comparison.panes()[0].image == comparison.panes()[0].result);
    // A result of its own gets its numbers when nothing runs.
    QTRY_VERIFY(bench.results.all().back().numbers.likeness && bench.results.all().back().numbers.words);
    QCOMPARE(*bench.results.all().back().numbers.likeness, *comparison.panes()[1].numbers.likeness);
    bench.results.waitForFiles();
    bench.engine.stop();
  }
  void aSliderMakesTheComparisonAgain() {
    WindowFixture bench({HEDDLE_PROGRAM, {"engine", "--stdio"}});
    bench.window.openStart();
    bench.document.setParam(graph::NodeId(8), "steps", std::int64_t{2});
    bench.engine.start();
    QTRY_VERIFY(bench.engine.isReady());
    bench.window.show();
    bench.window.actions().action("show_compare")->trigger();
    auto* page = bench.window.findChild<CompareWorkspace*>();
    page->setAxis(0, "1.model", "bobbin, bobbin:ink");
    page->run();
    session::Comparison& comparison = page->comparison();
    QTRY_VERIFY(!comparison.isRunning());
    const QString before = comparison.panes()[0].hash;
    const std::size_t jobs = bench.queue.jobs().size();
    bench.document.setParam(graph::NodeId(8), "guidance", graph::Lane::scalar(2));
    QTRY_VERIFY(comparison.isRunning());
    QTRY_VERIFY(!comparison.isRunning());
    QVERIFY(comparison.panes()[0].hash != before);
    QCOMPARE(bench.queue.jobs().size(), jobs);  // the graph itself does not run
    bench.engine.stop();
  }
};

HEDDLE_QT_TEST(CompareWorkspaceTest)
#include "compare_workspace_test.moc"
