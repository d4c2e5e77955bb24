// Error recovery: a button for each kind of failure, the CPU after three crashes, pictures that are
// missing; and layouts, held Esc, help, memory.
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <memory>

#include "document/missing_images.h"
#include "graph/traverse.h"
#include "graph_view/graph_scene.h"
#include "graph_view/graph_view.h"
#include "graph_view/node_item.h"
#include "shell/action_table.h"
#include "shell/classical_annotator.h"
#include "shell/hold_to_cancel.h"
#include "shell/node_help.h"
#include "shell/quick_fix.h"
#include "shell/window_fixture.h"
#include "support/notice_bar.h"
#include "support/qt_test.h"
#include "support/theme.h"

using namespace heddle;
using namespace heddle::ui;
using Action = QuickFix::Action;

class CareTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { applyTheme(makeTheme(Scheme::dark)); }
  void init() {
    bench_ = std::make_unique<WindowFixture>();
    bench_->window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&bench_->window));
    bench_->window.openStart();
  }
  void cleanup() { bench_.reset(); }

  void eachKindOfFailureHasItsRemedy() {
    document::Document& document = bench_->document;
    const graph::NodeId model{1}, image{4}, adapter{5}, sampler{8};
    QCOMPARE(fix(ErrorKind::not_found, model).action, Action::chooseFile);
    QCOMPARE(fix(ErrorKind::not_found, image).places.front().param, QString("image"));
    QCOMPARE(fix(ErrorKind::unsupported, model).action, Action::none);  // it is Bobbin already
    document.setParam(adapter, "adapter", graph::FilePath{"/models/ip-adapter_sd15.bin"});
    const QuickFix misfit = fix(ErrorKind::invalid_input, sampler);  // parts that do not fit together
    QCOMPARE(misfit.action, Action::useBobbin);
    QCOMPARE(misfit.places.size(), std::size_t{1});
    QCOMPARE(misfit.places.front().node, adapter);
    QCOMPARE(fix(ErrorKind::out_of_memory, sampler).action, Action::runOnCpu);
    QCOMPARE(fix(ErrorKind::out_of_memory, sampler, true).action, Action::openSettings);
    QCOMPARE(fix(ErrorKind::internal, sampler).action, Action::showLog);
    QCOMPARE(fix(ErrorKind::cancelled, sampler).action, Action::none);
    for (const ErrorKind kind : {ErrorKind::not_found, ErrorKind::out_of_memory, ErrorKind::internal})
      QVERIFY(!fix(kind, model).text.isEmpty());
  }
  void theButtonOfAFailedNodeIsPressedWithTheMouse() {
    auto* view = bench_->window.findChild<GraphView*>();
    NodeStatus status;
    status.error = "'a.safetensors' is not there";
    status.fix = "Choose file…";
    view->setNodeStatus(graph::NodeId{1}, status);
    view->zoomAt(view->viewport()->rect().center(), 1.0 / view->zoom());
    view->reveal(graph::NodeId{1});
    const NodeItem* item = view->graphScene().node(graph::NodeId{1});
    QVERIFY(!item->card().fix.isEmpty());
    QVERIFY(item->card().size.height() >= item->card().fix.bottom());
    QObject::disconnect(view, &GraphView::fixRequested, nullptr, nullptr);
    QSignalSpy asked(view, &GraphView::fixRequested);
    const QPoint place = view->mapFromScene(item->mapToScene(item->card().fix.center()));
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(asked.size(), 1);
  }
  void anEngineThatCannotBeKeptRunningIsOfferedTheCpu() {
    bench_->engine.start();
    QTRY_COMPARE(bench_->engine.state(), session::EngineState::down);
    QTRY_VERIFY(offered("CPU") != nullptr);
    QVERIFY(isSaid("/nonexistent/heddle"));  // the reason: also that it is of another version
    offered("CPU")->click();
    QCOMPARE(bench_->settings.preferences().device, QString("cpu"));
    QVERIFY(bench_->engine.command().arguments.join(' ').contains("--device cpu"));
    QTRY_COMPARE(bench_->engine.state(), session::EngineState::down);
    QTRY_VERIFY(offered("Try again") != nullptr);
    QVERIFY(offered("CPU") == nullptr);  // it is there already
  }
  void imagesThatCameWithoutTheGraphAreNamed() {
    graph::Graph graph = bench_->document.graph();
    graph.set_param(graph::NodeId{4}, "image", graph::FilePath{"hash:" + std::string(64, 'a')});
    graph::Lane lane = graph::Lane::scalar(0.5);
    lane.mask = "hash:" + std::string(64, 'b');
    graph.set_param(graph::NodeId{7}, "scale", lane);
    QCOMPARE(document::missingImages(graph, bench_->file.images()).size(), std::size_t{2});
    bench_->file.startNew(graph);
    QVERIFY2(bench_->window.notices().text().contains("Reference"), qPrintable(bench_->window.notices().text()));
    QVERIFY(bench_->window.notices().text().contains("mask of Image prompt"));
    QTRY_VERIFY(offered("Reference") != nullptr);
    bench_->window.openStart();
    QVERIFY(!bench_->window.notices().text().contains("Reference"));
  }
  void namedLayoutsAreKeptAndComeBack() {
    auto* library = bench_->window.findChild<QDockWidget*>("library");
    settings::WindowLayout wide{bench_->window.saveState(), {}};
    bench_->settings.setWindowLayout("wide / 넓게", wide);
    QCOMPARE(bench_->settings.windowLayoutNames(), QStringList{"wide / 넓게"});
    QCOMPARE(bench_->settings.windowLayout("wide / 넓게"), wide);
    library->hide();
    auto* menu = bench_->window.findChild<QMenu*>("layouts");
    QVERIFY(menu != nullptr);
    Q_EMIT menu->aboutToShow();
    bench_->window.findChild<QAction*>("layout.wide / 넓게")->trigger();
    QVERIFY(library->isVisible());
    bench_->settings.removeWindowLayout("wide / 넓게");
    QVERIFY(bench_->settings.windowLayoutNames().isEmpty());
  }
  void escCancelsWhenItIsHeldAndNotWhenItIsTapped() {
    QWidget window;
    auto* button = new QPushButton("Cancel", &window);
    bool isRunning = true;
    int cancelled = 0;
    const auto* hold = new HoldToCancel(
        button, [&] { return isRunning; }, [&] { ++cancelled; });
    window.resize(200, 100);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QTest::keyClick(&window, Qt::Key_Escape);
    QCOMPARE(hold->fraction(), 0.0);
    QTest::keyPress(&window, Qt::Key_Escape);
    QTest::qWait(kHoldMilliseconds / 3);
    QVERIFY(hold->fraction() > 0.1);
    QVERIFY(button->findChildren<QWidget*>().front()->isVisible());  // the fill
    QTest::keyRelease(&window, Qt::Key_Escape);
    QCOMPARE(cancelled, 0);
    QVERIFY(!button->findChildren<QWidget*>().front()->isVisible());
    QTest::keyPress(&window, Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(cancelled, 1, 3 * kHoldMilliseconds);
    QTest::keyRelease(&window, Qt::Key_Escape);
    isRunning = false;
    QTest::keyPress(&window, Qt::Key_Escape);
    QTest::qWait(kHoldMilliseconds / 4);
    QCOMPARE(hold->fraction(), 0.0);
    QCOMPARE(cancelled, 1);
  }
  void f1SaysWhatANodeDoesWithPortsAndParameters() {
    for (const auto& [type, spec] : bench_->document.catalog().all()) {
      const QString page = nodeHelpPage(spec);
      for (const graph::ParamSpec& param : spec.params) {
        const QString name = QString::fromStdString(param.title.empty() ? param.name : param.title);
        QVERIFY2(page.contains(name.toHtmlEscaped()), qPrintable(name));
      }
    }
    bench_->window.findChild<GraphView*>()->select({graph::NodeId{8}});
    bench_->window.actions().action("node_help")->trigger();
    auto* help = bench_->window.findChild<NodeHelp*>();
    QVERIFY(help->isVisible());
    QVERIFY(help->toPlainText().contains("Guidance"));
    bench_->window.findChild<GraphView*>()->select({graph::NodeId{2}});
    QVERIFY(help->toPlainText().contains("Clip skip"));
  }
  void anAnnotatorWithoutItsNetworkIsReplacedByOneThatNeedsNone() {
    document::Document& document = bench_->document;
    document.replaceGraph({});
    const graph::NodeId image = document.addNode("image.load", {}), hed = document.addNode("annotate.hed", {40, 0});
    const graph::NodeId apply = document.addNode("control.apply", {});
    document.setParam(hed, "resolution", std::int64_t{768});
    document.setParam(hed, "network", graph::FilePath{"/gone.pth"});
    QVERIFY(document.connectPorts({{image, "image"}, {hed, "image"}}).has_value());
    QVERIFY(document.connectPorts({{hed, "image"}, {apply, "image"}}).has_value());
    QCOMPARE(classicalAnnotator(document, hed), QString("annotate.soft_edges"));
    QVERIFY(classicalAnnotator(document, apply).isEmpty());
    QCOMPARE(fix(ErrorKind::not_found, hed).text, QString("Choose file…"));
    const graph::Graph before = document.graph();
    const graph::NodeId made = useClassicalAnnotator(document, hed);
    QVERIFY(document.node(hed) == nullptr);
    QVERIFY(document.param(made, "resolution") == graph::ParamValue(std::int64_t{768}));
    QCOMPARE(document.graph().links().size(), std::size_t{2});
    QVERIFY(graph::source_of(document.graph(), apply, "image") == graph::Endpoint(made, "image"));
    document.undoStack()->undo();
    QVERIFY(document.graph() == before);
  }
  void memoryStandsInTheStatusBar() {
    Q_EMIT bench_->engine.memoryReported({412u << 20, 30u << 20, 4ull << 30});
    bool found = false;
    for (const QLabel* label : bench_->window.findChildren<QLabel*>()) {
      found = found || (label->text().contains("engine 412") && label->toolTip().contains("4.0"));
    }
    QVERIFY(found);
  }

 private:
  QuickFix fix(ErrorKind kind, graph::NodeId node, bool isOnCpu = false) {
    return quickFixFor(kind, bench_->document.graph(), node, bench_->document.catalog(), isOnCpu);
  }
  bool isSaid(const QString& text) {
    const auto labels = bench_->window.notices().findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) { return label->text().contains(text); });
  }
  QPushButton* offered(const QString& text) {
    QPushButton* last = nullptr;
    for (auto* button : bench_->window.notices().findChildren<QPushButton*>()) {
      if (button->text().contains(text) && button->isVisibleTo(&bench_->window.notices())) last = button;
    }
    return last;
  }
  std::unique_ptr<WindowFixture> bench_;
};

HEDDLE_QT_TEST(CareTest)
#include "care_test.moc"
