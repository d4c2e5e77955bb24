#include "graph_view/graph_view.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QScreen>
#include <QSignalSpy>
#include <QTest>

#include "graph_view/fuzzy.h"
#include "graph_view/graph_scene.h"
#include "graph_view/node_item.h"
#include "graph_view/outline_model.h"
#include "graph_view/outline_view.h"
#include "graph_view/wire.h"
#include "support/qt_test.h"
#include "support/sample_catalog.h"

using namespace heddle;
using namespace heddle::ui;
using graph::Link;
using graph::NodeId;

namespace {

// A view at 100 % with four nodes side by side, of which words -> sampler and sampler -> decode are wired.
struct Desk {
  document::Document document{testing::sampleCatalog()};
  NodeId encoder = document.addNode("text.encode", {0, 0});
  NodeId sampler = document.addNode("sample", {300, 0});
  NodeId decode = document.addNode("latent.decode", {600, 0});
  NodeId upscale = document.addNode("latent.upscale", {300, 500});
  Link text{{encoder, "conditioning"}, {sampler, "positive"}};
  Link latent{{sampler, "latent"}, {decode, "latent"}};
  GraphView view{document, makeTheme(Scheme::dark)};
  Desk() {
    if (!document.connectPorts(text) || !document.connectPorts(latent)) qFatal("does not fit");
    view.resize(1200, 900);
    view.show();
    view.setTransform({});
    view.centerOn(450, 350);
    view.setFocus();
    QTest::qWait(10);
  }
  NodeItem& node(NodeId id) { return *view.graphScene().node(id); }
  QPoint at(QPointF scene) { return view.mapFromScene(scene); }
  QPoint port(NodeId id, const char* name, bool isOutput) { return at(node(id).portPlace(name, isOutput)); }
  bool has(const Link& link) {
    const auto& links = document.graph().links();
    return std::find(links.begin(), links.end(), link) != links.end();
  }
  void drag(QPoint from, QPoint to, Qt::KeyboardModifiers keys = {}) {
    QWidget* port = view.viewport();
    QTest::mousePress(port, Qt::LeftButton, keys, from);
    for (int i = 1; i <= 4; ++i) {
      const QPoint between = from + (to - from) * i / 4;
      QMouseEvent move(QEvent::MouseMove, between, port->mapToGlobal(between), Qt::NoButton, Qt::LeftButton, keys);
      QApplication::sendEvent(port, &move);
    }
    QTest::mouseRelease(port, Qt::LeftButton, keys, to);
  }
  void act(const char* name) {
    for (QAction* action : view.actions()) {
      if (action->objectName() == QString("graph.") + name) return action->trigger();
    }
    qFatal("no action %s", name);
  }
};

}  // namespace

class GraphViewTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void draggingANodeIsOneEdit() {
    Desk desk;
    const int count = desk.document.undoStack()->count();
    const QPoint title = desk.at(desk.node(desk.decode).pos() + QPointF(60, 16));
    desk.drag(title, title + QPoint(80, 40));
    QCOMPARE(desk.document.undoStack()->count(), count + 1);
    QCOMPARE(desk.document.position(desk.decode), QPointF(680, 40));
    desk.document.undoStack()->undo();
    QCOMPARE(desk.node(desk.decode).pos(), QPointF(600, 0));
  }

  void notesStandOnTheNode() {
    Desk desk;
    const double before = desk.node(desk.encoder).card().size.height();
    NodeStatus status;
    status.notes = "<lora:ink> is in no folder\nthe weight 20 was held at 10";
    desk.view.setNodeStatus(desk.encoder, status);
    QVERIFY(!desk.node(desk.encoder).card().notes.isEmpty());
    QVERIFY(desk.node(desk.encoder).card().size.height() > before);
    desk.view.setNodeStatus(desk.encoder, {});
    QCOMPARE(desk.node(desk.encoder).card().size.height(), before);
  }

  // Panning moves what is on the screen and paints only what comes into sight: together that must equal a full repaint.
  void whatPanningLeavesOnTheScreenEqualsAFullRepaint() {
    if (QGuiApplication::platformName() != "offscreen") QSKIP("reads the offscreen platform's screen");
    Desk desk;
    QVERIFY(QTest::qWaitForWindowExposed(&desk.view));
    const QPoint before = desk.at({0, 0});
    for (const QPoint by : {QPoint(37, -23), QPoint(-90, 41), QPoint(0, 13), QPoint(5, 0)}) {
      desk.view.pan(by);
      QTest::qWait(20);
    }
    QCOMPARE(desk.at({0, 0}) - before, QPoint(-48, 31));
    const QImage shown =
        desk.view.screen()->grabWindow(desk.view.winId()).toImage().convertToFormat(QImage::Format_RGB32);
    QTest::qWait(150);  // the overview is drawn a little later
    desk.view.viewport()->repaint();
    const QImage anew =
        desk.view.screen()->grabWindow(desk.view.winId()).toImage().convertToFormat(QImage::Format_RGB32);
    QCOMPARE(shown.size(), desk.view.size());
    QCOMPARE(shown, anew);
  }

  void aWireIsDrawnFromPortToPort() {
    Desk desk;
    const Link link{{desk.sampler, "latent"}, {desk.upscale, "latent"}};
    desk.drag(desk.port(desk.sampler, "latent", true), desk.port(desk.upscale, "latent", false));
    QVERIFY(desk.has(link));
    QVERIFY(desk.view.graphScene().wire(link) != nullptr);
  }

  void aWireDroppedOnANodesBodyTakesTheFirstPortThatFits() {
    Desk desk;
    desk.drag(desk.port(desk.sampler, "latent", true), desk.at(desk.node(desk.upscale).pos() + QPointF(100, 60)));
    QVERIFY(desk.has({{desk.sampler, "latent"}, {desk.upscale, "latent"}}));
  }

  void aWireThatARuleRefusesIsNotMadeAndSaysWhy() {
    Desk desk;
    desk.document.setWireRule([](const graph::Graph& before, const graph::Graph& after) {
      return after.links().size() > before.links().size() ? QStringLiteral("Take the ControlNet for SD 1.5.")
                                                          : QString();
    });
    QSignalSpy refused(&desk.view, &GraphView::refused);
    const graph::Link link{{desk.sampler, "latent"}, {desk.upscale, "latent"}};
    desk.drag(desk.port(desk.sampler, "latent", true), desk.port(desk.upscale, "latent", false));
    QVERIFY(!desk.has(link));
    QCOMPARE(refused.size(), 1);
    QCOMPARE(refused[0][0].toString(), QString("Take the ControlNet for SD 1.5."));
    desk.document.setWireRule({});
    desk.drag(desk.port(desk.sampler, "latent", true), desk.port(desk.upscale, "latent", false));
    QVERIFY(desk.has(link));
  }

  void aWireThatDoesNotFitIsRefusedWithTheReason() {
    Desk desk;
    QSignalSpy refused(&desk.view, &GraphView::refused);
    desk.drag(desk.port(desk.encoder, "conditioning", true), desk.port(desk.upscale, "latent", false));
    QCOMPARE(refused.size(), 1);
    QVERIFY(refused[0][0].toString().contains("needs latent"));
  }

  void pullingAWireOffItsInputCutsOrMovesIt() {
    Desk desk;
    desk.drag(desk.port(desk.decode, "latent", false), desk.port(desk.upscale, "latent", false));
    QVERIFY(!desk.has(desk.latent));
    QVERIFY(desk.has({{desk.sampler, "latent"}, {desk.upscale, "latent"}}));
    desk.document.undoStack()->undo();
    QVERIFY(desk.has(desk.latent));
    desk.drag(desk.port(desk.decode, "latent", false), desk.at({850, 600}));
    QVERIFY(!desk.has(desk.latent));
  }

  void aWireDroppedInTheVoidAsksForANodeThatFits() {
    Desk desk;
    desk.drag(desk.port(desk.sampler, "latent", true), desk.at({700, 500}));
    auto* menu = desk.view.findChild<AddMenu*>();
    QVERIFY(menu != nullptr);
    auto* list = menu->findChild<QListWidget*>();
    QStringList shown;
    for (int i = 0; i < list->count(); ++i) {
      if (!list->item(i)->isHidden()) shown << list->item(i)->text();
    }
    QCOMPARE(shown, QStringList({"Decode", "Upscale latent"}));
    auto* search = menu->findChild<QLineEdit*>();
    QTest::keyClicks(search, "up");
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(desk.document.graph().nodes().size(), std::size_t{5});
    const NodeId added = desk.document.graph().nodes().rbegin()->first;
    QVERIFY(desk.has({{desk.sampler, "latent"}, {added, "latent"}}));
    desk.document.undoStack()->undo();
    QCOMPARE(desk.document.graph().nodes().size(), std::size_t{4});
  }

  void tabOpensTheAddMenu() {
    Desk desk;
    QTest::keyClick(&desk.view, Qt::Key_Tab);
    QVERIFY(desk.view.findChild<AddMenu*>() != nullptr);
  }

  void aNodeDroppedOnAWireIsInserted() {
    Desk desk;
    const QPoint title = desk.at(desk.node(desk.upscale).pos() + QPointF(60, 16));
    const QPointF middle =
        (desk.node(desk.sampler).portPlace("latent", true) + desk.node(desk.decode).portPlace("latent", false)) / 2;
    desk.drag(title, desk.at(middle - QPointF(44, 16)));
    QVERIFY(desk.has({{desk.sampler, "latent"}, {desk.upscale, "latent"}}));
    QVERIFY(desk.has({{desk.upscale, "latent"}, {desk.decode, "latent"}}));
    desk.document.undoStack()->undo();
    QVERIFY(desk.has(desk.latent));
    QCOMPARE(desk.document.position(desk.upscale), QPointF(300, 500));
  }

  void aStrokeWithControlCutsWires() {
    Desk desk;
    const QPointF middle =
        (desk.node(desk.sampler).portPlace("latent", true) + desk.node(desk.decode).portPlace("latent", false)) / 2;
    desk.drag(desk.at(middle - QPointF(0, 60)), desk.at(middle + QPointF(0, 60)), Qt::ControlModifier);
    QVERIFY(!desk.has(desk.latent));
    QVERIFY(desk.has(desk.text));
  }

  void aDoubleClickOnAWireMakesARerouteDot() {
    Desk desk;
    const QPointF middle =
        (desk.node(desk.sampler).portPlace("latent", true) + desk.node(desk.decode).portPlace("latent", false)) / 2;
    QTest::mouseDClick(desk.view.viewport(), Qt::LeftButton, {}, desk.at(middle));
    QCOMPARE(desk.document.bends(desk.latent).size(), std::size_t{1});
    desk.drag(desk.at(desk.document.bends(desk.latent)[0]),
              desk.at(desk.document.bends(desk.latent)[0] + QPointF(0, -40)));
    QVERIFY(desk.document.bends(desk.latent)[0].y() < middle.y() - 30);
    QTest::mouseDClick(desk.view.viewport(), Qt::LeftButton, {}, desk.at(desk.document.bends(desk.latent)[0]));
    QVERIFY(desk.document.bends(desk.latent).empty());
  }

  void aSliderInANodeIsOneEditAndEscapeDropsIt() {
    Desk desk;
    QRectF slider;
    for (const CardParam& param : desk.node(desk.sampler).card().params) {
      if (param.share) slider = param.rect.translated(desk.node(desk.sampler).pos());
    }
    QVERIFY(!slider.isNull());
    const int count = desk.document.undoStack()->count();
    desk.drag(desk.at(slider.center()), desk.at(slider.center() + QPointF(40, 0)));
    QCOMPARE(desk.document.undoStack()->count(), count + 1);
    const auto value = desk.document.param(desk.sampler, "guidance");
    const double dragged = std::get<graph::Lane>(value).at(0, 0);
    QVERIFY2(dragged > 9 && dragged <= 15, qPrintable(QString::number(dragged)));  // spans the usual part
    QTest::mousePress(desk.view.viewport(), Qt::LeftButton, {}, desk.at(slider.center() - QPointF(60, 0)));
    QTest::keyClick(&desk.view, Qt::Key_Escape);
    QTest::mouseRelease(desk.view.viewport(), Qt::LeftButton, {}, desk.at(slider.center()));
    QVERIFY(desk.document.param(desk.sampler, "guidance") == value);
  }

  void muteBypassFoldAndFrameAreToggles() {
    Desk desk;
    desk.view.select({desk.sampler, desk.decode});
    desk.act("mute");
    QVERIFY(desk.document.node(desk.sampler)->mode == graph::NodeMode::muted);
    desk.act("mute");
    QVERIFY(desk.document.node(desk.sampler)->mode == graph::NodeMode::on);
    desk.act("bypass");
    QVERIFY(desk.document.node(desk.decode)->mode == graph::NodeMode::bypassed);
    desk.act("fold");
    QVERIFY(desk.document.isCollapsed(desk.decode));
    desk.act("frame");
    QCOMPARE(desk.document.frames().size(), std::size_t{1});
  }

  void aFrameCarriesItsNodes() {
    Desk desk;
    desk.view.select({desk.upscale});
    desk.act("frame");
    desk.view.select({});
    const QPoint title = desk.at(desk.document.frames()[0].rect.topLeft() + QPointF(60, 12));
    const QPointF before = desk.document.frames()[0].rect.topLeft();
    desk.drag(title, title + QPoint(40, 40));
    QCOMPARE(desk.document.frames()[0].rect.topLeft(), before + QPointF(40, 40));
    QCOMPARE(desk.document.position(desk.upscale), QPointF(340, 540));
    desk.document.undoStack()->undo();
    QCOMPARE(desk.document.position(desk.upscale), QPointF(300, 500));
  }

  void copiesArePastedWithAndWithoutWires() {
    Desk desk;
    desk.view.select({desk.sampler});
    desk.act("copy");
    QVERIFY(QApplication::clipboard()->mimeData()->hasFormat(kFragmentMime));
    desk.act("paste");
    QCOMPARE(desk.document.graph().nodes().size(), std::size_t{5});
    QCOMPARE(desk.document.graph().links().size(), std::size_t{2});
    desk.act("paste_wired");
    QCOMPARE(desk.document.graph().links().size(), std::size_t{3});
    QApplication::clipboard()->setText("hello");
    QSignalSpy refused(&desk.view, &GraphView::refused);
    desk.act("paste");
    QCOMPARE(refused.size(), 1);
  }

  void theKeyboardWalksMovesConnectsAndDeletes() {
    Desk desk;
    desk.view.select({desk.encoder});
    QTest::keyClick(&desk.view, Qt::Key_Right);
    QCOMPARE(desk.view.selectedNodes(), std::vector<NodeId>{desk.sampler});
    QTest::keyClick(&desk.view, Qt::Key_Down);
    QCOMPARE(desk.view.selectedNodes(), std::vector<NodeId>{desk.upscale});
    QTest::keyClick(&desk.view, Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(desk.document.position(desk.upscale), QPointF(304, 500));
    QSignalSpy edit(&desk.view, &GraphView::editRequested);
    QTest::keyClick(&desk.view, Qt::Key_Return);
    QCOMPARE(edit.size(), 1);
    desk.view.select({desk.sampler, desk.upscale});
    desk.act("connect");
    QVERIFY(desk.has({{desk.sampler, "latent"}, {desk.upscale, "latent"}}));
    desk.act("unwire");
    QVERIFY(desk.document.graph().links().empty());
    desk.act("delete");
    QCOMPARE(desk.document.graph().nodes().size(), std::size_t{2});
  }

  void alignedNodesShareAnEdge() {
    Desk desk;
    desk.view.select({desk.sampler, desk.upscale, desk.decode});
    desk.act("align_left");
    QCOMPARE(desk.document.position(desk.decode).x(), 300.0);
    desk.act("distribute");
    desk.document.undoStack()->undo();
    desk.document.undoStack()->undo();
    QCOMPARE(desk.document.position(desk.decode).x(), 600.0);
  }

  void theWheelZoomsAtThePointer() {
    Desk desk;
    const QPoint place(300, 200);
    const QPointF before = desk.view.mapToScene(place);
    desk.view.zoomAt(place, 0.5);
    QVERIFY(QLineF(desk.view.mapToScene(place), before).length() < 3);
    QCOMPARE(desk.view.zoom(), 0.5);
    desk.view.fit();
    const QRectF seen = desk.view.mapToScene(desk.view.viewport()->rect()).boundingRect();
    QVERIFY(seen.contains(desk.view.graphScene().contentRect()));
  }

  void theOutlineSaysTheGraphAndFollowsTheChoice() {
    Desk desk;
    OutlineView outline(desk.document, desk.view);
    auto* model = outline.model();
    QCOMPARE(model->rowCount({}), 4);
    const QModelIndex sampler = model->index(1, 0, {});
    QCOMPARE(model->data(sampler, Qt::DisplayRole).toString(), QString("Sampler"));
    QStringList details;
    for (int i = 0; i < model->rowCount(sampler); ++i)
      details << model->data(model->index(i, 0, sampler), Qt::DisplayRole).toString();
    QVERIFY(details.contains("positive from Text prompt, conditioning"));
    QVERIFY(details.contains("Steps: 20"));
    outline.setCurrentIndex(sampler);
    QCOMPARE(desk.view.selectedNodes(), std::vector<NodeId>{desk.sampler});
    desk.view.select({desk.decode});
    QCOMPARE(outline.currentIndex().row(), 2);
    QTest::keyClick(&outline, Qt::Key_Delete);
    QTest::qWait(80);
    QCOMPARE(model->rowCount({}), 3);
  }

  void aDroppedCardBecomesItsNode() {
    Desk desk;
    QMimeData mime;
    mime.setData(kNodeMime, R"({"type": "model.load", "params": {"model": "bobbin"}})");
    QDropEvent drop(QPointF(200, 700), Qt::CopyAction, &mime, Qt::LeftButton, {});
    QDragEnterEvent enter(QPoint(200, 700), Qt::CopyAction, &mime, Qt::LeftButton, {});
    QApplication::sendEvent(desk.view.viewport(), &enter);
    QApplication::sendEvent(desk.view.viewport(), &drop);
    const NodeId added = desk.document.graph().nodes().rbegin()->first;
    QVERIFY(desk.document.param(added, "model") == graph::ParamValue(graph::FilePath{"bobbin"}));
  }

  void fault_34_anUnknownNodeIsShownAndKept() {
    Desk desk;
    graph::Graph graph = desk.document.graph();
    graph::Node odd;
    odd.type = "future.thing";
    const NodeId id = graph.add(odd);
    QVERIFY(graph.connect({{desk.sampler, "latent"}, {id, "whatever"}}));
    desk.document.replaceGraph(graph);
    QVERIFY(!desk.node(id).card().isKnown);
    QVERIFY(desk.node(id).card().findPort("whatever", false) != nullptr);
    desk.view.grab();
  }

  void aFewLettersFindAName() {
    QVERIFY(fuzzyScore("ip", "Image prompt") > fuzzyScore("ip", "Clip vision"));
    QVERIFY(fuzzyScore("samp", "Sampler") > fuzzyScore("samp", "Text prompt"));
    QVERIFY(fuzzyScore("xyz", "Sampler") < 0);
    QVERIFY(fuzzyScore("", "Sampler") >= 0);
  }
};

HEDDLE_QT_TEST(GraphViewTest)
#include "graph_view_test.moc"
