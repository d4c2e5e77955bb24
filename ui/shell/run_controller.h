// RunController: turns the document into jobs, on command and when a value changes that needs no new encoding. Used by
// the main window and StepController. Window thread only.
#pragma once

#include <QObject>
#include <optional>

#include "session/branch.h"
#include "session/live_run_policy.h"
#include "workspace/window_context.h"

namespace heddle::ui {

class ActionTable;
class NoticeBar;

class RunController final : public QObject {
  Q_OBJECT
 public:
  RunController(const WindowContext& context, NoticeBar& notices);

  void addRunActions(ActionTable& actions);
  void addQueueActions(ActionTable& actions);

  void run();
  void runFirst();
  // As soon as there is an engine. Another document ends the wait.
  void runWhenReady();

  // From now on runs are branches: they resume from a step of another run as far as they can. Runs at once where the
  // document differs from that run already, and says so. Nothing: runs are whole again.
  bool setBranch(std::optional<session::Branch> from);
  // While another workspace is shown, a moved slider is its business.
  void setFollowsSliders(bool follows) { followsSliders_ = follows; }
  [[nodiscard]] int branchStep() const { return branch_ ? branch_->step : 0; }  // 0: runs are whole

  // Why the document cannot run now, as a message; empty where it can.
  [[nodiscard]] QString objection() const;

 Q_SIGNALS:
  void branchChanged(int step);
  void branchLeft(const QString& text);  // a change was made that no branch can have

 private:
  bool mayRun();
  session::RunRequest request();
  void onParamChanged(const document::ParamChange& change);
  [[nodiscard]] bool isValid();
  void toggleLive();

  const WindowContext& context_;
  NoticeBar& notices_;
  std::optional<session::Branch> branch_;
  session::LiveRunPolicy live_;
  std::uint64_t structure_ = 1;  // rises with every change but those of live parameters
  std::uint64_t checked_ = 0;    // the structure that was last found valid
  bool followsSliders_ = true;
  bool hasRun_ = false;     // a document that was never run does not start by a slider
  bool isWaiting_ = false;  // for an engine, to run automatically
};

}  // namespace heddle::ui
