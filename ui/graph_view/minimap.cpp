#include "graph_view/minimap.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <utility>

#include "graph_view/graph_scene.h"
#include "graph_view/graph_view.h"
#include "graph_view/node_item.h"

namespace heddle::ui {

Minimap::Minimap(GraphView& view, const GraphScene& scene) : QWidget(view.viewport()), view_(view), scene_(scene) {
  setAccessibleName(tr("Overview of the graph"));
  setToolTip(tr("Drag to move the view"));
  timer_.setSingleShot(true);
  timer_.setInterval(100);
  connect(&timer_, &QTimer::timeout, this, [this] {
    isStale_ = true;
    update();
  });
}

void Minimap::schedule() {
  if (!timer_.isActive()) timer_.start();
}

void Minimap::render() {
  const Theme& theme = scene_.theme();
  const QRectF content = scene_.contentRect();
  const double margin = std::max(content.width(), content.height()) * 0.08 + 40;
  shown_ = content.adjusted(-margin, -margin, margin, margin);
  const double ratio = devicePixelRatioF();
  image_ = QPixmap(size() * ratio);
  image_.setDevicePixelRatio(ratio);
  image_.fill(theme.colors.panel);
  QPainter painter(&image_);
  const QTransform fromScene = toScene().inverted();
  for (const auto& [id, item] : scene_.nodes()) {
    const QRectF block = fromScene.mapRect(QRectF(item->pos(), item->card().size));
    painter.fillRect(
        block, item->isSelected() ? theme.colors.textSecondary : mixed(theme.colors.edge, item->card().mark, 0.3));
  }
}

// From the widget to the scene, the content centred.
QTransform Minimap::toScene() const {
  if (shown_.isEmpty() || width() == 0 || height() == 0) return {};
  const double scale = std::max(shown_.width() / width(), shown_.height() / height());
  QTransform transform;
  transform.translate(shown_.center().x() - width() * scale / 2, shown_.center().y() - height() * scale / 2);
  transform.scale(scale, scale);
  return transform;
}

void Minimap::paintEvent(QPaintEvent*) {
  const Theme& theme = scene_.theme();
  if (std::exchange(isStale_, false)) render();
  QPainter painter(this);
  painter.drawPixmap(0, 0, image_);
  const QRectF seen = view_.mapToScene(view_.viewport()->rect()).boundingRect();
  painter.setPen(QPen(theme.colors.textSecondary, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(toScene().inverted().mapRect(seen).intersected(QRectF(rect()).adjusted(0, 0, -1, -1)));
  painter.setPen(QPen(theme.colors.edge, 1));
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void Minimap::mousePressEvent(QMouseEvent* event) {
  if (event->buttons() & Qt::LeftButton) view_.centerOn(toScene().map(event->position()));
}

void Minimap::mouseMoveEvent(QMouseEvent* event) { mousePressEvent(event); }

}  // namespace heddle::ui
