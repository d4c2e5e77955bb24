// The mouse in the graph view: press, move and release.
#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <algorithm>

#include "graph/param_io.h"
#include "graph_view/frame_item.h"
#include "graph_view/graph_scene.h"
#include "graph_view/graph_view.h"
#include "graph_view/node_item.h"
#include "graph_view/param_text.h"
#include "graph_view/wire.h"
#include "graph_view/wire_drag.h"

namespace heddle::ui {
namespace {

constexpr double kPortReach = 11;
constexpr double kWireReach = 7;

}  // namespace

// Ports stick out of their node, so a press just beside it counts.
NodeItem* GraphView::nodeAt(QPoint place) const {
  for (QGraphicsItem* item : items(place)) {
    if (auto* node = qgraphicsitem_cast<NodeItem*>(item)) return node;
  }
  return nullptr;
}

void GraphView::mousePressEvent(QMouseEvent* event) {
  const QPoint place = event->position().toPoint();
  const QPointF at = mapToScene(place);
  if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && isSpaceDown_)) {
    isPanning_ = true;
    lastPan_ = place;
    viewport()->setCursor(Qt::ClosedHandCursor);
    return;
  }
  if (event->button() != Qt::LeftButton) return;
  NodeItem* node = nodeAt(place);
  if (node != nullptr && pressOnNode(*node, at)) return;
  const bool inVoid = node == nullptr && scene_->frameAt(at) == nullptr;
  if (inVoid && (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier))) {
    cut_ = QLineF(at, at);
    return;
  }
  if (inVoid && pressOnWire(at, event->modifiers())) return;
  QGraphicsView::mousePressEvent(event);
}

bool GraphView::pressOnNode(NodeItem& node, QPointF at) {
  if (NodeItem::detailAt(zoom()) != NodeDetail::full) return false;
  const QPointF inside = node.mapFromScene(at);
  if (node.card().fix.contains(inside)) {
    Q_EMIT fixRequested(node.id());
    return true;
  }
  if (const CardPort* port = node.portAt(inside, scene_->theme().pxF(kPortReach))) {
    wireDrag_ = std::make_unique<WireDrag>(*this, *scene_, document_, node, *port);
    return true;
  }
  const CardParam* param = node.sliderAt(inside);
  if (param == nullptr) return false;
  if (!node.isSelected()) select({node.id()});
  slider_ = Slider{node.id(), QString::fromStdString(param->name), param->rect.translated(node.pos())};
  slideTo(at);
  return true;
}

bool GraphView::pressOnWire(QPointF at, Qt::KeyboardModifiers) {
  Wire* wire = scene_->wireNear(at, reach(kWireReach) + scene_->theme().pxF(4));
  const int bend = wire == nullptr ? -1 : wire->bendAt(at, reach(kWireReach) + scene_->theme().pxF(5));
  if (bend < 0) return false;
  bendDrag_ = BendDrag{wire->link(), wire->bends(), bend};
  return true;
}

void GraphView::slideTo(QPointF at) {
  const graph::ParamSpec* spec = document_.paramSpec(slider_->node, slider_->param);
  if (spec == nullptr) return;
  document_.previewParam(slider_->node, slider_->param,
                         valueAtShare((at.x() - slider_->rect.x()) / slider_->rect.width(), *spec));
}

void GraphView::mouseMoveEvent(QMouseEvent* event) {
  const QPoint place = event->position().toPoint();
  const QPointF at = mapToScene(place);
  if (isPanning_) {
    pan(place - lastPan_);
    lastPan_ = place;
    return;
  }
  if (wireDrag_) return wireDrag_->moveTo(at);
  if (slider_) return slideTo(at);
  if (cut_) {
    cut_->setP2(at);
    return viewport()->update();
  }
  if (bendDrag_) {
    bendDrag_->bends[static_cast<std::size_t>(bendDrag_->index)] = scene_->snapped(at);
    if (Wire* wire = scene_->wire(bendDrag_->link)) {
      const NodeItem* from = scene_->node(bendDrag_->link.from.node);
      const NodeItem* to = scene_->node(bendDrag_->link.to.node);
      const CardPort* output = from->card().findPort(bendDrag_->link.from.port, true);
      wire->setEnds(from->portPlace(bendDrag_->link.from.port, true), to->portPlace(bendDrag_->link.to.port, false),
                    bendDrag_->bends,
                    output == nullptr ? scene_->theme().error : scene_->theme().portColour(output->type));
    }
    return;
  }
  QGraphicsView::mouseMoveEvent(event);
  if ((event->buttons() & Qt::LeftButton) != 0) showInsertion();
}

