// HoldToCancel: holding Esc cancels the running job; a tap does not. While it is held, the button fills. Used by the
// shell. Thread rule: the window's thread.
#pragma once

#include <QObject>
#include <QTimer>
#include <QWidget>
#include <functional>

class QPushButton;

namespace heddle::ui {

inline constexpr int kHoldMilliseconds = 600;

class HoldToCancel final : public QObject {
  Q_OBJECT
 public:
  // `button` shows the fill; `isRunning` says whether there is something to cancel.
  HoldToCancel(QPushButton* button, std::function<bool()> isRunning, std::function<void()> cancel);

  [[nodiscard]] double fraction() const;  // held so far, in [0, 1]

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  class Fill;
  void begin();
  void end();
  void tick();

  QPushButton* button_;
  std::function<bool()> isRunning_;
  std::function<void()> cancel_;
  Fill* fill_;
  QTimer ticks_;
  qint64 since_ = 0;  // ms; 0: not held
};

}  // namespace heddle::ui
