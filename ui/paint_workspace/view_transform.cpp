#include "paint_workspace/view_transform.h"

#include <QRectF>
#include <algorithm>
#include <cmath>

namespace heddle::ui {

void ViewTransform::build() {
  toWidget_ = QTransform();
  toWidget_.translate(offset_.x(), offset_.y());
  toWidget_.rotate(angle_);
  toWidget_.scale(isMirrored_ ? -scale_ : scale_, scale_);
  toCanvas_ = toWidget_.inverted();
}

template <typename Change>
void ViewTransform::changeAt(QPointF at, Change change) {
  const QPointF place = toCanvas_.map(at);
  change();
  build();
  moveBy(at - toWidget_.map(place));
}

void ViewTransform::fit(QSize canvas, QSize widget, double room) {
  if (canvas.isEmpty() || widget.isEmpty()) return;
  scale_ = 1;
  offset_ = {};
  build();
  const QRectF box = toWidget_.mapRect(QRectF(QPointF(), QSizeF(canvas)));
  const double wide = std::max(1.0, widget.width() - 2 * room), high = std::max(1.0, widget.height() - 2 * room);
  scale_ = std::clamp(std::min(wide / box.width(), high / box.height()), kLeast, kMost);
  build();
  const QPointF middle = toWidget_.mapRect(QRectF(QPointF(), QSizeF(canvas))).center();
  offset_ = QPointF(std::round(widget.width() / 2.0 - middle.x()), std::round(widget.height() / 2.0 - middle.y()));
  build();
}

void ViewTransform::zoomTo(double scale, QPointF at) {
  changeAt(at, [this, scale] { scale_ = std::clamp(scale, kLeast, kMost); });
}

void ViewTransform::rotateTo(double degrees, QPointF at) {
  changeAt(at, [this, degrees] { angle_ = std::remainder(degrees, 360); });
}

void ViewTransform::setMirrored(bool mirrored, QPointF at) {
  changeAt(at, [this, mirrored] { isMirrored_ = mirrored; });
}

void ViewTransform::moveBy(QPointF delta) {
  offset_ += delta;
  build();
}

void ViewTransform::keepInSight(QSize canvas, QSize widget, double rest) {
  const QRectF box = toWidget_.mapRect(QRectF(QPointF(), QSizeF(canvas)));
  const double x = std::max(rest - box.right(), std::min(0.0, widget.width() - rest - box.left()));
  const double y = std::max(rest - box.bottom(), std::min(0.0, widget.height() - rest - box.top()));
  moveBy({x, y});
}

}  // namespace heddle::ui
