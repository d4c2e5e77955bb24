#include "inspector/crop_view.h"

#include <QAccessibleWidget>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "support/theme.h"

namespace heddle::ui {
namespace {

constexpr double kStep = 0.02, kFineStep = 0.002;  // of the arrow keys; Shift is fine
constexpr int kHighest = 160;                      // pixels at 100 %
constexpr int kTilesMost = 16;                     // as the engine lays them

// A slider to screen readers: its value is a position between two ends.
class AccessibleCrop final : public QAccessibleWidget, public QAccessibleValueInterface {
 public:
  explicit AccessibleCrop(CropView* view) : QAccessibleWidget(view, QAccessible::Slider, view->accessibleName()) {}

  void* interface_cast(QAccessible::InterfaceType type) override {
    if (type == QAccessible::ValueInterface) return static_cast<QAccessibleValueInterface*>(this);
    return QAccessibleWidget::interface_cast(type);
  }
  QString text(QAccessible::Text kind) const override {
    return kind == QAccessible::Value ? view()->describePlace() : QAccessibleWidget::text(kind);
  }
  QVariant currentValue() const override { return view()->centre(); }
  void setCurrentValue(const QVariant& value) override { view()->choose(value.toDouble()); }
  QVariant maximumValue() const override { return 1.0; }
  QVariant minimumValue() const override { return 0.0; }
  QVariant minimumStepSize() const override { return kFineStep; }

 private:
  CropView* view() const { return static_cast<CropView*>(object()); }
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
  auto* view = qobject_cast<CropView*>(object);
  return view == nullptr ? nullptr : new AccessibleCrop(view);
}

}  // namespace

CropView::CropView(QWidget* parent) : QWidget(parent) {
  static const bool installed = (QAccessible::installFactory(makeInterface), true);
  Q_UNUSED(installed)
  setFocusPolicy(Qt::StrongFocus);
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void CropView::setImage(const QImage& image) {
  image_ = image;
  drag_.reset();
  updateGeometry();
  describe();
}

void CropView::setFit(image::Fit fit) {
  fit_ = fit;
  describe();
}

void CropView::setCentre(double centre) {
  centre_ = std::clamp(std::isfinite(centre) ? centre : 0.5, 0.0, 1.0);
  describe();
}

void CropView::describe() {
  setCursor(!canMove() ? Qt::ArrowCursor : isWide() ? Qt::SizeHorCursor : Qt::SizeVerCursor);
  setAccessibleDescription(describePlace());
  QAccessibleValueChangeEvent change(this, centre_);
  QAccessible::updateAccessibility(&change);
  update();
}

bool CropView::canMove() const { return fit_ == image::Fit::crop && image_.width() != image_.height(); }

void CropView::choose(double centre) {
  if (!canMove()) return;
  setCentre(centre);
  Q_EMIT valueCommitted(centre_);
}

QString CropView::describePlace() const {
  if (!canMove()) return tr("the whole picture");
  if (centre_ == 0.5) return tr("the middle");
  if (centre_ == 0.0) return isWide() ? tr("the left end") : tr("the top");
  if (centre_ == 1.0) return isWide() ? tr("the right end") : tr("the bottom");
  const int percent = static_cast<int>(std::lround(centre_ * 100));
  return isWide() ? tr("%1 % from the left").arg(percent) : tr("%1 % from the top").arg(percent);
}

QRectF CropView::imageRect() const {
  if (image_.isNull()) return rect();
  const QSizeF size = QSizeF(image_.size()).scaled(QSizeF(rect().size()), Qt::KeepAspectRatio);
  return {QPointF(0, 0), size};
}

// A square as high as the short side.
QRectF CropView::frameAt(double place) const {
  const QRectF all = imageRect();
  const double side = std::min(all.width(), all.height());
  return {all.left() + (all.width() - side) * place, all.top() + (all.height() - side) * place, side, side};
}

std::vector<QRectF> CropView::frames() const {
  if (fit_ == image::Fit::crop) return {frameAt(centre_)};
  if (fit_ != image::Fit::tile) return {imageRect()};
  const QRectF all = imageRect();
  const double ratio = std::max(all.width(), all.height()) / std::max(1.0, std::min(all.width(), all.height()));
  const int count = std::clamp(static_cast<int>(std::ceil(ratio - 1e-6)), 1, kTilesMost);
  std::vector<QRectF> tiles;
  for (int i = 0; i < count; ++i) tiles.push_back(frameAt(count > 1 ? static_cast<double>(i) / (count - 1) : 0.5));
  return tiles;
}

QImage CropView::framed() const {
  if (image_.isNull() || fit_ == image::Fit::pad || fit_ == image::Fit::squash) return image_;
  if (imageRect().isEmpty()) return image_;  // squeezed to nothing: there is no scale
  const QRectF frame = frames().front();
  const double scale = image_.width() / imageRect().width();
  const QRect part = QRectF(frame.topLeft() * scale, frame.size() * scale).toRect();
  return image_.copy(part.intersected(image_.rect()));
}

QSize CropView::sizeHint() const { return {scaled(160), heightForWidth(scaled(160))}; }

int CropView::heightForWidth(int width) const {
  if (image_.isNull()) return scaled(24);
  const double high = static_cast<double>(width) * image_.height() / image_.width();
  return std::clamp(static_cast<int>(std::lround(high)), scaled(24), scaled(kHighest));
}

void CropView::paintEvent(QPaintEvent*) {
  const ThemeColors colors = themeColors(palette());
  QPainter painter(this);
  if (image_.isNull()) return;
  painter.setRenderHints(QPainter::SmoothPixmapTransform | QPainter::Antialiasing);
  const QRectF all = imageRect();
  painter.drawImage(all, image_);
  QPainterPath outside;
  outside.addRect(all);
  QPainterPath kept;
  for (const QRectF& frame : frames()) {
    QPainterPath one;
    one.addRect(frame);
    kept |= one;
  }
  painter.fillPath(outside - kept, QColor(0, 0, 0, 150));
  const double line = hasFocus() ? 2.5 : 1.5;
  for (const QRectF& frame : frames()) {
    const QRectF edge = frame.adjusted(line / 2, line / 2, -line / 2, -line / 2);
    painter.setPen(QPen(QColor(0, 0, 0, 130), line + 2));
    painter.drawRect(edge);
    painter.setPen(QPen(
        hasFocus() ? colors.accent.lightness() > 128 ? colors.accent : QColor(Qt::white) : QColor("#d6d6d6"), line));
    painter.drawRect(edge);
  }
}

void CropView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !canMove()) return;
  // A press outside moves the frame there first.
  if (!frameAt(centre_).contains(event->position())) {
    const QRectF all = imageRect();
    const double side = std::min(all.width(), all.height());
    const double at = isWide() ? event->position().x() : event->position().y();
    const double room = std::max(all.width(), all.height()) - side;
    drag_ = Drag{centre_, event->position()};
    setCentre((at - side / 2) / room);
    drag_->from = event->position() - (isWide() ? QPointF(room * (centre_ - drag_->before), 0)
                                                : QPointF(0, room * (centre_ - drag_->before)));
    Q_EMIT valueDragged(centre_);
    return;
  }
  drag_ = Drag{centre_, event->position()};
}

