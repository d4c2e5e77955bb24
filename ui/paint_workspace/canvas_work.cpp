#include "paint_workspace/canvas_work.h"

#include <QTimer>
#include <utility>

namespace heddle::ui {

namespace {

constexpr int kPenWaitMs = 30;

}  // namespace

CanvasWork::CanvasWork(paint::Canvas& canvas, QObject* parent) : QObject(parent), canvas_(canvas) {
  pool_.setMaxThreadCount(1);
  connect(&canvas, &paint::Canvas::stepped, this, [this](paint::CanvasStep step) {
    if (step != paint::CanvasStep::open) return;
    ++generation_;
    if (waiting_.empty()) return;
    waiting_.clear();
    Q_EMIT idleChanged(true);
  });
}

CanvasWork::~CanvasWork() { pool_.waitForDone(); }

void CanvasWork::change(const QString& text, Change change) {
  if (canvas_.isEmpty()) return;
  waiting_.push_back({text, std::move(change)});
  if (waiting_.size() > 1) return;
  Q_EMIT idleChanged(false);
  startFirst();
}

void CanvasWork::startFirst() {
  if (waiting_.empty()) return;
  pool_.start([this, before = canvas_.state(), make = waiting_.front().change, generation = generation_] {
    paint::CanvasState after = before;
    make(after);
    QMetaObject::invokeMethod(
        this, [this, before, after, generation] { onMade(before, after, generation); }, Qt::QueuedConnection);
  });
}

void CanvasWork::onMade(const paint::CanvasState& before, const paint::CanvasState& after, quint64 generation) {
  if (generation != generation_) return;
  if (canvas_.isEditing()) {
    QTimer::singleShot(kPenWaitMs, this, [this, before, after, generation] { onMade(before, after, generation); });
    return;
  }
  if (!paint::changedArea(before, canvas_.state()).isEmpty()) return startFirst();
  const QString text = waiting_.front().text;
  waiting_.pop_front();
  canvas_.commit(text, after);
  Q_EMIT made();
  if (waiting_.empty()) {
    Q_EMIT idleChanged(true);
  } else {
    startFirst();
  }
}

}  // namespace heddle::ui
