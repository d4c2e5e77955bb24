#include "graph_view/graph_scene.h"

#include <QPixmapCache>
#include <algorithm>
#include <cmath>

#include "graph_view/frame_item.h"
#include "graph_view/node_item.h"
#include "graph_view/wire.h"
#include "graph_view/wire_layer.h"

namespace heddle::ui {
namespace {

constexpr double kGrid = 4;
constexpr double kRoomAround = 4000;   // to pan beyond the last node
constexpr int kImageCache = 64 << 10;  // KiB, for a large window full of nodes in detail

}  // namespace

GraphScene::GraphScene(document::Document& document, const Theme& theme, QObject* parent)

    : QGraphicsScene(parent), document_(document), theme_(theme) {
  theme_.scale = 1;
  makeFonts();
  QPixmapCache::setCacheLimit(std::max(QPixmapCache::cacheLimit(), kImageCache));
  using document::Document;
  connect(&document_, &Document::nodeAdded, this, &GraphScene::addNodeItem);
  connect(&document_, &Document::nodeRemoved, this, &GraphScene::removeNodeItem);
  connect(&document_, &Document::nodeChanged, this, &GraphScene::refreshNode);
  connect(&document_, &Document::paramChanged, this,
          [this](const document::ParamChange& change) { refreshNode(change.node); });
  connect(&document_, &Document::nodeMoved, this, [this](graph::NodeId id) {
    if (NodeItem* item = node(id)) item->setPos(document_.position(id));
  });
  connect(&document_, &Document::linkAdded, this, &GraphScene::addWire);
  connect(&document_, &Document::linkRemoved, this, &GraphScene::removeWire);
  connect(&document_, &Document::linkRerouted, this, [this](const graph::Link& link) {
    if (Wire* item = wire(link)) refreshWire(*item);
  });
  connect(&document_, &Document::framesChanged, this, &GraphScene::rebuildFrames);
  connect(&document_, &Document::replaced, this, &GraphScene::rebuild);
  connect(this, &QGraphicsScene::sceneRectChanged, this, [this](const QRectF& rect) { wires_->setExtent(rect); });
  rebuild();
}

GraphScene::~GraphScene() {
  clear();  // the items ask the scene
}

void GraphScene::makeFonts() {
  font_ = theme_.font();
  font_.setPixelSize(theme_.px(12));
  titleFont_ = theme_.font();
  titleFont_.setWeight(QFont::DemiBold);
  secondaryFont_ = theme_.font();
  secondaryFont_.setPixelSize(theme_.px(11));
}

void GraphScene::setTheme(const Theme& theme) {
  theme_ = theme;
  theme_.scale = 1;
  makeFonts();
  for (const auto& [id, item] : nodes_) refreshNode(id);
  for (const auto& [link, wire] : wires_->wires()) refreshWire(*wire);
  rebuildFrames();
  update();
}

void GraphScene::setTextNotes(std::function<QString(const QString&)> notes) {
  textNotes_ = std::move(notes);
  for (const auto& [id, item] : nodes_) refreshNode(id);
}

void GraphScene::setNodeStatus(graph::NodeId id, const NodeStatus& status) {
  NodeItem* item = node(id);
  if (item == nullptr) return;
  const bool sameShape = status.image.size() == item->status().image.size() &&
                         status.error.isEmpty() == item->status().error.isEmpty() &&
                         status.notes == item->status().notes;
  item->setStatus(status);
  if (sameShape) {
    item->update();
  } else {
    refreshNode(id);
  }
}

namespace {

QGraphicsItem::CacheMode cacheFor(NodeDetail detail) {
  return detail == NodeDetail::full ? QGraphicsItem::DeviceCoordinateCache : QGraphicsItem::NoCache;
}

}  // namespace

void GraphScene::setDetail(NodeDetail detail) {
  if (std::exchange(detail_, detail) == detail) return;
  for (const auto& [id, item] : nodes_) item->setCacheMode(cacheFor(detail_));
}

void GraphScene::rebuild() {
  isRebuilding_ = true;
  std::map<graph::NodeId, NodeStatus> statuses;
  for (const auto& [id, item] : nodes_) statuses[id] = item->status();
  openWire_.reset();
  nodes_.clear();
  wiresAt_.clear();
  frames_.clear();
  clear();
  wires_ = new WireLayer(*this);
  addItem(wires_);
  QRectF content;
  for (const graph::Link& link : document_.graph().links()) {
    Wire* wire = &wires_->add(link);
    wiresAt_[link.from.node].push_back(wire);
    wiresAt_[link.to.node].push_back(wire);
  }
  for (const auto& [id, node] : document_.graph().nodes()) {
    addNodeItem(id);
    content |= nodes_.at(id)->sceneBoundingRect();
  }
  for (const auto& [id, status] : statuses) {
    if (!status.image.isNull() && nodes_.contains(id)) setNodeStatus(id, status);
  }
  setSceneRect(content.adjusted(-kRoomAround, -kRoomAround, kRoomAround, kRoomAround));
  for (const auto& [link, wire] : wires_->wires()) refreshWire(*wire);
  rebuildFrames();
  isRebuilding_ = false;
  Q_EMIT contentChanged();
}

void GraphScene::addNodeItem(graph::NodeId id) {
  auto* item = new NodeItem(*this, id);
  item->setCacheMode(cacheFor(detail_));
  nodes_[id] = item;
  refreshNode(id);
  item->setPos(document_.position(id));
  addItem(item);
  if (isRebuilding_) return;
  growSceneRect(item->sceneBoundingRect());
  Q_EMIT contentChanged();
}

void GraphScene::removeNodeItem(graph::NodeId id) {
  const auto found = nodes_.find(id);
  if (found == nodes_.end()) return;
  delete found->second;
  nodes_.erase(found);
  wiresAt_.erase(id);
  Q_EMIT contentChanged();
}

void GraphScene::addWire(const graph::Link& link) {
  Wire* wire = &wires_->add(link);
  wiresAt_[link.from.node].push_back(wire);
  wiresAt_[link.to.node].push_back(wire);
  refreshNode(link.to.node);  // a wired parameter shows its dot
  refreshWire(*wire);
}

void GraphScene::removeWire(const graph::Link& link) {
  Wire* wire = wires_->find(link);
  if (wire == nullptr) return;
  std::erase(wiresAt_[link.from.node], wire);
  std::erase(wiresAt_[link.to.node], wire);
  wires_->remove(link);
  refreshNode(link.to.node);
}

void GraphScene::refreshNode(graph::NodeId id) {
  NodeItem* item = node(id);
  if (item == nullptr || document_.node(id) == nullptr) return;
  std::set<std::string> wired;
  for (const Wire* wire : wiresAt(id)) {
    if (wire->link().to.node == id) wired.insert(wire->link().to.port);
  }
  NodeCard card = makeCard(document_, id, wired, item->status(), theme_);
  for (CardParam& param : card.params) {
    if (!param.isText) continue;
    param.marks = promptMarks(param.value);
    if (textNotes_) param.note = textNotes_(param.value);
  }
  item->setCard(std::move(card));
  if (isRebuilding_) return;
  for (Wire* wire : wiresAt(id)) refreshWire(*wire);
}

void GraphScene::refreshWire(Wire& wire) {
  const graph::Link& link = wire.link();
  const NodeItem* from = node(link.from.node);
  const NodeItem* to = node(link.to.node);
  if (from == nullptr || to == nullptr) return;
  const CardPort* output = from->card().findPort(link.from.port, true);
  const QColor colour = output == nullptr ? theme_.error : theme_.portColour(output->type);
  wire.setEnds(from->portPlace(link.from.port, true), to->portPlace(link.to.port, false), document_.bends(link),
               colour);
  wire.setFaint(from->card().mode == graph::NodeMode::muted || to->card().mode == graph::NodeMode::muted);
}

void GraphScene::rebuildFrames() {
  for (FrameItem* frame : frames_) delete frame;
  frames_.clear();
  for (const document::Frame& frame : document_.frames()) {
    frames_.push_back(new FrameItem(*this, frame));
    addItem(frames_.back());
  }
}

void GraphScene::growSceneRect(const QRectF& rect) {
  const QRectF wanted = rect.adjusted(-kRoomAround, -kRoomAround, kRoomAround, kRoomAround);
  if (!sceneRect().contains(wanted)) setSceneRect(sceneRect() | wanted);
}

NodeItem* GraphScene::node(graph::NodeId id) const {
  const auto found = nodes_.find(id);
  return found == nodes_.end() ? nullptr : found->second;
}

Wire* GraphScene::wire(const graph::Link& link) const { return wires_->find(link); }

const std::vector<Wire*>& GraphScene::wiresAt(graph::NodeId id) const {
  static const std::vector<Wire*> kNone;
  const auto found = wiresAt_.find(id);
  return found == wiresAt_.end() ? kNone : found->second;
}

std::vector<NodeItem*> GraphScene::selectedNodes() const {
  std::vector<NodeItem*> selected;
  for (QGraphicsItem* item : selectedItems()) {
    if (auto* node = qgraphicsitem_cast<NodeItem*>(item)) selected.push_back(node);
  }
  std::sort(selected.begin(), selected.end(), [](const NodeItem* a, const NodeItem* b) { return a->id() < b->id(); });
  return selected;
}

std::vector<NodeItem*> GraphScene::nodesIn(const QRectF& rect) const {
  std::vector<NodeItem*> inside;
  for (QGraphicsItem* item : items(rect, Qt::IntersectsItemBoundingRect)) {
    auto* node = qgraphicsitem_cast<NodeItem*>(item);
    if (node != nullptr && rect.contains(QRectF(node->pos(), node->card().size))) inside.push_back(node);
  }
  return inside;
}

Wire* GraphScene::wireNear(QPointF point, double reach) const {
  const QRectF around(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach);
  Wire* best = nullptr;
  double nearest = reach;
  for (const auto& [link, wire] : wires_->wires()) {
    if (!wire->bounds().intersects(around)) continue;
    const double distance = wire->distanceTo(point);
    if (distance > nearest) continue;
    nearest = distance;
    best = wire.get();
  }
  return best;
}

std::vector<Wire*> GraphScene::wiresCut(const QLineF& line) const {
  const QRectF around = QRectF(line.p1(), line.p2()).normalized().adjusted(-1, -1, 1, 1);
  std::vector<Wire*> cut;
  for (const auto& [link, wire] : wires_->wires()) {
    if (wire->bounds().intersects(around) && wire->crosses(line)) cut.push_back(wire.get());
  }
  return cut;
}

FrameItem* GraphScene::frameAt(QPointF point) const {
  for (FrameItem* frame : frames_) {
    if (frame->titleRect().contains(frame->mapFromScene(point))) return frame;
  }
  return nullptr;
}

QRectF GraphScene::contentRect() const {
  QRectF rect;
  for (const auto& [id, item] : nodes_) rect |= item->sceneBoundingRect();
  for (const FrameItem* frame : frames_) rect |= frame->sceneRect();
  return rect;
}

QPointF GraphScene::snapped(QPointF point) const {
  return {std::round(point.x() / kGrid) * kGrid, std::round(point.y() / kGrid) * kGrid};
}

void GraphScene::setOpenWire(std::optional<OpenWire> wire) {
  openWire_ = std::move(wire);
  update();
}

bool GraphScene::fits(const NodeItem& node, const CardPort& port) const {
  if (!openWire_ || port.isOutput == openWire_->isFromOutput || openWire_->blocked.contains(node.id())) return false;
  return openWire_->isFromOutput ? accepts(port.type, openWire_->type) : accepts(openWire_->type, port.type);
}

bool GraphScene::dims(const NodeItem& node, const CardPort& port) const {
  const bool isItsEnd = openWire_ && openWire_->end == graph::Endpoint{node.id(), port.name};
  return openWire_ && !isItsEnd && !fits(node, port);
}

bool GraphScene::showsDot(const NodeItem& node, const CardPort& port) const {
  if (!port.isParam || fits(node, port)) return true;
  const auto& wires = wiresAt(node.id());
  return std::any_of(wires.begin(), wires.end(), [&](const Wire* wire) {
    return wire->link().to == graph::Endpoint{node.id(), port.name};
  });
}

void GraphScene::nodeItemMoved(NodeItem& item) {
  for (Wire* wire : wiresAt(item.id())) refreshWire(*wire);
  if (isRebuilding_) return;
  if (mouseGrabberItem() != nullptr) moved_.insert(item.id());
  Q_EMIT contentChanged();
}

}  // namespace heddle::ui