void CropView::mouseMoveEvent(QMouseEvent* event) {
  if (!drag_) return;
  const QRectF all = imageRect();
  const double room = std::abs(all.width() - all.height());
  if (room <= 0) return;
  const QPointF way = event->position() - drag_->from;
  const double to = std::clamp(drag_->before + (isWide() ? way.x() : way.y()) / room, 0.0, 1.0);
  setCentre(std::round(to * 1000) / 1000);
  Q_EMIT valueDragged(centre_);
}

void CropView::mouseReleaseEvent(QMouseEvent*) {
  if (!drag_) return;
  const bool isOther = centre_ != drag_->before;
  drag_.reset();
  isOther ? Q_EMIT valueCommitted(centre_) : Q_EMIT dragCancelled();
}

void CropView::keyPressEvent(QKeyEvent* event) {
  const double step = (event->modifiers() & Qt::ShiftModifier) != 0 ? kFineStep : kStep;
  switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Up: return choose(centre_ - step);
    case Qt::Key_Right:
    case Qt::Key_Down: return choose(centre_ + step);
    case Qt::Key_Home: return choose(0);
    case Qt::Key_End: return choose(1);
    case Qt::Key_Escape:
      if (!drag_) break;
      setCentre(drag_->before);
      drag_.reset();
      Q_EMIT dragCancelled();
      return;
    default: break;
  }
  QWidget::keyPressEvent(event);
}

}  // namespace heddle::ui
