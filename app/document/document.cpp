#include "document/document.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "document/arrange.h"
#include "document/edit_command.h"
#include "document/editor.h"
#include "graph/catalog_json.h"
#include "graph/graph_io.h"
#include "graph/validate.h"

namespace heddle::document {
namespace {

using graph::Link;
using graph::NodeId;

}  // namespace

Gesture Gesture::next() {
  static quint64 last = 0;
  return Gesture{++last};
}

Document::Document(graph::NodeCatalog catalog, QObject* parent)
    : QObject(parent), catalog_(std::move(catalog)), editor_(std::make_unique<Editor>(*this)) {
  connect(&undoStack_, &QUndoStack::cleanChanged, this, &Document::reportModified);
}

Document::~Document() { undoStack_.disconnect(this); }

void Document::setCatalog(graph::NodeCatalog catalog) {
  endPreview(PreviewEnd::drop);
  if (to_json(catalog) == to_json(catalog_)) return;
  catalog_ = std::move(catalog);
  // Values that the old catalog could not read were kept as raw JSON; the new one may know them.
  if (auto file = graph::read_graph(graph::write_graph(graph_), catalog_, "the document")) {
    graph_ = std::move(file->graph);
  }
  ++revision_;
  Q_EMIT replaced();
}

void Document::setModified(bool modified) {
  isUnsaved_ = modified;
  if (!modified) undoStack_.setClean();
  reportModified();
}

void Document::setPath(const QString& path) {
  if (path_ == path) return;
  path_ = path;
  Q_EMIT pathChanged(path_);
}

void Document::replaceGraph(graph::Graph graph, const QString& path) {
  editor_->dropPreview();
  undoStack_.clear();
  graph_ = std::move(graph);
  lastId_ = graph_.nodes().empty() ? 0 : graph_.nodes().rbegin()->first.value;
  if (lastId_ > graph::kNodeIdMax / 2) lastId_ = 0;  // a file's unusual numbering; freshId skips used ids
  ++revision_;
  isUnsaved_ = false;
  arranged_.clear();
  const bool isPlaced = std::all_of(graph_.nodes().begin(), graph_.nodes().end(),
                                    [](const auto& entry) { return placeFrom(uiOf(entry.second.extra)).has_value(); });
  if (!isPlaced) arranged_ = arrange(graph_, catalog_);
  readUi();
  setPath(path);
  Q_EMIT replaced();
  reportModified();
}

void Document::readUi() {
  const Json* ui = uiOf(graph_.extra);
  auto frames = framesFrom(ui);
  auto pins = pinsFrom(ui);
  const bool otherFrames = frames != frames_;
  const bool otherPins = pins != pins_;
  frames_ = std::move(frames);
  pins_ = std::move(pins);
  if (otherFrames) Q_EMIT framesChanged();
  if (otherPins) Q_EMIT pinsChanged();
}

void Document::reportModified() {
  const bool modified = isModified();
  if (std::exchange(wasModified_, modified) != modified) Q_EMIT modifiedChanged(modified);
}

QPointF Document::position(NodeId id) const {
  const graph::Node* node = graph_.find(id);
  if (node == nullptr) return {};
  if (const auto place = placeFrom(uiOf(node->extra))) return *place;
  const auto found = arranged_.find(id);
  return found == arranged_.end() ? QPointF() : found->second;
}

bool Document::isCollapsed(NodeId id) const {
  const graph::Node* node = graph_.find(id);
  return node != nullptr && collapsedFrom(uiOf(node->extra));
}

std::vector<QPointF> Document::bends(const Link& link) const {
  const auto& links = graph_.links();
  if (std::find(links.begin(), links.end(), link) == links.end()) return {};
  return bendsFrom(uiOf(graph_.link_extra(link)));
}

const graph::NodeSpec* Document::spec(NodeId id) const {
  const graph::Node* node = graph_.find(id);
  return node == nullptr ? nullptr : catalog_.find(node->type);
}

const graph::ParamSpec* Document::paramSpec(NodeId id, const QString& param) const {
  const graph::NodeSpec* found = spec(id);
  return found == nullptr ? nullptr : found->find_param(param.toStdString());
}

graph::ParamValue Document::param(NodeId id, const QString& param) const {
  const graph::Node* node = graph_.find(id);
  const graph::ParamSpec* described = paramSpec(id, param);
  const auto initial = described == nullptr ? graph::ParamValue(graph::RawJson{"null"}) : described->initial;
  if (node == nullptr) return initial;
  const auto stored = node->params.find(param.toStdString());
  if (stored == node->params.end()) return initial;
  if (described == nullptr) return stored->second;
  return coerce(stored->second, *described).value_or(stored->second);
}

QString Document::title(NodeId id) const {
  const graph::Node* node = graph_.find(id);
  if (node == nullptr) return {};
  if (!node->title.empty()) return QString::fromStdString(node->title);
  const graph::NodeSpec* found = spec(id);
  return found == nullptr ? QString::fromStdString(node->type)
                          : QCoreApplication::translate("nodes", found->title.c_str());
}

NodeId Document::freshId() {
  do ++lastId_;
  while (graph_.find(NodeId{lastId_}) != nullptr);
  return NodeId{lastId_};
}

void Document::push(const QString& text, std::vector<EditStep> steps, Gesture gesture) {
  std::erase_if(steps, changesNothing);
  if (steps.empty()) return;
  undoStack_.push(new EditCommand(text, std::move(steps), gesture.id,
                                  [editor = editor_.get()](const EditStep& step) { editor->apply(step); }));
}

NodeId Document::addNode(const QString& type, QPointF at) {
  endPreview(PreviewEnd::drop);
  const graph::NodeSpec* found = catalog_.find(type.toStdString());
  graph::Node node;
  node.id = freshId();
  node.type = type.toStdString();
  node.version = found == nullptr ? 1 : found->version;
  node.extra["ui"] = withPlace(nullptr, at);
  const NodeId id = node.id;
  const QString name = found == nullptr ? type : QString::fromStdString(found->title);
  push(tr("Add %1").arg(name), {NodeStep{std::move(node), true}});
  return id;
}

// From the last to the first, so that undo puts each back at its place.
std::vector<EditStep> Document::stepsTaking(const std::vector<Link>& links) const {
  std::vector<Link> sorted = links;
  std::sort(sorted.begin(), sorted.end());
  std::vector<EditStep> steps;
  const auto& all = graph_.links();
  for (std::size_t i = all.size(); i-- > 0;) {
    if (!std::binary_search(sorted.begin(), sorted.end(), all[i])) continue;
    steps.emplace_back(WireStep{all[i], i, graph_.link_extra(all[i]), false});
  }
  return steps;
}

void Document::remove(const std::vector<NodeId>& ids) {
  endPreview(PreviewEnd::drop);
  std::map<NodeId, const graph::Node*> going;
  for (const NodeId id : ids) {
    if (const graph::Node* node = graph_.find(id)) going[id] = node;
  }
  if (going.empty()) return;
  std::vector<Link> links;
  for (const Link& link : graph_.links()) {
    if (going.contains(link.from.node) || going.contains(link.to.node)) links.push_back(link);
  }
  std::vector<EditStep> steps = stepsTaking(links);
  std::vector<PinnedParam> pins = pins_;
  std::erase_if(pins, [&](const PinnedParam& pin) { return going.contains(pin.node); });
  if (pins != pins_) {
    const Json* ui = uiOf(graph_.extra);
    steps.emplace_back(GraphUiStep{ui == nullptr ? Json() : *ui, withPins(ui, pins)});
  }
  for (const auto& [id, node] : going) steps.emplace_back(NodeStep{*node, false});
  const QString text = going.size() == 1 ? tr("Delete %1").arg(title(going.begin()->first))
                                         : tr("Delete %n node(s)", nullptr, static_cast<int>(going.size()));
  push(text, std::move(steps));
}

void Document::setTitle(NodeId id, const QString& title) {
  const graph::Node* node = graph_.find(id);
  if (node == nullptr) return;
  push(tr("Rename %1").arg(this->title(id)), {TitleStep{id, node->title, title.toStdString()}});
}

void Document::setMode(const std::vector<NodeId>& ids, graph::NodeMode mode) {
  std::vector<EditStep> steps;
  for (const NodeId id : ids) {
    if (const graph::Node* node = graph_.find(id)) steps.emplace_back(ModeStep{id, node->mode, mode});
  }
  const QString text = mode == graph::NodeMode::muted      ? tr("Mute")
                       : mode == graph::NodeMode::bypassed ? tr("Bypass")
                                                           : tr("Switch on");
  push(text, std::move(steps));
}

ParamStep Document::paramStep(NodeId id, const QString& param, const graph::ParamValue& value) const {
  ParamStep step{id, param.toStdString(), std::nullopt, value};
  if (const graph::Node* node = graph_.find(id)) {
    const auto stored = node->params.find(step.param);
    if (stored != node->params.end()) step.before = stored->second;
  }
  return step;
}

void Document::setParam(NodeId id, const QString& param, const graph::ParamValue& value, Gesture gesture) {
  endPreview(PreviewEnd::drop);
  if (graph_.find(id) == nullptr) return;
  const graph::ParamSpec* described = paramSpec(id, param);
  const QString name =
      described == nullptr || described->title.empty() ? param : QString::fromStdString(described->title);
  push(tr("Change %1").arg(name), {paramStep(id, param, value)}, gesture);
}

void Document::previewParam(NodeId id, const QString& param, const graph::ParamValue& value) {
  if (graph_.find(id) == nullptr) return;
  const auto shown = std::find_if(previews_.begin(), previews_.end(),
                                  [&](const Preview& preview) { return preview.node == id && preview.param == param; });
  if (shown == previews_.end()) {
    previews_.push_back({id, param, value});
  } else {
    shown->value = value;
  }
  editor_->showPreview(id, param, value);
}

void Document::endPreview(PreviewEnd how) {
  if (previews_.empty()) return;
  const std::vector<Preview> previews = std::exchange(previews_, {});
  if (how == PreviewEnd::drop) return editor_->dropPreview();
  // Restores the graph silently, so that the command's redo sets the value as any other: a listener
  // that runs the document when a value changes must not run the old one again.
  editor_->takeBackPreview();
  std::vector<EditStep> steps;
  for (const Preview& preview : previews) steps.emplace_back(paramStep(preview.node, preview.param, preview.value));
  const graph::ParamSpec* described = paramSpec(previews.front().node, previews.front().param);
  const QString name = described == nullptr || described->title.empty() ? previews.front().param
                                                                        : QString::fromStdString(described->title);
  push(tr("Change %1").arg(name), std::move(steps));
}

void Document::moveNodes(const std::map<NodeId, QPointF>& places, Gesture gesture) {
  std::vector<EditStep> steps;
  for (const auto& [id, place] : places) {
    const graph::Node* node = graph_.find(id);
    if (node == nullptr) continue;
    const Json* ui = uiOf(node->extra);
    steps.emplace_back(NodeUiStep{id, ui == nullptr ? Json() : *ui, withPlace(ui, place)});
  }
  push(places.size() == 1 ? tr("Move %1").arg(title(places.begin()->first)) : tr("Move nodes"), std::move(steps),
       gesture);
}

void Document::setCollapsed(const std::vector<NodeId>& ids, bool collapsed) {
  std::vector<EditStep> steps;
  for (const NodeId id : ids) {
    const graph::Node* node = graph_.find(id);
    if (node == nullptr || isCollapsed(id) == collapsed) continue;
    const Json* ui = uiOf(node->extra);
    steps.emplace_back(NodeUiStep{id, ui == nullptr ? Json() : *ui, withCollapsed(ui, collapsed)});
  }
  push(collapsed ? tr("Fold") : tr("Unfold"), std::move(steps));
}

void Document::pushUi(const QString& text, Json ui, Gesture gesture) {
  const Json* before = uiOf(graph_.extra);
  push(text, {GraphUiStep{before == nullptr ? Json() : *before, std::move(ui)}}, gesture);
}

quint64 Document::addFrame(const QRectF& rect, const QString& title) {
  Frame frame{1, rect.normalized(), title};
  for (const Frame& other : frames_) frame.id = std::max(frame.id, other.id + 1);
  std::vector<Frame> frames = frames_;
  frames.push_back(frame);
  pushUi(tr("Add frame"), withFrames(uiOf(graph_.extra), frames));
  return frame.id;
}

void Document::removeFrame(quint64 id) {
  std::vector<Frame> frames = frames_;
  if (std::erase_if(frames, [&](const Frame& frame) { return frame.id == id; }) == 0) return;
  pushUi(tr("Delete frame"), withFrames(uiOf(graph_.extra), frames));
}

void Document::setFrame(const Frame& frame, Gesture gesture) {
  std::vector<Frame> frames = frames_;
  const auto found = std::find_if(frames.begin(), frames.end(), [&](const Frame& f) { return f.id == frame.id; });
  if (found == frames.end() || *found == frame) return;
  *found = frame;
  pushUi(tr("Change frame"), withFrames(uiOf(graph_.extra), frames), gesture);
}

void Document::pin(NodeId id, const QString& param) {
  const PinnedParam added{id, param};
  if (graph_.find(id) == nullptr || std::find(pins_.begin(), pins_.end(), added) != pins_.end()) return;
  std::vector<PinnedParam> pins = pins_;
  pins.push_back(added);
  pushUi(tr("Pin %1").arg(param), withPins(uiOf(graph_.extra), pins));
}

void Document::unpin(NodeId id, const QString& param) {
  std::vector<PinnedParam> pins = pins_;
  if (std::erase(pins, PinnedParam{id, param}) == 0) return;
  pushUi(tr("Unpin %1").arg(param), withPins(uiOf(graph_.extra), pins));
}

}  // namespace heddle::document
