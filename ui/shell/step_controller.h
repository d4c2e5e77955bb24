// StepController: pauses a run, shows its steps and branches from one, as the step bar requests. Used by the main window.
// Window thread only.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>

#include "session/step_history.h"

namespace heddle::ui {

class NoticeBar;
class RunController;
class StepBar;
class Viewer;

class StepController final : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    session::RunQueue& queue;
    session::StepHistory& history;
    RunController& runs;
    StepBar& bar;
    Viewer& viewer;
    NoticeBar& notices;
  };
  explicit StepController(const Parts& parts, QObject* parent = nullptr);

  // The picture that the viewer has now: its steps are the bar's.
  void showStepsOf(const QString& hash, const QImage& picture, const QString& text);
  void togglePause();
  void branchHere();
  void stepBy(int steps);

 private:
  void refresh();
  void look(int step);
  void branch(int step);
  void onPausedChanged(bool isPaused);
  void showPausedStep();

  Parts parts_;
  QImage picture_;  // the result itself, for the last step
  QString text_;
  int at_ = 0;      // the step that is seen; 0: the last
  bool wasPaused_ = false;
};

}  // namespace heddle::ui
