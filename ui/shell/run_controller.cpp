#include "shell/run_controller.h"

#include <memory>

#include "graph/validate.h"

namespace heddle::ui {

RunController::RunController(document::Document& document, session::RunQueue& queue, QObject* parent)
    : QObject(parent), document_(document), queue_(queue) {
  connect(&document_, &document::Document::paramChanged, this, &RunController::onParamChanged);
  connect(&document_, &document::Document::replaced, this, [this] {
    hasRun_ = false;
    setBranch({});
  });
}

QString RunController::objection() const {
  if (document_.graph().nodes().empty()) return tr("The graph is empty. Press Tab in it to add a node.");
  for (const graph::Problem& problem : graph::validate(document_.graph(), document_.catalog())) {
    if (problem.severity == graph::Severity::error) return QString::fromStdString(problem.message);
  }
  return {};
}

session::RunRequest RunController::request() {
  session::RunRequest request;
  request.revision = document_.revision();
  if (branch_) {
    if (auto graph = session::branchedGraph(*branch_, document_.graph(), document_.catalog())) {
      request.graph = std::make_shared<const graph::Graph>(std::move(*graph));
      request.title = tr("from step %1").arg(branch_->step);
      return request;
    }
    setBranch({});
    Q_EMIT branchLeft(tr("That cannot change on the way, so the picture is made from the start."));
  }
  request.graph = std::make_shared<const graph::Graph>(document_.graph());
  return request;
}

bool RunController::setBranch(std::optional<session::Branch> from) {
  branch_ = std::move(from);
  Q_EMIT branchChanged(branchStep());
  if (!branch_ || !objection().isEmpty()) return false;
  const auto changes = session::liveChanges(*branch_->base, document_.graph(), document_.catalog());
  if (!changes || changes->empty()) return false;
  queue_.runLive(request());
  return true;
}

void RunController::run() {
  if (const QString text = objection(); !text.isEmpty()) return Q_EMIT refused(text);
  Q_EMIT aboutToRun();
  hasRun_ = true;
  queue_.add(request());
}

void RunController::runFirst() {
  if (const QString text = objection(); !text.isEmpty()) return Q_EMIT refused(text);
  Q_EMIT aboutToRun();
  hasRun_ = true;
  queue_.addFirst(request());
}

void RunController::onParamChanged(graph::NodeId node, const QString& param) {
  const graph::ParamSpec* spec = document_.paramSpec(node, param);
  if (!isLive_ || !hasRun_ || spec == nullptr) return;
  const bool isQuick = spec->frontier == graph::Frontier::denoise || spec->frontier == graph::Frontier::decode;
  if (!isQuick || !objection().isEmpty()) return;
  queue_.runLive(request());
}

}  // namespace heddle::ui
