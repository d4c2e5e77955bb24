#include "document/editor.h"

#include <algorithm>

#include "document/document.h"

namespace heddle::document {
namespace {

void setUi(Json& extra, const Json& ui) {
  if (ui.is_null()) {
    extra.erase("ui");
  } else {
    extra["ui"] = ui;
  }
}

}  // namespace

void Editor::apply(const EditStep& step) {
  dropPreview();
  ++document_.revision_;
  std::visit([this](const auto& only) { applyTo(only); }, step);
}

void Editor::applyTo(const NodeStep& step) {
  if (step.isAdded) {
    if (!document_.graph_.insert(step.node)) return;
    Q_EMIT document_.nodeAdded(step.node.id);
  } else if (document_.graph_.remove(step.node.id)) {
    Q_EMIT document_.nodeRemoved(step.node.id);
  }
}

void Editor::applyTo(const WireStep& step) {
  if (step.isAdded) {
    if (!document_.graph_.connect(step.link, step.place)) return;
    document_.graph_.set_link_extra(step.link, step.extra);
    Q_EMIT document_.linkAdded(step.link);
  } else if (document_.graph_.disconnect(step.link)) {
    Q_EMIT document_.linkRemoved(step.link);
  }
}

void Editor::applyTo(const ParamStep& step) { setParam(step.node, step.param, step.after); }

void Editor::setParam(graph::NodeId id, const std::string& param, const std::optional<graph::ParamValue>& value) {
  if (writeParam(id, param, value)) tellParam(id, QString::fromStdString(param));
}

void Editor::tellParam(graph::NodeId id, const QString& param) {
  Q_EMIT document_.paramChanged({id, param, document_.param(id, param)});
}

bool Editor::writeParam(graph::NodeId id, const std::string& param, const std::optional<graph::ParamValue>& value) {
  graph::Node* node = document_.graph_.find(id);
  if (node == nullptr) return false;
  if (value) {
    node->params.insert_or_assign(param, *value);
  } else {
    node->params.erase(param);
  }
  return true;
}

void Editor::applyTo(const TitleStep& step) {
  graph::Node* node = document_.graph_.find(step.node);
  if (node == nullptr) return;
  node->title = step.after;
  Q_EMIT document_.nodeChanged(step.node);
}

void Editor::applyTo(const ModeStep& step) {
  graph::Node* node = document_.graph_.find(step.node);
  if (node == nullptr) return;
  node->mode = step.after;
  Q_EMIT document_.nodeChanged(step.node);
}

void Editor::applyTo(const NodeUiStep& step) {
  graph::Node* node = document_.graph_.find(step.node);
  if (node == nullptr) return;
  const bool was = document_.isCollapsed(step.node);
  setUi(node->extra, step.after);
  if (document_.isCollapsed(step.node) != was) Q_EMIT document_.nodeChanged(step.node);
  Q_EMIT document_.nodeMoved(step.node);
}

void Editor::applyTo(const WireUiStep& step) {
  const auto& links = document_.graph_.links();
  if (std::find(links.begin(), links.end(), step.link) == links.end()) return;
  Json extra = document_.graph_.link_extra(step.link);
  setUi(extra, step.after);
  document_.graph_.set_link_extra(step.link, std::move(extra));
  Q_EMIT document_.linkRerouted(step.link);
}

void Editor::applyTo(const GraphUiStep& step) {
  setUi(document_.graph_.extra, step.after);
  document_.readUi();
}

void Editor::showPreview(graph::NodeId id, const QString& param, const graph::ParamValue& value) {
  const ParamStep step = document_.paramStep(id, param, value);
  const auto shown =
      std::find_if(shown_.begin(), shown_.end(), [&](const ParamStep& s) { return sameTarget(s, step); });
  if (shown == shown_.end()) shown_.push_back(step);
  ++document_.revision_;
  setParam(id, step.param, step.after);
}

void Editor::dropPreview() {
  const std::vector<ParamStep> shown = shown_;
  takeBackPreview();
  for (const ParamStep& step : shown) tellParam(step.node, QString::fromStdString(step.param));
}

void Editor::takeBackPreview() {
  if (shown_.empty()) return;
  const std::vector<ParamStep> shown = std::exchange(shown_, {});
  document_.previews_.clear();
  ++document_.revision_;
  for (const ParamStep& step : shown) writeParam(step.node, step.param, step.before);
}

}  // namespace heddle::document
