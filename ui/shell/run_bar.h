// RunBar: the Run button in the corner of the menu bar, with the progress of the running job. Used by the main window.
// Window thread only.
#pragma once

#include <QWidget>

class QLabel;
class QMenuBar;
class QPushButton;

namespace heddle::session {
class JobQueue;
}

namespace heddle::ui {

class RunController;

class RunBar final : public QWidget {
  Q_OBJECT
 public:
  // Sets itself as the corner of `menus`.
  RunBar(session::JobQueue& queue, RunController& runs, QMenuBar* menus);

 private:
  void refresh();
  void showProgress(const QString& text);

  session::JobQueue& queue_;
  QMenuBar* menus_;
  QLabel* progress_;
  QPushButton* run_;
};

}  // namespace heddle::ui
