// The Paint workspace by real events: strokes, keys, zoom, the graph of a run, variants.
#include "paint_workspace/paint_workspace.h"

#include <QAction>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QUndoStack>
#include <QWheelEvent>
#include <memory>

#include "filmstrip/film_strip.h"
#include "graph/validate.h"
#include "paint_workspace/paint_panel.h"
#include "shell/action_table.h"
#include "shell/window_fixture.h"
#include "shell/workspace_pages.h"
#include "support/qt_test.h"

using namespace heddle;
using namespace heddle::ui;

class PaintWorkspaceTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    bench_ = std::make_unique<WindowFixture>();
    bench_->window.resize(1280, 800);
    bench_->window.show();
    bench_->window.actions().action("show_paint")->trigger();
    page_ = bench_->window.findChild<PaintWorkspace*>();
    QVERIFY(page_->isVisible());
    QImage image(200, 160, QImage::Format_RGB32);
    image.fill(QColor(90, 140, 200));
    open(image);
  }
  void cleanup() { bench_.reset(); }

  void aStrokeOfTheMousePaintsTheMaskAndIsUndone() {
    drag({40, 40}, {160, 120});
    QCOMPARE(at(100, 80), 255);
    QCOMPARE(at(10, 150), 0);
    QCOMPARE(page_->canvas().undoStack()->count(), 1);
    action("undo")->trigger();
    QVERIFY(page_->canvas().mask().isZero());
    action("redo")->trigger();
    QCOMPARE(at(100, 80), 255);
  }

  void undoByKeyActsOnTheCanvasWhileItIsShownAndOnTheGraphElsewhere() {
    QUndoStack* graph = bench_->document.undoStack();
    const int graphEntries = graph->index();
    drag({40, 40}, {160, 120});
    auto* undo = bench_->window.findChild<QAction*>("undo");
    QVERIFY(undo != nullptr);
    QCOMPARE(undo->shortcut(), QKeySequence("Ctrl+Z"));
    undo->trigger();
    QVERIFY(page_->canvas().mask().isZero());
    QCOMPARE(graph->index(), graphEntries);
    auto* pages = bench_->window.findChild<WorkspacePages*>();
    pages->showPage("graph");
    QVERIFY(!undo->isEnabled());
    page_->canvas().undoStack()->redo();
    QVERIFY(!undo->isEnabled());
    pages->showPage("paint");
    QVERIFY(undo->isEnabled());
  }

  void toolsHaveKeys() {
    bench_->window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&bench_->window));
    page_->view().setFocus();
    const std::vector<std::pair<Qt::Key, PaintTool>> keys{
        {Qt::Key_E, PaintTool::eraser},    {Qt::Key_G, PaintTool::fill},    {Qt::Key_L, PaintTool::lasso},
        {Qt::Key_M, PaintTool::rectangle}, {Qt::Key_O, PaintTool::ellipse}, {Qt::Key_H, PaintTool::hand},
        {Qt::Key_Z, PaintTool::zoom},      {Qt::Key_W, PaintTool::wand},    {Qt::Key_I, PaintTool::picker},
        {Qt::Key_V, PaintTool::move},      {Qt::Key_B, PaintTool::brush}};
    for (const auto& [key, tool] : keys) {
      QTest::keyClick(&page_->view(), key);
      QCOMPARE(page_->view().tool(), tool);
    }
    const double size = page_->view().brush().size;
    QTest::keyClick(&page_->view(), Qt::Key_BracketRight);
    QVERIFY(page_->view().brush().size > size);
  }

  void theEraserTheRectangleAndTheFillWork() {
    use("rectangle");
    drag({20, 20}, {120, 100});
    QCOMPARE(at(60, 60), 255);
    use("eraser");
    drag({60, 60}, {70, 60});
    QCOMPARE(at(60, 60), 0);
    use("fill");
    click({190, 150});
    QTRY_COMPARE(at(60, 60), 255);
    use("ellipse");
    QTest::mousePress(&page_->view(), Qt::LeftButton, Qt::AltModifier, place({50, 40}));
    QTest::mouseMove(&page_->view(), place({150, 120}));
    QTest::mouseRelease(&page_->view(), Qt::LeftButton, Qt::AltModifier, place({150, 120}));
    QCOMPARE(at(100, 80), 0);
    QCOMPARE(at(52, 42), 255);
  }

  void escapeTakesAStrokeBackWhileTheMouseIsDown() {
    QTest::mousePress(&page_->view(), Qt::LeftButton, {}, place({50, 50}));
    QTest::mouseMove(&page_->view(), place({100, 50}));
    QVERIFY(!page_->canvas().mask().isZero());
    QTest::keyClick(&page_->view(), Qt::Key_Escape);
    QVERIFY(page_->canvas().mask().isZero());
    QTest::mouseRelease(&page_->view(), Qt::LeftButton, {}, place({100, 50}));
    QCOMPARE(page_->canvas().undoStack()->count(), 0);
  }

  void theWheelZoomsAtTheCursor() {
    const QPointF at(300, 200);
    const QPointF before = page_->view().toImage(at);
    QWheelEvent wheel(at, page_->view().mapToGlobal(at), {}, {0, 240}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&page_->view(), &wheel);
    QVERIFY((page_->view().toImage(at) - before).manhattanLength() < 0.01);
  }

  void aRunIsAJobWithAGraphThatHolds() {
    run()->click();
    QVERIFY(bench_->queue.isIdle());  // nothing is painted yet
    drag({40, 40}, {100, 80});
    page_->findChild<QPlainTextEdit*>()->setPlainText("a red ball");
    run()->click();
    QTRY_VERIFY(!bench_->queue.isIdle());
    const session::Job* job = bench_->queue.jobs().back();
    for (const graph::Problem& problem : graph::validate(*job->request.graph, bench_->document.catalog()))
      QVERIFY2(problem.severity != graph::Severity::error, problem.message.c_str());
    session::JobResult result;
    result.job = job->id;
    const QImage before = paint::flattened(page_->canvas().state());
    QImage made = before;
    for (int x = 60; x < 70; ++x) made.setPixel(x, 55, qRgb(255, 0, 0));
    made.setPixel(190, 150, qRgb(255, 0, 0));  // far outside: the badge must see it
    result.image = made;
    Q_EMIT bench_->queue.resultArrived(result);
    QTRY_COMPARE(page_->canvas().variants().size(), std::size_t{1});
    QCOMPARE(page_->canvas().variants().front().changedOutside, 1);
    QVERIFY(page_->findChild<QLabel*>("paintBadge")->text().startsWith('1'));
    page_->canvas().keepVariant();
    QCOMPARE(paint::flattened(page_->canvas().state()), made);
  }

  void aResultOfTheFilmStripIsPaintedOn() {
    bench_->window.actions().action("show_graph")->trigger();
    QVERIFY(!page_->isVisible());
    session::JobResult result;
    result.image = QImage(64, 48, QImage::Format_RGB32);
    result.image.fill(Qt::green);
    result.hash = "green";
    const session::ResultId id = bench_->results.add(result);
    Q_EMIT bench_->window.findChild<FilmStrip*>()->paintRequested(id);
    QVERIFY(page_->isVisible());
    QTRY_COMPARE(page_->canvas().size(), QSize(64, 48));
  }

  void aGraphWithoutWordsIsLedByTheSurroundings() {
    paint::RepaintSettings settings;
    settings.image = settings.mask = "hash:00";
    const auto hasSurroundings = [](const graph::Graph& graph) {
      return std::ranges::any_of(graph.links(),
                                 [](const graph::Link& link) { return link.from.port == "surroundings"; });
    };
    QVERIFY(hasSurroundings(paint::repaintGraph({}, settings)));
    settings.words = "a ball";
    QVERIFY(!hasSurroundings(paint::repaintGraph({}, settings)));
  }

  void masksOfEveryPurposeArePortsOfNodes() {
    paint::RepaintSettings settings;
    settings.image = settings.mask = settings.reference = settings.scaleMask = settings.controlMask = "hash:00";
    settings.followsStructure = true;
    const graph::Graph graph = paint::repaintGraph({}, settings);
    for (const graph::Problem& problem : graph::validate(graph, bench_->document.catalog()))
      QVERIFY2(problem.severity != graph::Severity::error, problem.message.c_str());
    for (const char* type : {"inpaint.prepare", "image_prompt", "control.apply"}) {
      QVERIFY(std::ranges::any_of(graph.links(), [&](const graph::Link& link) {
        return link.to.port == "mask" && graph.nodes().at(link.to.node).type == type;
      }));
    }
    const graph::NodeId model = bench_->document.addNode("model.load", {});
    QVERIFY(paint::hasStructure(bench_->document.graph()));  // Bobbin
    bench_->document.setParam(model, "model", graph::FilePath{"/m/v1-5.safetensors"});
    QVERIFY(!paint::hasStructure(bench_->document.graph()));
  }

