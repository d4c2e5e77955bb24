#include "graph_view/graph_view.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>
#include <utility>

#include "graph_view/graph_scene.h"
#include "graph_view/minimap.h"
#include "graph_view/node_item.h"
#include "graph_view/wire.h"
#include "graph_view/wire_drag.h"

namespace heddle::ui {
namespace {

constexpr double kZoomMin = 0.04;
constexpr double kZoomMax = 4;
constexpr double kGridStep = 24;

}  // namespace

GraphView::GraphView(document::Document& document, const Theme& theme, QWidget* parent)
    : QGraphicsView(parent), document_(document), theme_(theme), scene_(new GraphScene(document, theme, this)) {
  setScene(scene_);
  minimap_ = new Minimap(*this, *scene_);
  setAccessibleName(tr("Graph"));
  viewport()->setAccessibleName(tr("Graph"));
  setAccessibleDescription(tr("Nodes and wires. Arrow keys go along wires, Enter edits, Tab adds a node."));
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setViewportUpdateMode(SmartViewportUpdate);
  setOptimizationFlags(DontSavePainterState | DontAdjustForAntialiasing);
  setTransformationAnchor(NoAnchor);
  setResizeAnchor(NoAnchor);
  setDragMode(RubberBandDrag);
  setAcceptDrops(true);
  setMouseTracking(true);
  viewport()->setMouseTracking(true);
  viewport()->setAttribute(Qt::WA_OpaquePaintEvent);  // drawBackground() fills it
  setFocusPolicy(Qt::StrongFocus);
  setTransform(QTransform::fromScale(theme_.scale, theme_.scale));
  scene_->setDetail(NodeItem::detailAt(theme_.scale));
  makeActions();
  connect(scene_, &QGraphicsScene::selectionChanged, this, [this] {
    minimap_->schedule();
    Q_EMIT selectionChanged();
  });
  connect(scene_, &GraphScene::contentChanged, minimap_, &Minimap::schedule);
  connect(scene_, &GraphScene::contentChanged, this, &GraphView::placeMinimap);
  connect(&document_, &document::Document::replaced, this, [this] {
    wireDrag_.reset();
    slider_.reset();
    bendDrag_.reset();
    insertion_ = nullptr;
    fit();
  });
  connect(&document_, &document::Document::linkRemoved, this, [this] { insertion_ = nullptr; });
}

GraphView::~GraphView() { scene_->disconnect(this); }

void GraphView::setTheme(const Theme& theme) {
  const double rescaled = theme.scale / theme_.scale;
  theme_ = theme;
  scene_->setTheme(theme);
  zoomAt(viewport()->rect().center(), rescaled);
  placeMinimap();
  minimap_->schedule();
}

void GraphView::setTextNotes(std::function<QString(const QString&)> notes) { scene_->setTextNotes(std::move(notes)); }

void GraphView::setNodeStatus(graph::NodeId id, const NodeStatus& status) { scene_->setNodeStatus(id, status); }

std::vector<graph::NodeId> GraphView::selectedNodes() const {
  std::vector<graph::NodeId> ids;
  for (const NodeItem* item : scene_->selectedNodes()) ids.push_back(item->id());
  return ids;
}

void GraphView::select(const std::vector<graph::NodeId>& ids) {
  scene_->clearSelection();
  for (const graph::NodeId id : ids) {
    if (NodeItem* item = scene_->node(id)) item->setSelected(true);
  }
}

void GraphView::reveal(graph::NodeId id) {
  if (const NodeItem* item = scene_->node(id)) ensureVisible(QRectF(item->pos(), item->card().size), 40, 40);
}

void GraphView::zoomAt(QPoint point, double factor) {
  const double wanted = std::clamp(zoom() * factor, kZoomMin, kZoomMax);
  const QPointF before = mapToScene(point);
  setTransform(QTransform::fromScale(wanted, wanted));
  scene_->setDetail(NodeItem::detailAt(wanted));
  const QPointF moved = mapFromScene(before) - point;
  horizontalScrollBar()->setValue(horizontalScrollBar()->value() + static_cast<int>(std::lround(moved.x())));
  verticalScrollBar()->setValue(verticalScrollBar()->value() + static_cast<int>(std::lround(moved.y())));
}

void GraphView::fit() {
  QRectF rect;
  for (const NodeItem* item : scene_->selectedNodes()) rect |= item->sceneBoundingRect();
  if (rect.isEmpty()) rect = scene_->contentRect();
  if (rect.isEmpty()) return;
  const double margin = scene_->theme().pxF(24);
  rect.adjust(-margin, -margin, margin, margin);
  const QSizeF room = viewport()->size();
  const double scale = std::min(room.width() / rect.width(), room.height() / rect.height());
  const double wanted = std::clamp(scale, kZoomMin, theme_.scale);
  setTransform(QTransform::fromScale(wanted, wanted));
  scene_->setDetail(NodeItem::detailAt(wanted));
  centerOn(rect.center());
}

void GraphView::pan(QPoint by) {
  // Both bars, then one scroll: after the first of two the view is dirty, and the second would repaint all of it.
  panned_ = QPoint();
  horizontalScrollBar()->setValue(horizontalScrollBar()->value() - by.x());
  verticalScrollBar()->setValue(verticalScrollBar()->value() - by.y());
  const QPoint moved = *std::exchange(panned_, std::nullopt);
  if (!moved.isNull()) scrollContentsBy(moved.x(), moved.y());
}

void GraphView::scrollContentsBy(int dx, int dy) {
  if (panned_) {
    *panned_ += QPoint(dx, dy);
    return;
  }
  QGraphicsView::scrollContentsBy(dx, dy);  // what is still in sight is moved, and the viewport's children with it
  placeMinimap();
  minimap_->update();
  if (document_.graph().nodes().empty()) viewport()->update();  // its text stays in the middle
}

void GraphView::placeMinimap() {
  const QSize size(theme_.px(148), theme_.px(90));
  const int margin = theme_.px(12);
  const QSize room = viewport()->size();
  minimap_->setGeometry(room.width() - size.width() - margin, room.height() - size.height() - margin, size.width(),
                        size.height());
  const bool hasRoom = width() > 3 * size.width() && height() > 3 * size.height();
  minimap_->setVisible(hasRoom && !document_.graph().nodes().empty());
}

void GraphView::resizeEvent(QResizeEvent* event) {
  QGraphicsView::resizeEvent(event);
  placeMinimap();
  minimap_->schedule();
}

void GraphView::wheelEvent(QWheelEvent* event) {
  const QPoint degrees = event->angleDelta();
  if (degrees.isNull()) return;
  if (event->modifiers() & Qt::ShiftModifier) return pan(degrees);
  zoomAt(event->position().toPoint(), std::pow(1.0015, degrees.y()));
  event->accept();
}

void GraphView::drawBackground(QPainter* painter, const QRectF& rect) {
  const Theme& theme = scene_->theme();
  painter->fillRect(rect, theme.colors.background);
  const double step = theme.pxF(kGridStep);
  if (step * zoom() < 12) return;
  QList<QPointF> dots;
  for (double y = std::floor(rect.top() / step) * step; y < rect.bottom(); y += step) {
    for (double x = std::floor(rect.left() / step) * step; x < rect.right(); x += step) dots.emplace_back(x, y);
  }
  painter->setRenderHint(QPainter::Antialiasing, false);
  painter->setPen(QPen(mixed(theme.colors.background, theme.colors.text, 0.09), 0));
  painter->drawPoints(dots.constData(), static_cast<int>(dots.size()));
}

void GraphView::drawForeground(QPainter* painter, const QRectF& rect) {
  const Theme& theme = scene_->theme();
  painter->setOpacity(1);
  painter->setRenderHint(QPainter::Antialiasing, true);
  if (wireDrag_) wireDrag_->paint(*painter);
  if (cut_) {
    painter->setPen(QPen(theme.error, 1.5 / zoom(), Qt::DashLine));
    painter->drawLine(*cut_);
  }
  if (!document_.graph().nodes().empty()) return;
  painter->setFont(theme_.font());
  painter->setPen(theme.colors.textSecondary);
  painter->resetTransform();
  const int side = theme_.px(16);
  painter->drawText(viewport()->rect().adjusted(side, 0, -side, 0), Qt::AlignCenter | Qt::TextWordWrap,
                    tr("An empty graph. Press Tab or double-click to add a node."));
  Q_UNUSED(rect)
}

bool GraphView::event(QEvent* event) {
  // Tab adds a node here, instead of leaving; Ctrl+Tab and Shift+Tab leave.
  if (event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier) {
      openAddMenuAtPointer();
      return true;
    }
    if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::ControlModifier) return focusNextPrevChild(true);
  }
  return QGraphicsView::event(event);
}

