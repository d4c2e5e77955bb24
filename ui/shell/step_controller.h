// StepController: pauses a run, shows its steps and branches from one, as the step bar requests. Used by the main
// window and ResultController. Window thread only.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>

#include "session/step_history.h"

namespace heddle::ui {

struct WindowContext;
class ActionTable;
class GraphWorkspace;
class NoticeBar;
class RunController;
class StepBar;
class Viewer;

class StepController final : public QObject {
  Q_OBJECT
 public:
  StepController(const WindowContext& context, GraphWorkspace& workspace, RunController& runs, NoticeBar& notices);

  void addActions(ActionTable& actions);
  // Of the picture that the viewer has now.
  void showStepsOf(const QString& hash, const QImage& image, const QString& label);
  void branchFrom(const session::Branch& from);

 private:
  void refresh();
  void look(int step);
  void stepBy(int steps);
  void branch(int step);
  void branchHere();
  void togglePause();
  void onPausedChanged(bool isPaused);
  void showPausedStep();

  session::JobQueue& queue_;
  RunController& runs_;
  StepBar& bar_;
  Viewer& viewer_;
  NoticeBar& notices_;
  session::StepHistory history_;
  QImage image_;  // the result itself, for the last step
  QString label_;
  int at_ = 0;  // the step that is seen; 0: the last
  bool wasPaused_ = false;
};

}  // namespace heddle::ui
