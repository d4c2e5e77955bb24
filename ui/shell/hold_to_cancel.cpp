#include "shell/hold_to_cancel.h"

#include <QApplication>
#include <QDateTime>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <algorithm>

#include "support/theme.h"

namespace heddle::ui {

// Covers the button and fills from the left.
class HoldToCancel::Fill final : public QWidget {
 public:
  explicit Fill(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
  }
  void show(double fraction) {
    fraction_ = fraction;
    setGeometry(parentWidget()->rect());
    setVisible(fraction > 0);
    update();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath shape;
    shape.addRoundedRect(rect(), scaled(6), scaled(6));
    painter.setClipPath(shape);
    QColor colour = themeColors(palette()).background;
    colour.setAlphaF(0.45F);
    painter.fillRect(QRectF(0, 0, width() * fraction_, height()), colour);
  }

 private:
  double fraction_ = 0;
};

HoldToCancel::HoldToCancel(QPushButton* button, std::function<bool()> isRunning, std::function<void()> cancel)
    : QObject(button),
      button_(button),
      isRunning_(std::move(isRunning)),
      cancel_(std::move(cancel)),
      fill_(new Fill(button)) {
  ticks_.setInterval(16);
  connect(&ticks_, &QTimer::timeout, this, &HoldToCancel::tick);
  qApp->installEventFilter(this);
}

double HoldToCancel::fraction() const {
  if (since_ == 0) return 0;
  return std::min(1.0, static_cast<double>(QDateTime::currentMSecsSinceEpoch() - since_) / kHoldMilliseconds);
}

bool HoldToCancel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress && event->type() != QEvent::KeyRelease) return false;
  const auto* key = static_cast<QKeyEvent*>(event);
  if (key->key() != Qt::Key_Escape || key->isAutoRepeat()) return false;
  if (event->type() == QEvent::KeyRelease) {
    end();
    return false;
  }
  const auto* widget = qobject_cast<QWidget*>(watched);
  const bool isOurs = widget != nullptr && widget->window() == button_->window();
  const bool isTaken = QApplication::activePopupWidget() != nullptr || QApplication::activeModalWidget() != nullptr;
  if (isOurs && !isTaken && since_ == 0 && isRunning_()) begin();
  return false;
}

void HoldToCancel::begin() {
  since_ = QDateTime::currentMSecsSinceEpoch();
  ticks_.start();
}

void HoldToCancel::end() {
  since_ = 0;
  ticks_.stop();
  fill_->show(0);
}

void HoldToCancel::tick() {
  if (!isRunning_() || QApplication::applicationState() == Qt::ApplicationSuspended) return end();
  fill_->show(fraction());
  if (fraction() < 1.0) return;
  end();
  cancel_();
}

}  // namespace heddle::ui
