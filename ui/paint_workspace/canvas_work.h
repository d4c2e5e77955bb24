// CanvasWork: changes of the canvas that take long, such as a fill by colour. Each is made in another thread from the
// state of that moment and arrives as one undo entry, in order; where the canvas has changed meanwhile, or the pen is
// down, it is made again from the newest state. Used by the Paint workspace. Thread rule: the window's thread.
#pragma once

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <deque>
#include <functional>

#include "paint/canvas.h"

namespace heddle::ui {

class CanvasWork final : public QObject {
  Q_OBJECT
 public:
  // Changes a state; called in the other thread.
  using Change = std::function<void(paint::CanvasState& state)>;

  explicit CanvasWork(paint::Canvas& canvas, QObject* parent = nullptr);
  ~CanvasWork() override;

  void change(const QString& text, Change change);
  [[nodiscard]] bool isIdle() const { return waiting_.empty(); }

 Q_SIGNALS:
  void idleChanged(bool idle);
  void made();  // the canvas has changed

 private:
  struct Item {
    QString text;
    Change change;
  };
  void startFirst();
  void onMade(const paint::CanvasState& before, const paint::CanvasState& after, quint64 generation);

  paint::Canvas& canvas_;
  std::deque<Item> waiting_;  // the first is being made
  quint64 generation_ = 0;    // of the picture
  QThreadPool pool_;
};

}  // namespace heddle::ui