#ifdef HEDDLE_PROGRAM
  // A session with the real engine: paint, run, keep, undo to the start, redo to the end.
  void aRepaintByTheEngineChangesNothingOutside() {
    bench_.reset();
    bench_ = std::make_unique<WindowFixture>(session::EngineCommand{HEDDLE_PROGRAM, {"engine", "--stdio"}});
    bench_->window.resize(1280, 800);
    bench_->window.show();
    bench_->window.actions().action("show_paint")->trigger();
    page_ = bench_->window.findChild<PaintWorkspace*>();
    bench_->engine.start();
    QTRY_VERIFY(bench_->engine.isReady());
    QImage photo(150, 117, QImage::Format_RGB32);  // sides that are not whole eights
    for (int y = 0; y < photo.height(); ++y) {
      for (int x = 0; x < photo.width(); ++x) photo.setPixel(x, y, qRgb(x, 2 * y, 128));
    }
    open(photo);
    use("ellipse");
    drag({40, 30}, {110, 80});
    use("eraser");
    drag({70, 50}, {75, 50});
    for (std::size_t count = 1; count <= 2; ++count) {
      run()->click();
      QTRY_COMPARE(page_->canvas().variants().size(), count);
      QTRY_COMPARE(run()->text(), PaintPanel::tr("Make it new"));
      QCOMPARE(page_->canvas().variants().back().changedOutside, 0);
    }
    const auto patch = [this](std::size_t index) { return page_->canvas().variants()[index].patch.image(); };
    QVERIFY(patch(0) != patch(1));
    page_->canvas().show(0);
    page_->canvas().keepVariant();
    const QImage first = paint::flattened(page_->canvas().state());
    QCOMPARE(first.pixel(3, 3), photo.pixel(3, 3));
    QVERIFY(first.pixel(100, 60) != photo.pixel(100, 60));
    QUndoStack* undo = page_->canvas().undoStack();
    while (undo->canUndo()) undo->undo();
    QCOMPARE(paint::flattened(page_->canvas().state()), photo);
    QVERIFY(page_->canvas().mask().isZero());
    while (undo->canRedo()) undo->redo();
    QCOMPARE(paint::flattened(page_->canvas().state()), first);
    QCOMPARE(at(100, 60), 255);
  }
