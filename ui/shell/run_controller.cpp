#include "shell/run_controller.h"

#include <memory>
#include <utility>

#include "graph/validate.h"
#include "shell/action_table.h"
#include "support/notice_bar.h"

namespace heddle::ui {

RunController::RunController(const WindowContext& context, NoticeBar& notices)
    : context_(context), notices_(notices), live_(context.engine, context.queue) {
  using document::Document;
  const auto changeStructure = [this] { ++structure_; };
  connect(&context.document, &Document::nodeAdded, this, changeStructure);
  connect(&context.document, &Document::nodeRemoved, this, changeStructure);
  connect(&context.document, &Document::nodeChanged, this, changeStructure);
  connect(&context.document, &Document::linkAdded, this, changeStructure);
  connect(&context.document, &Document::linkRemoved, this, changeStructure);
  connect(&context.document, &Document::paramChanged, this, &RunController::onParamChanged);
  connect(&context.document, &Document::replaced, this, [this] {
    ++structure_;
    hasRun_ = false;
    setBranch({});
  });
  connect(&context.file, &document::DocumentFile::opened, this, [this] { isWaiting_ = false; });
  connect(&context.engine, &session::EngineClient::connected, this, [this] {
    ++structure_;  // its descriptions of the nodes may be others
    if (std::exchange(isWaiting_, false)) run();
  });
}

void RunController::addRunActions(ActionTable& actions) {
  const QString group = tr("Run");
  actions.add("run", group, tr("Run"), "run", QKeySequence("Ctrl+Return"), [this] { run(); });
  actions.add("run_first", group, tr("Run first"), "run_first", QKeySequence("Ctrl+Shift+Return"),
              [this] { runFirst(); });
  QAction* cancel = actions.add("cancel", group, tr("Cancel"), "cancel", QKeySequence("Ctrl+Alt+Return"),
                                [this] { context_.queue.cancelRunning(); });
  const auto refresh = [this, cancel] { cancel->setEnabled(context_.queue.running() != nullptr); };
  connect(&context_.queue, &session::JobQueue::jobStarted, cancel, refresh);
  connect(&context_.queue, &session::JobQueue::jobEnded, cancel, refresh);
}

void RunController::addQueueActions(ActionTable& actions) {
  const QString group = tr("Run");
  actions.add("cancel_all", group, tr("Cancel everything"), "", {}, [this] { context_.queue.cancelAll(); });
  QAction* live = actions.add("live", group, tr("Run while a slider moves"), "", {}, [this] { toggleLive(); });
  live->setCheckable(true);
  live->setChecked(context_.settings.preferences().runsLive);
  connect(&context_.settings, &settings::Settings::changed, live,
          [this, live] { live->setChecked(context_.settings.preferences().runsLive); });
  actions.add("restart_engine", group, tr("Restart the engine"), "retry", {}, [this] {
    context_.engine.state() == session::EngineState::ready ? context_.engine.restart(tr("restarted by hand"))
                                                           : context_.engine.start();
  });
}

void RunController::toggleLive() {
  settings::Preferences preferences = context_.settings.preferences();
  preferences.runsLive = !preferences.runsLive;
  context_.settings.setPreferences(preferences);
}

QString RunController::objection() const {
  const document::Document& document = context_.document;
  if (document.graph().nodes().empty()) return tr("The graph is empty. Press Tab in it to add a node.");
  if (context_.families) {
    const auto conflicts = context_.families->conflicts(document.graph(), document.catalog());
    if (!conflicts.empty()) return conflicts.front().message;
  }
  for (const graph::Problem& problem : graph::validate(document.graph(), document.catalog())) {
    if (problem.severity == graph::Severity::error) return QString::fromStdString(problem.message);
  }
  return {};
}

session::RunRequest RunController::request() {
  const document::Document& document = context_.document;
  session::RunRequest made;
  if (branch_) {
    if (auto graph = session::branchedGraph(*branch_, document.graph(), document.catalog())) {
      made.graph = std::make_shared<const graph::Graph>(std::move(*graph));
      made.title = tr("from step %1").arg(branch_->step);
      return made;
    }
    setBranch({});
    Q_EMIT branchLeft(tr("That cannot change on the way, so the picture is made from the start."));
  }
  made.graph = std::make_shared<const graph::Graph>(document.graph());
  made.structure = structure_;
  return made;
}

bool RunController::setBranch(std::optional<session::Branch> from) {
  branch_ = std::move(from);
  Q_EMIT branchChanged(branchStep());
  if (!branch_ || !objection().isEmpty()) return false;
  const auto changes = session::liveChanges(*branch_->base, context_.document.graph(), context_.document.catalog());
  if (!changes || changes->empty()) return false;
  live_.runCompared(request());
  return true;
}

bool RunController::mayRun() {
  if (const QString text = objection(); !text.isEmpty()) {
    notices_.showNotice("run", text);
    return false;
  }
  context_.journal.writeNow();
  hasRun_ = true;
  return true;
}

void RunController::run() {
  if (mayRun()) context_.queue.add(request());
}

void RunController::runFirst() {
  if (mayRun()) context_.queue.addFirst(request());
}

void RunController::runWhenReady() {
  isWaiting_ = !context_.engine.isReady();
  if (!isWaiting_) run();
}

// A live parameter cannot make a graph invalid, so a drag is checked once.
bool RunController::isValid() {
  if (checked_ != structure_) checked_ = objection().isEmpty() ? structure_ : 0;
  return checked_ == structure_;
}

void RunController::onParamChanged(const document::ParamChange& change) {
  const graph::ParamSpec* spec = context_.document.paramSpec(change.node, change.param);
  const bool isLive = spec != nullptr && spec->is_live;
  isLive ? live_.note(change.node, change.param, change.value, structure_) : void(++structure_);
  if (!context_.settings.preferences().runsLive || !followsSliders_ || !hasRun_ || spec == nullptr) return;
  const bool isQuick = spec->stage == graph::Stage::denoise || spec->stage == graph::Stage::decode;
  if (!isQuick || !isValid()) return;
  session::RunRequest newest = request();
  branch_ ? live_.runCompared(std::move(newest)) : live_.run(std::move(newest));
}

}  // namespace heddle::ui