// The wire under a single dragged node that has none yet lights up: dropped there, the node is led through.
void GraphView::showInsertion() {
  const auto* dragged = qgraphicsitem_cast<NodeItem*>(scene_->mouseGrabberItem());
  Wire* wire = nullptr;
  if (dragged != nullptr && scene_->selectedItems().size() == 1 && scene_->wiresAt(dragged->id()).empty()) {
    const QPointF centre = dragged->pos() + QPointF(dragged->card().size.width() / 2, scene_->theme().pxF(32));
    wire = scene_->wireNear(centre, scene_->theme().pxF(40));
    const graph::NodeSpec* spec = document_.spec(dragged->id());
    const graph::NodeSpec* source = wire == nullptr ? nullptr : document_.spec(wire->link().from.node);
    const graph::PortSpec* output = source == nullptr ? nullptr : source->find_output(wire->link().from.port);
    const bool fits = spec != nullptr && output != nullptr && matches(*spec, {output->type, true}) &&
                      matches(*spec, {output->type, false});
    if (!fits) wire = nullptr;
  }
  if (wire == insertion_) return;
  if (insertion_ != nullptr) insertion_->setHot(false);
  insertion_ = wire;
  if (insertion_ != nullptr) insertion_->setHot(true);
}

void GraphView::mouseReleaseEvent(QMouseEvent* event) {
  const QPoint place = event->position().toPoint();
  if (isPanning_) {
    isPanning_ = false;
    viewport()->setCursor(isSpaceDown_ ? Qt::OpenHandCursor : Qt::ArrowCursor);
    return;
  }
  if (wireDrag_) {
    const auto drag = std::move(wireDrag_);
    const graph::Endpoint end = drag->end();
    const bool fromOutput = drag->isFromOutput();
    drag->moveTo(mapToScene(place));
    const bool landed = drag->finish();
    viewport()->update();
    if (!landed) openFilteredMenu(place, end, fromOutput);
    return;
  }
  if (slider_) {
    slider_.reset();
    return document_.endPreview();
  }
  if (cut_) return finishCut();
  if (bendDrag_) {
    const BendDrag drag = *bendDrag_;
    bendDrag_.reset();
    return document_.setBends(drag.link, drag.bends);
  }
  QGraphicsView::mouseReleaseEvent(event);
  if (event->button() == Qt::LeftButton) finishNodeDrag();
}

// Items moved without the document while the mouse was down; it now receives the move as one edit.
void GraphView::finishNodeDrag() {
  std::map<graph::NodeId, QPointF> places;
  for (const graph::NodeId id : scene_->takeMoved()) {
    const NodeItem* item = scene_->node(id);
    if (item != nullptr && item->pos() != document_.position(id)) places[id] = item->pos();
  }
  std::vector<document::Frame> frames;
  for (QGraphicsItem* item : scene_->selectedItems()) {
    const auto* frame = qgraphicsitem_cast<FrameItem*>(item);
    if (frame == nullptr || frame->sceneRect() == frame->frame().rect) continue;
    frames.push_back({frame->frame().id, frame->sceneRect(), frame->frame().title});
  }
  const auto wire = insertion_ == nullptr ? std::nullopt : std::optional(insertion_->link());
  if (insertion_ != nullptr) insertion_->setHot(false);
  insertion_ = nullptr;
  if (places.empty() && frames.empty()) return;
  const bool several = !frames.empty() || wire;
  if (several) document_.undoStack()->beginMacro(wire ? tr("Insert on a wire") : tr("Move"));
  const graph::NodeId first = places.empty() ? graph::NodeId{} : places.begin()->first;
  document_.moveNodes(places);
  for (const document::Frame& frame : frames) document_.setFrame(frame);
  if (wire && places.size() == 1) {
    if (const auto done = document_.insertOnLink(*wire, first); !done)
      Q_EMIT refused(QString::fromStdString(done.error().message));
  }
  if (several) document_.undoStack()->endMacro();
}

void GraphView::finishCut() {
  const QLineF line = *cut_;
  cut_.reset();
  viewport()->update();
  if (line.length() < reach(4)) return;
  std::vector<graph::Link> links;
  for (const Wire* wire : scene_->wiresCut(line)) links.push_back(wire->link());
  document_.disconnect(links);
}

