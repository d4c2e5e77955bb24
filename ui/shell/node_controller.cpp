#include "shell/node_controller.h"

#include <QDockWidget>

#include "graph_view/graph_view.h"
#include "graph_workspace/graph_workspace.h"
#include "inspector/crop_panel.h"
#include "inspector/inspector_panel.h"
#include "shell/node_help.h"
#include "shell/recovery_controller.h"
#include "shell/reference_source.h"
#include "viewer/viewer.h"
#include "workspace/window_context.h"

namespace heddle::ui {
namespace {

QDockWidget* dockOf(QWidget* inside) {
  while (inside != nullptr && qobject_cast<QDockWidget*>(inside) == nullptr) inside = inside->parentWidget();
  return static_cast<QDockWidget*>(inside);
}

}  // namespace

NodeController::NodeController(const WindowContext& context, const Parts& parts) : context_(context), parts_(parts) {
  const GraphView* graph = &parts.workspace.graph();
  connect(&context.states, &session::RunStates::stateChanged, this, &NodeController::showState);
  connect(&context.states, &session::RunStates::cleared, this, &NodeController::clearStates);
  connect(graph, &GraphView::selectionChanged, this, &NodeController::onSelectionChanged);
  connect(graph, &GraphView::editRequested, this, &NodeController::editNode);
  connect(graph, &GraphView::imageActivated, this, &NodeController::openImage);
}

void NodeController::onSelectionChanged() {
  const auto selected = parts_.workspace.graph().selectedNodes();
  const bool isOne = selected.size() == 1;
  parts_.inspector.showNode(isOne ? std::optional(selected.front()) : std::nullopt);
  if (!isOne) return;
  showState(selected.front());
  if (parts_.help.isVisible()) parts_.help.showNode(context_.document.spec(selected.front()));
}

void NodeController::showHelp() {
  const auto node = parts_.inspector.node();
  parts_.help.showNode(node ? context_.document.spec(*node) : nullptr);
  QDockWidget* dock = dockOf(&parts_.help);
  dock->show();
  dock->raise();
}

void NodeController::editNode() {
  dockOf(&parts_.inspector)->show();
  parts_.inspector.focusFirst();
}

void NodeController::openImage(graph::NodeId node) {
  parts_.workspace.setViewerVisible(true);
  parts_.workspace.viewer().setImage(context_.states.of(node).image, context_.document.title(node));
}

void NodeController::clearStates() {
  for (const auto& [id, node] : context_.document.graph().nodes()) parts_.workspace.graph().setNodeStatus(id, {});
}

void NodeController::showState(graph::NodeId node) {
  const session::NodeRunState& state = context_.states.of(node);
  const bool isRunning = state.state == session::NodeProgressState::running;
  const bool isFailed = state.state == session::NodeProgressState::failed;
  NodeStatus status;
  status.state = isFailed ? tr("failed") : state.text;
  status.fraction = isRunning ? state.fraction : -1;
  status.image = state.image;
  status.error = isFailed ? state.text : QString();
  status.notes = state.notes.join('\n');
  status.fix = parts_.recovery.quickFixOf(node).text;
  parts_.workspace.graph().setNodeStatus(node, status);
  InspectorPanel& inspector = parts_.inspector;
  if (inspector.node() == node) inspector.setImage(state.image, tr("What this node holds"));
  if (inspector.crop() != nullptr && parts_.references.sourceOf(*inspector.node()) == node) {
    inspector.crop()->refreshReference();
  }
  const session::Job* job = context_.queue.running();
  const bool isPaused = job != nullptr && job->isPaused;
  if (isRunning && !isPaused && !state.image.isNull()) {
    parts_.workspace.viewer().setImage(state.image, tr("forming"));
  }
}

}  // namespace heddle::ui
