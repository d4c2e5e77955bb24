#include "shell/step_controller.h"

#include <algorithm>

#include "shell/run_controller.h"
#include "support/notice_bar.h"
#include "viewer/step_bar.h"
#include "viewer/viewer.h"

namespace heddle::ui {

using session::JobId;

StepController::StepController(const Parts& parts, QObject* parent) : QObject(parent), parts_(parts) {
  connect(&parts_.bar, &StepBar::pauseRequested, this, [this](bool pause) { parts_.queue.setRunPaused(pause); });
  connect(&parts_.bar, &StepBar::stepChosen, this, &StepController::look);
  connect(&parts_.bar, &StepBar::branchRequested, this, &StepController::branch);
  connect(&parts_.history, &session::StepHistory::changed, this, &StepController::refresh);
  connect(&parts_.history, &session::StepHistory::stepShown, this, [this](int step, const QImage& picture) {
    if (at_ == step) parts_.viewer.setPicture(picture, tr("after step %1").arg(step));
  });
  connect(&parts_.queue, &session::RunQueue::jobChanged, this, [this](JobId id) {
    const session::Job* job = parts_.queue.running();
    if (job != nullptr && job->id == id) onPausedChanged(job->isPaused);
    refresh();
  });
  connect(&parts_.queue, &session::RunQueue::jobStarted, this, [this] {
    wasPaused_ = false;
    at_ = 0;
    refresh();
  });
  connect(&parts_.queue, &session::RunQueue::jobEnded, this, &StepController::refresh);
  connect(&parts_.runs, &RunController::branchChanged, this, [this](int step) { parts_.bar.setBranch(step); });
  connect(&parts_.runs, &RunController::branchLeft, this, [this](const QString& text) { parts_.notices.showNotice("branch", text); });
  refresh();
}

// Shows the last step of a paused run, whatever the previews have shown.
void StepController::onPausedChanged(bool isPaused) {
  if (isPaused == wasPaused_) return;
  wasPaused_ = isPaused;
  at_ = 0;
  if (!isPaused || !parts_.history.showRunning()) return;
  picture_ = {};
  // The history learns of the pause after the queue.
  QMetaObject::invokeMethod(this, &StepController::showPausedStep, Qt::QueuedConnection);
}

void StepController::showPausedStep() {
  if (!wasPaused_ || at_ != 0) return;
  at_ = parts_.history.done();
  parts_.history.look(at_);
}

void StepController::refresh() {
  const session::Job* job = parts_.queue.running();
  const bool isPaused = job != nullptr && job->isPaused;
  parts_.bar.setRun(job == nullptr ? StepBar::Run::idle : isPaused ? StepBar::Run::paused : StepBar::Run::running);
  const int done = parts_.history.done();
  parts_.bar.setSteps(done, parts_.history.total(), at_ == 0 ? done : std::min(at_, done));
}

void StepController::showStepsOf(const QString& hash, const QImage& picture, const QString& text) {
  picture_ = picture;
  text_ = text;
  at_ = 0;
  parts_.history.showResult(hash);
}

void StepController::look(int step) {
  const bool isWhole = step >= parts_.history.total() && !picture_.isNull();
  at_ = isWhole ? 0 : step;
  if (isWhole) {
    parts_.viewer.setPicture(picture_, text_);
  } else {
    parts_.history.look(step);
  }
  refresh();
}

void StepController::stepBy(int steps) {
  const int done = parts_.history.done();
  if (done == 0) return;
  look(std::clamp((at_ == 0 ? done : at_) + steps, 1, done));
}

void StepController::togglePause() { parts_.queue.setRunPaused(!parts_.queue.isPauseRequested()); }

void StepController::branchHere() { branch(parts_.runs.branchStep() > 0 ? 0 : parts_.bar.at()); }

void StepController::branch(int step) {
  parts_.notices.dismiss("branch");
  const auto from = step > 0 ? parts_.history.branchAt(step) : std::nullopt;
  if (step > 0 && !from) parts_.notices.showNotice("branch", tr("Look at an earlier step first: a branch starts there."));
  const bool runs = parts_.runs.setBranch(from);
  if (from && !runs) {
    parts_.notices.showNotice("branch", tr("Now change λ or guidance: it holds from step %1 on, and the steps before it are kept.").arg(step));
  }
  parts_.bar.setBranch(parts_.runs.branchStep());
}

}  // namespace heddle::ui
