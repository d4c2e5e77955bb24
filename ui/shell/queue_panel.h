// QueuePanel: the finished, running and waiting jobs; pause, cancel, reorder, retry. Used by the shell. Thread rule:
// the window's thread.
#pragma once

#include <QTimer>
#include <QWidget>

#include "session/job_queue.h"

class QLabel;
class QListWidget;
class QToolButton;

namespace heddle::ui {

class QueuePanel final : public QWidget {
  Q_OBJECT
 public:
  explicit QueuePanel(session::JobQueue& queue, QWidget* parent = nullptr);

 private:
  [[nodiscard]] session::JobId current() const;
  void refresh();
  void refreshSoon();
  void moveCurrent(int by);
  QToolButton* tool(const QString& iconName, const QString& text, void (QueuePanel::*act)());
  void pause();
  void cancel();
  void up() { moveCurrent(-1); }
  void down() { moveCurrent(1); }
  void retry();
  void clear();

  session::JobQueue& queue_;
  QListWidget* list_;
  QLabel* empty_;  // the text before the first run
  QToolButton* pause_ = nullptr;
  QTimer soon_;
};

[[nodiscard]] QString describeJob(const session::Job& job);

}  // namespace heddle::ui
