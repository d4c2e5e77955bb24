// The graph view's actions and keys: everything that the mouse can do, and more, from the keyboard.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QCursor>
#include <QMimeData>
#include <algorithm>
#include <cmath>
#include <limits>

#include "document/fragment_text.h"
#include "graph_view/frame_item.h"
#include "graph_view/graph_scene.h"
#include "graph_view/graph_view.h"
#include "graph_view/node_item.h"
#include "graph_view/wire.h"

namespace heddle::ui {

using graph::NodeId;

QAction* GraphView::addAction(const QString& name, const QString& text, const QKeySequence& keys,
                              void (GraphView::*work)()) {
  auto* action = new QAction(text, this);
  action->setObjectName("graph." + name);
  action->setShortcut(keys);
  action->setShortcutContext(Qt::WidgetShortcut);
  connect(action, &QAction::triggered, this, work);
  QGraphicsView::addAction(action);
  return action;
}

void GraphView::makeActions() {
  addAction("add", tr("Add node…"), QKeySequence("Shift+A"), &GraphView::openAddMenuAtPointer);
  addAction("copy", tr("Copy"), QKeySequence::Copy, &GraphView::copySelection);
  addAction("cut", tr("Cut"), QKeySequence::Cut, &GraphView::cutSelection);
  addAction("paste", tr("Paste"), QKeySequence::Paste, &GraphView::pasteApart);
  addAction("paste_wired", tr("Paste with wires"), QKeySequence("Ctrl+Shift+V"), &GraphView::pasteWired);
  addAction("duplicate", tr("Duplicate"), QKeySequence("Ctrl+D"), &GraphView::duplicateApart);
  addAction("duplicate_wired", tr("Duplicate with wires"), QKeySequence("Ctrl+Shift+D"), &GraphView::duplicateWired);
  addAction("delete", tr("Delete"), QKeySequence::Delete, &GraphView::deleteSelection);
  addAction("rename", tr("Rename"), QKeySequence("F2"), &GraphView::renameSelection);
  addAction("mute", tr("Mute"), QKeySequence("M"), &GraphView::muteSelection);
  addAction("bypass", tr("Bypass"), QKeySequence("Ctrl+B"), &GraphView::bypassSelection);
  addAction("fold", tr("Fold"), QKeySequence("H"), &GraphView::foldSelection);
  addAction("frame", tr("Frame"), QKeySequence("Ctrl+G"), &GraphView::frameSelection);
  addAction("connect", tr("Connect the chosen nodes"), QKeySequence("C"), &GraphView::connectSelection);
  addAction("unwire", tr("Cut the chosen nodes' wires"), QKeySequence("Shift+C"), &GraphView::unwireSelection);
  addAction("align_left", tr("Align left"), QKeySequence("Ctrl+Shift+Left"), &GraphView::alignLeft);
  addAction("align_top", tr("Align top"), QKeySequence("Ctrl+Shift+Up"), &GraphView::alignTop);
  addAction("distribute", tr("Space out evenly"), QKeySequence("Ctrl+Shift+Right"), &GraphView::distribute);
  addAction("select_all", tr("Select all"), QKeySequence::SelectAll, &GraphView::selectEverything);
  addAction("fit", tr("Fit to the window"), QKeySequence("F"), &GraphView::fit);
  addAction("actual_size", tr("Actual size"), QKeySequence("Ctrl+1"), &GraphView::zoomToActual);
}

void GraphView::openAddMenuAtPointer() {
  const QPoint pointer = viewport()->mapFromGlobal(QCursor::pos());
  openAddMenu(viewport()->rect().contains(pointer) ? pointer : viewport()->rect().center());
}

void GraphView::openAddMenu(QPoint place) { openFilteredMenu(place, std::nullopt, true); }

void GraphView::openFilteredMenu(QPoint place, const std::optional<graph::Endpoint>& wire, bool fromOutput) {
  std::optional<AddFilter> filter;
  const graph::NodeSpec* spec = wire ? document_.spec(wire->node) : nullptr;
  if (spec != nullptr && fromOutput) {
    if (const graph::PortSpec* port = spec->find_output(wire->port)) filter = AddFilter{port->type, true};
  } else if (spec != nullptr) {
    const graph::PortSpec* port = spec->find_input(wire->port);
    const graph::ParamSpec* param = spec->find_param(wire->port);
    const auto type = port != nullptr    ? std::optional(port->type)
                      : param != nullptr ? param->port_type()
                                         : std::nullopt;
    if (type) filter = AddFilter{*type, false};
  }
  auto* menu = new AddMenu(document_.catalog(), theme_, recent_, filter, this);
  const QPointF at = mapToScene(place);
  connect(menu, &AddMenu::typeChosen, this,
          [this, at, wire, fromOutput](const QString& type) { addNodeAt(type, at, wire, fromOutput); });
  menu->move(viewport()->mapToGlobal(place));
  menu->show();
  menu->setFocus();
}

// The node and, if requested from a wire's end, that wire: one entry of the undo stack.
void GraphView::addNodeAt(const QString& type, QPointF at, const std::optional<graph::Endpoint>& wire,
                          bool fromOutput) {
  recent_.removeAll(type);
  recent_.prepend(type);
  const graph::NodeSpec* spec = document_.catalog().find(type.toStdString());
  document_.undoStack()->beginMacro(tr("Add %1").arg(spec == nullptr ? type : QString::fromStdString(spec->title)));
  const QPointF corner = wire ? at - QPointF(fromOutput ? 0 : scene_->theme().pxF(208), scene_->theme().pxF(43)) : at;
  const NodeId id = document_.addNode(type, scene_->snapped(corner));
  if (wire && spec != nullptr) {
    for (const graph::PortSpec& port : fromOutput ? spec->inputs : spec->outputs) {
      const graph::Endpoint end{id, port.name};
      const graph::Link link = fromOutput ? graph::Link{*wire, end} : graph::Link{end, *wire};
      if (document_.connectPorts(link)) break;
    }
  }
  document_.undoStack()->endMacro();
  select({id});
  setFocus();
}

void GraphView::toggleMode(graph::NodeMode mode) {
  const auto ids = selectedNodes();
  const bool all = std::all_of(ids.begin(), ids.end(), [&](NodeId id) { return document_.node(id)->mode == mode; });
  document_.setMode(ids, all ? graph::NodeMode::on : mode);
}

void GraphView::muteSelection() { toggleMode(graph::NodeMode::muted); }
void GraphView::bypassSelection() { toggleMode(graph::NodeMode::bypassed); }

void GraphView::foldSelection() {
  const auto ids = selectedNodes();
  const bool all = std::all_of(ids.begin(), ids.end(), [&](NodeId id) { return document_.isCollapsed(id); });
  document_.setCollapsed(ids, !all);
}

void GraphView::frameSelection() {
  QRectF rect;
  for (const NodeItem* item : scene_->selectedNodes()) rect |= QRectF(item->pos(), item->card().size);
  if (rect.isEmpty()) return Q_EMIT refused(tr("Choose the nodes to frame first."));
  const double pad = scene_->theme().pxF(20);
  const double top = scene_->theme().pxF(40);
  const QRectF framed = rect.adjusted(-pad, -top, pad, pad);
  document_.addFrame(QRectF(scene_->snapped(framed.topLeft()), framed.size()), tr("Frame"));
}

void GraphView::deleteSelection() {
  std::vector<quint64> frames;
  for (QGraphicsItem* item : scene_->selectedItems()) {
    if (const auto* frame = qgraphicsitem_cast<FrameItem*>(item)) frames.push_back(frame->frame().id);
  }
  const auto ids = selectedNodes();
  if (ids.empty() && frames.empty()) return;
  if (frames.empty()) return document_.remove(ids);
  document_.undoStack()->beginMacro(tr("Delete"));
  document_.remove(ids);
  for (const quint64 id : frames) document_.removeFrame(id);
  document_.undoStack()->endMacro();
}

void GraphView::copySelection() {
  const auto ids = selectedNodes();
  if (ids.empty()) return;
  const QByteArray text = document::textOf(document_.copy(ids));
  auto* mime = new QMimeData;
  mime->setData(kFragmentMime, text);
  mime->setText(QString::fromUtf8(text));
  QApplication::clipboard()->setMimeData(mime);
}

void GraphView::cutSelection() {
  copySelection();
  deleteSelection();
}

void GraphView::pasteApart() { paste(false); }
void GraphView::pasteWired() { paste(true); }

void GraphView::paste(bool withWires) {
  const QMimeData* mime = QApplication::clipboard()->mimeData();
  if (mime == nullptr) return;
  const QByteArray text = mime->hasFormat(kFragmentMime) ? mime->data(kFragmentMime) : mime->text().toUtf8();
  if (!text.trimmed().startsWith('{')) return Q_EMIT refused(tr("The clipboard holds no nodes."));
  const auto fragment = document::fragmentFrom(text, document_.catalog());
  if (!fragment) return Q_EMIT refused(QString::fromStdString(fragment.error().message));
  const QPoint pointer = viewport()->mapFromGlobal(QCursor::pos());
  const QPoint place = viewport()->rect().contains(pointer) ? pointer : viewport()->rect().center();
  select(document_.paste(*fragment, scene_->snapped(mapToScene(place)), withWires));
}

void GraphView::duplicateApart() { select(document_.duplicate(selectedNodes(), false)); }
void GraphView::duplicateWired() { select(document_.duplicate(selectedNodes(), true)); }

void GraphView::alignLeft() {
  std::map<NodeId, QPointF> places;
  double left = std::numeric_limits<double>::max();
  for (const NodeItem* item : scene_->selectedNodes()) left = std::min(left, item->pos().x());
  for (const NodeItem* item : scene_->selectedNodes()) places[item->id()] = {left, item->pos().y()};
  document_.moveNodes(places);
}

void GraphView::alignTop() {
  std::map<NodeId, QPointF> places;
  double top = std::numeric_limits<double>::max();
  for (const NodeItem* item : scene_->selectedNodes()) top = std::min(top, item->pos().y());
  for (const NodeItem* item : scene_->selectedNodes()) places[item->id()] = {item->pos().x(), top};
  document_.moveNodes(places);
}

// Along the longer side of the selection, the same gap between neighbours.
void GraphView::distribute() {
  std::vector<NodeItem*> nodes = scene_->selectedNodes();
  if (nodes.size() < 3) return;
  QRectF all;
  for (const NodeItem* item : nodes) all |= QRectF(item->pos(), item->card().size);
  const bool across = all.width() > all.height();
  const auto start = [&](const NodeItem* item) { return across ? item->pos().x() : item->pos().y(); };
  const auto length = [&](const NodeItem* item) {
    return across ? item->card().size.width() : item->card().size.height();
  };
  std::sort(nodes.begin(), nodes.end(), [&](const NodeItem* a, const NodeItem* b) { return start(a) < start(b); });
  double gap = across ? all.width() : all.height();
  for (const NodeItem* item : nodes) gap -= length(item);
  gap /= static_cast<double>(nodes.size() - 1);
  double at = across ? all.left() : all.top();
  std::map<NodeId, QPointF> places;
  for (const NodeItem* item : nodes) {
    places[item->id()] = scene_->snapped(across ? QPointF(at, item->pos().y()) : QPointF(item->pos().x(), at));
    at += length(item) + gap;
  }
  document_.moveNodes(places);
}

void GraphView::selectEverything() {
  for (const auto& [id, item] : scene_->nodes()) item->setSelected(true);
}

// From left to right, each into the next, by the first ports that fit.
void GraphView::connectSelection() {
  std::vector<NodeItem*> nodes = scene_->selectedNodes();
  if (nodes.size() < 2) return Q_EMIT refused(tr("Choose two nodes to connect."));
  std::sort(nodes.begin(), nodes.end(),
            [](const NodeItem* a, const NodeItem* b) { return a->pos().x() < b->pos().x(); });
  document_.undoStack()->beginMacro(tr("Connect nodes"));
  QString why;
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    bool connected = false;
    for (const CardPort& output : nodes[i - 1]->card().ports) {
      for (const CardPort& input : nodes[i]->card().ports) {
        if (connected || !output.isOutput || input.isOutput) continue;
        const graph::Link link{{nodes[i - 1]->id(), output.name}, {nodes[i]->id(), input.name}};
        const bool isFree = std::none_of(scene_->wiresAt(link.to.node).begin(), scene_->wiresAt(link.to.node).end(),
                                         [&](const Wire* wire) { return wire->link().to == link.to; });
        if (!isFree && input.shape == PortShape::round) continue;
        const auto done = document_.connectPorts(link);
        connected = done.has_value();
        if (!done) why = QString::fromStdString(done.error().message);
      }
    }
    if (connected) why.clear();
  }
  document_.undoStack()->endMacro();
  if (!why.isEmpty()) Q_EMIT refused(why);
}