void GraphView::keyPressEvent(QKeyEvent* event) {
  const bool control = (event->modifiers() & Qt::ControlModifier) != 0;
  switch (event->key()) {
    case Qt::Key_Space:
      isSpaceDown_ = true;
      viewport()->setCursor(Qt::OpenHandCursor);
      return;
    case Qt::Key_Escape:
      if (slider_) document_.endPreview(document::PreviewEnd::drop);
      slider_.reset();
      if (wireDrag_) wireDrag_->drop();
      wireDrag_.reset();
      cut_.reset();
      viewport()->update();
      return event->ignore();  // Escape held cancels a run
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down: {
      const int step = (event->modifiers() & Qt::ShiftModifier) != 0 ? 24 : 4;
      const auto key = static_cast<Qt::Key>(event->key());
      if (!control) return walk(key);
      return nudge({key == Qt::Key_Left    ? -step
                    : key == Qt::Key_Right ? step
                                           : 0,
                    key == Qt::Key_Up     ? -step
                    : key == Qt::Key_Down ? step
                                          : 0});
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (const auto ids = selectedNodes(); !ids.empty() && !control) return Q_EMIT editRequested(ids.front());
      return event->ignore();
    default: QGraphicsView::keyPressEvent(event);
  }
}

void GraphView::keyReleaseEvent(QKeyEvent* event) {
  if (event->isAutoRepeat()) return;
  if (event->key() == Qt::Key_Space) {
    isSpaceDown_ = false;
    viewport()->unsetCursor();
  }
  if (event->key() == Qt::Key_Control) nudge_ = {};
  QGraphicsView::keyReleaseEvent(event);
}

}  // namespace heddle::ui