#endif

 private:
  void open(const QImage& image) {
    page_->openImage(image, "photo");
    QTRY_COMPARE(page_->canvas().size(), image.size());
  }
  QPoint place(QPointF at) const { return page_->view().toWidget(at).toPoint(); }
  void drag(QPointF from, QPointF to) {
    QTest::mousePress(&page_->view(), Qt::LeftButton, {}, place(from));
    for (int i = 1; i <= 5; ++i) QTest::mouseMove(&page_->view(), place(from + (to - from) * (i / 5.0)));
    QTest::mouseRelease(&page_->view(), Qt::LeftButton, {}, place(to));
  }
  void click(QPointF at) { QTest::mouseClick(&page_->view(), Qt::LeftButton, {}, place(at)); }
  void use(const QString& tool) { action(tool)->trigger(); }
  QAction* action(const QString& id) const { return page_->findChild<QAction*>("paint." + id); }
  QPushButton* run() const { return page_->findChild<QPushButton*>("paintRun"); }
  int at(int x, int y) const { return page_->canvas().mask().at(x, y); }

  std::unique_ptr<WindowFixture> bench_;
  PaintWorkspace* page_ = nullptr;
};

HEDDLE_QT_TEST(PaintWorkspaceTest)
#include "paint_workspace_test.moc"
