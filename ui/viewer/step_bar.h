// StepBar: below the image: pause and resume, the steps of the run to browse, and the branch from one of them. It is
// hidden until the first run fills it. It knows numbers only. Used by the shell. Thread rule: the window's thread.
#pragma once

#include <QWidget>

class QPushButton;
class QToolButton;

namespace heddle::ui {

class ValueSlider;

class StepBar final : public QWidget {
  Q_OBJECT
 public:
  explicit StepBar(QWidget* parent = nullptr);

  enum class Run { idle, running, paused };
  void setRun(Run run);
  // Steps 1 to `done` of `total` can be shown; 0: none are kept. `at` is the one shown.
  void setSteps(int done, int total, int at);
  // The step that changes start from; 0: from the beginning.
  void setBranch(int step);

  [[nodiscard]] int at() const { return at_; }

 Q_SIGNALS:
  void pauseRequested(bool paused);
  void stepChosen(int step);
  void branchRequested(int step);  // 0: no longer

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void refresh();
  void chooseStep(double value);
  void sayBranch();

  QToolButton* pause_;
  ValueSlider* slider_;
  QPushButton* branch_;
  Run run_ = Run::idle;
  int done_ = 0, total_ = 0, at_ = 0, from_ = 0;
};

}  // namespace heddle::ui
