#include "shell/step_controller.h"

#include <algorithm>

#include "graph_workspace/graph_workspace.h"
#include "shell/action_table.h"
#include "shell/run_controller.h"
#include "support/notice_bar.h"
#include "viewer/step_bar.h"
#include "viewer/viewer.h"
#include "workspace/window_context.h"

namespace heddle::ui {

using session::JobId;

StepController::StepController(const WindowContext& context, GraphWorkspace& workspace, RunController& runs,
                               NoticeBar& notices)
    : queue_(context.queue),
      runs_(runs),
      bar_(workspace.steps()),
      viewer_(workspace.viewer()),
      notices_(notices),
      history_(context.engine, context.queue) {
  connect(&bar_, &StepBar::pauseRequested, this, [this](bool pause) { queue_.setRunPaused(pause); });
  connect(&bar_, &StepBar::stepChosen, this, &StepController::look);
  connect(&bar_, &StepBar::branchRequested, this, &StepController::branch);
  connect(&history_, &session::StepHistory::changed, this, &StepController::refresh);
  connect(&history_, &session::StepHistory::stepShown, this, [this](int step, const QImage& image) {
    if (at_ == step) viewer_.setImage(image, tr("after step %1").arg(step));
  });
  connect(&queue_, &session::JobQueue::jobChanged, this, [this](JobId id) {
    const session::Job* job = queue_.running();
    if (job != nullptr && job->id == id) onPausedChanged(job->isPaused);
    refresh();
  });
  connect(&queue_, &session::JobQueue::jobStarted, this, [this] {
    wasPaused_ = false;
    at_ = 0;
    refresh();
  });
  connect(&queue_, &session::JobQueue::jobEnded, this, &StepController::refresh);
  connect(&runs_, &RunController::branchChanged, this, [this](int step) { bar_.setBranch(step); });
  connect(&runs_, &RunController::branchLeft, this,
          [this](const QString& text) { notices_.showNotice("branch", text); });
  refresh();
}

// The id "hold" is stored with the user's keys.
void StepController::addActions(ActionTable& actions) {
  const QString group = tr("Run");
  actions.add("hold", group, tr("Pause or resume"), "pause", QKeySequence("Ctrl+Alt+Space"), [this] { togglePause(); });
  actions.add("step_back", group, tr("One step back"), "", QKeySequence("Ctrl+Alt+Left"), [this] { stepBy(-1); });
  actions.add("step_on", group, tr("One step on"), "", QKeySequence("Ctrl+Alt+Right"), [this] { stepBy(1); });
  actions.add("branch", group, tr("Branch from this step"), "", QKeySequence("Ctrl+Alt+B"), [this] { branchHere(); });
}

// Shows the last step of a paused run, whatever the previews have shown.
void StepController::onPausedChanged(bool isPaused) {
  if (isPaused == wasPaused_) return;
  wasPaused_ = isPaused;
  at_ = 0;
  if (!isPaused || !history_.showRunning()) return;
  image_ = {};
  // The history learns of the pause after the queue.
  QMetaObject::invokeMethod(this, &StepController::showPausedStep, Qt::QueuedConnection);
}

void StepController::showPausedStep() {
  if (!wasPaused_ || at_ != 0) return;
  at_ = history_.done();
  history_.look(at_);
}

void StepController::refresh() {
  const session::Job* job = queue_.running();
  const bool isPaused = job != nullptr && job->isPaused;
  bar_.setRun(job == nullptr ? StepBar::Run::idle : isPaused ? StepBar::Run::paused : StepBar::Run::running);
  const int done = history_.done();
  bar_.setSteps(done, history_.total(), at_ == 0 ? done : std::min(at_, done));
}

void StepController::showStepsOf(const QString& hash, const QImage& image, const QString& label) {
  image_ = image;
  label_ = label;
  at_ = 0;
  history_.showResult(hash);
}

void StepController::look(int step) {
  const bool isWhole = step >= history_.total() && !image_.isNull();
  at_ = isWhole ? 0 : step;
  if (isWhole) {
    viewer_.setImage(image_, label_);
  } else {
    history_.look(step);
  }
  refresh();
}

void StepController::stepBy(int steps) {
  const int done = history_.done();
  if (done == 0) return;
  look(std::clamp((at_ == 0 ? done : at_) + steps, 1, done));
}

void StepController::togglePause() { queue_.setRunPaused(!queue_.isPauseRequested()); }

void StepController::branchHere() { branch(runs_.branchStep() > 0 ? 0 : bar_.at()); }

void StepController::branch(int step) {
  notices_.dismiss("branch");
  const auto from = step > 0 ? history_.branchAt(step) : std::nullopt;
  if (step > 0 && !from) notices_.showNotice("branch", tr("Look at an earlier step first: a branch starts there."));
  if (from) return branchFrom(*from);
  runs_.setBranch({});
  bar_.setBranch(runs_.branchStep());
}

void StepController::branchFrom(const session::Branch& from) {
  if (!runs_.setBranch(from)) {
    notices_.showNotice(
        "branch",
        tr("Now change λ or guidance: it holds from step %1 on, and the steps before it are kept.").arg(from.step));
  }
  bar_.setBranch(runs_.branchStep());
}

}  // namespace heddle::ui