void GraphView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const QPoint place = event->position().toPoint();
  const QPointF at = mapToScene(place);
  if (const NodeItem* node = nodeAt(place)) {
    const QPointF inside = node->mapFromScene(at);
    if (node->card().image.contains(inside) && !node->status().image.isNull()) return Q_EMIT imageActivated(node->id());
    if (inside.y() < scene_->theme().pxF(32)) return renameAt(at);
    return Q_EMIT editRequested(node->id());
  }
  if (scene_->frameAt(at) != nullptr) return renameAt(at);
  if (Wire* wire = scene_->wireNear(at, reach(kWireReach))) {
    std::vector<QPointF> bends = wire->bends();
    const int bend = wire->bendAt(at, reach(kWireReach) + scene_->theme().pxF(5));
    if (bend >= 0) {
      bends.erase(bends.begin() + bend);
    } else {
      bends.insert(bends.begin() + static_cast<std::ptrdiff_t>(wire->placeForBend(at)), scene_->snapped(at));
    }
    return document_.setBends(wire->link(), bends);
  }
  openAddMenu(place);
}

void GraphView::renameAt(QPointF at) {
  if (const FrameItem* frame = scene_->frameAt(at)) {
    const document::Frame old = frame->frame();
    return editText(frame->titleRect().translated(frame->pos()), old.title, [this, old](const QString& text) {
      document_.setFrame({old.id, old.rect, text});
    });
  }
  const NodeItem* node = nodeAt(mapFromScene(at));
  if (node == nullptr) return;
  const graph::NodeId id = node->id();
  const QRectF place(node->pos(), QSizeF(node->card().size.width(), scene_->theme().pxF(32)));
  editText(place, node->card().title, [this, id](const QString& text) { document_.setTitle(id, text); });
}

// A line edit in the place of the text.
void GraphView::editText(const QRectF& place, const QString& text, std::function<void(const QString&)> done) {
  auto* line = new QLineEdit(text, viewport());
  line->setAccessibleName(tr("Title"));
  const QRect rect = mapFromScene(place).boundingRect();
  line->setGeometry(rect.x(), rect.y(), std::max(rect.width(), theme_.px(120)), line->sizeHint().height());
  line->selectAll();
  line->show();
  line->setFocus();
  connect(line, &QLineEdit::editingFinished, this, [line, text, done = std::move(done)] {
    line->blockSignals(true);  // leaving the line would finish it a second time
    line->hide();
    line->deleteLater();
    if (line->text() != text) done(line->text());
  });
}

void GraphView::contextMenuEvent(QContextMenuEvent* event) {
  NodeItem* node = nodeAt(event->pos());
  if (node != nullptr && !node->isSelected()) select({node->id()});
  QMenu menu(this);
  for (QAction* action : actions()) menu.addAction(action);
  menu.exec(event->globalPos());
}

void GraphView::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasFormat(kNodeMime) || event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void GraphView::dragMoveEvent(QDragMoveEvent* event) { event->acceptProposedAction(); }

void GraphView::dropEvent(QDropEvent* event) {
  const QPointF at = scene_->snapped(mapToScene(event->position().toPoint()));
  event->acceptProposedAction();
  if (!event->mimeData()->hasFormat(kNodeMime)) return Q_EMIT filesDropped(event->mimeData()->urls(), at);
  const auto card = parse_json(event->mimeData()->data(kNodeMime).toStdString(), "the dragged card");
  const Json* type = card ? find_member(*card, "type") : nullptr;
  const graph::NodeSpec* spec =
      type != nullptr && type->is_string() ? document_.catalog().find(type->get<std::string>()) : nullptr;
  if (spec == nullptr) return Q_EMIT refused(tr("This cannot be put into the graph."));
  document_.undoStack()->beginMacro(tr("Add %1").arg(translateNodeText(spec->title)));
  const graph::NodeId id = document_.addNode(QString::fromStdString(spec->type), at);
  if (const Json* params = find_member(*card, "params"); params != nullptr && params->is_object()) {
    for (const auto& [name, value] : params->items()) {
      const graph::ParamSpec* param = spec->find_param(name);
      const auto read = param == nullptr ? std::nullopt : graph::param_from_json(value, *param);
      if (read) document_.setParam(id, QString::fromStdString(name), *read);
    }
  }
  document_.undoStack()->endMacro();
  select({id});
}

}  // namespace heddle::ui