void GraphView::unwireSelection() {
  std::vector<graph::Link> links;
  for (const NodeItem* item : scene_->selectedNodes()) {
    for (const Wire* wire : scene_->wiresAt(item->id())) links.push_back(wire->link());
  }
  document_.disconnect(links);
}

void GraphView::renameSelection() {
  const auto nodes = scene_->selectedNodes();
  if (nodes.empty()) return;
  reveal(nodes.front()->id());
  renameAt(nodes.front()->pos() + QPointF(20, 10));
}

void GraphView::zoomToActual() { zoomAt(viewport()->rect().center(), theme_.scale / zoom()); }

// Left and right go along wires, the first of several; up and down, and where there is no wire, to the nearest node.
void GraphView::walk(Qt::Key key) {
  const auto nodes = scene_->selectedNodes();
  if (scene_->nodes().empty()) return;
  if (nodes.empty()) return select({document_.graph().nodes().begin()->first});
  const NodeItem* from = nodes.front();
  const NodeItem* next = nullptr;
  const bool back = key == Qt::Key_Left;
  if (back || key == Qt::Key_Right) {
    for (const graph::Link& link : document_.graph().links()) {
      const graph::Endpoint& here = back ? link.to : link.from;
      if (next == nullptr && here.node == from->id()) next = scene_->node(back ? link.from.node : link.to.node);
    }
  }
  const QPointF way(key == Qt::Key_Left    ? -1
                    : key == Qt::Key_Right ? 1
                                           : 0,
                    key == Qt::Key_Up     ? -1
                    : key == Qt::Key_Down ? 1
                                          : 0);
  double best = std::numeric_limits<double>::max();
  for (const auto& [id, item] : scene_->nodes()) {
    if (next != nullptr && best == std::numeric_limits<double>::max()) break;
    const QPointF off = item->pos() - from->pos();
    const double ahead = QPointF::dotProduct(off, way);
    const double aside = std::abs(off.x() * way.y()) + std::abs(off.y() * way.x());
    if (item == from || ahead <= 0 || ahead + 2 * aside >= best) continue;
    best = ahead + 2 * aside;
    next = item;
  }
  if (next == nullptr) return;
  select({next->id()});
  reveal(next->id());
}

void GraphView::nudge(QPoint by) {
  if (nudge_.id == 0) nudge_ = document::Gesture::next();
  std::map<NodeId, QPointF> places;
  for (const NodeItem* item : scene_->selectedNodes()) places[item->id()] = item->pos() + by;
  if (!places.empty()) document_.moveNodes(places, nudge_);
}

}  // namespace heddle::ui
