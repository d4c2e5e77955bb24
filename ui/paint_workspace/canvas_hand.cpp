#include "paint_workspace/canvas_hand.h"

#include <QColor>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "paint/colour_places.h"
#include "paint/extend_canvas.h"
#include "paint/shapes.h"
#include "paint_workspace/canvas_work.h"

namespace heddle::ui {
namespace {

constexpr int kEight = 8;
constexpr double kAtOnce = 700.0 * 700;  // pixels: a larger shape is filled in the other thread

QPoint pixelAt(QPointF at) { return {static_cast<int>(std::floor(at.x())), static_cast<int>(std::floor(at.y()))}; }

// What the tools paint: a value on masks, a colour on images; nothing where they erase.
struct Ink {
  std::uint8_t value;
  QRgb colour;
};

// Paints into the layer of that id, whichever kind it is.
template <typename OnMask, typename OnColours>
void changeLayer(paint::CanvasState& state, paint::LayerId id, OnMask onMask, OnColours onColours) {
  if (paint::MaskLayer* mask = state.mask(id)) {
    onMask(mask->mask);
  } else if (paint::ImageLayer* image = state.image(id)) {
    onColours(*image);
  }
}

}  // namespace

CanvasHand::CanvasHand(paint::Canvas& canvas, CanvasWork& work, QObject* parent)
    : QObject(parent), canvas_(canvas), work_(work) {
  connect(&canvas, &paint::Canvas::opened, this, [this] {
    hasLast_ = false;
    deed_ = Deed::none;
    points_.clear();
  });
}

void CanvasHand::setTool(PaintTool tool) {
  if (tool != tool_) cancel();
  tool_ = tool;
}

QTransform CanvasHand::toLayer() const {
  const paint::ImageLayer* image = canvas_.activeImage();
  return image == nullptr ? QTransform() : image->transform().inverted();
}

paint::Brush CanvasHand::brushFor(const Pen& pen) const {
  paint::Brush brush = settings_.brush;
  if (pen.pressure >= 0) brush = paint::pressed(brush, pen.pressure, settings_.pressure);
  if (settings_.pressure.hasTilt && !pen.tilt.isNull()) brush = paint::tilted(brush, pen.tilt.x(), pen.tilt.y());
  if (const paint::ImageLayer* image = canvas_.activeImage()) brush.size /= image->scale;
  if (isErasing_) {
    brush.value = 0;
    brush.colour = 0;
  }
  return brush;
}

bool CanvasHand::canWork() {
  if (canvas_.isEmpty() || tool_ == PaintTool::hand || tool_ == PaintTool::zoom) return false;
  const paint::ImageLayer* image = canvas_.activeImage();
  const paint::MaskLayer* mask = canvas_.activeMask();
  const bool isSeen = image == nullptr ? mask != nullptr && mask->isVisible : image->isVisible;
  if (!isSeen && tool_ != PaintTool::picker) {
    Q_EMIT said(tr("This layer is hidden; show it, or choose another."));
    return false;
  }
  return true;
}

void CanvasHand::press(const Pen& pen) {
  if (!canWork() || (isBusy() && deed_ != Deed::polygon)) return;
  if (canvas_.shown() >= 0) canvas_.show(-1);  // what is painted on is shown
  const bool takesAway = pen.keys.testFlag(Qt::AltModifier);
  switch (tool_) {
    case PaintTool::brush:
    case PaintTool::eraser: isErasing_ = takesAway || tool_ == PaintTool::eraser; return startStroke(pen);
    case PaintTool::fill:
    case PaintTool::wand: isErasing_ = takesAway; return takePlaces(pen);
    case PaintTool::picker: return pick(pen.at);
    case PaintTool::move:
      if (canvas_.activeImage() == nullptr) return Q_EMIT said(tr("Choose a picture layer to move it."));
      before_ = canvas_.state();
      points_ = QPolygonF({pen.at});
      deed_ = Deed::move;
      return canvas_.beginEdit();
    case PaintTool::extend:
      points_ = QPolygonF({pen.at, pen.at});
      deed_ = Deed::extend;
      return;
    case PaintTool::polygon:
      if (deed_ == Deed::none) isErasing_ = takesAway;
      if (deed_ == Deed::none) points_ = QPolygonF({pen.at});
      deed_ = Deed::polygon;
      points_.last() = pen.at;
      points_.append(pen.at);  // follows the pen
      return Q_EMIT outlineChanged();
    default:
      isErasing_ = takesAway;
      points_ = QPolygonF({pen.at});
      deed_ = Deed::shape;
  }
}

void CanvasHand::move(const Pen& pen) {
  switch (deed_) {
    case Deed::stroke: return strokeTo(pen);
    case Deed::shape:
      if (tool_ != PaintTool::lasso && points_.size() > 1) points_.removeLast();
      points_.append(pen.at);
      return Q_EMIT outlineChanged();
    case Deed::polygon: return hover(pen.at);
    case Deed::move: return dragLayer(pen.at);
    case Deed::extend: points_.back() = pen.at; return Q_EMIT outlineChanged();
    case Deed::none: return;
  }
}

void CanvasHand::release(const Pen& pen) {
  if (deed_ == Deed::stroke) {
    deed_ = Deed::none;
    lastPlace_ = pen.at;
    hasLast_ = true;
    canvas_.endEdit(isErasing_ ? tr("Erase") : tr("Brush stroke"));
    Q_EMIT worked();
  } else if (deed_ == Deed::move) {
    deed_ = Deed::none;
    before_ = {};
    canvas_.endEdit(tr("Move layer"));
  } else if (deed_ == Deed::extend) {
    const QMargins margins = draggedMargins();
    cancel();
    extend(margins);
  } else if (deed_ == Deed::shape) {
    finishShape();
  }
}

void CanvasHand::hover(QPointF at) {
  if (deed_ != Deed::polygon) return;
  points_.last() = at;
  Q_EMIT outlineChanged();
}

bool CanvasHand::cancel() {
  const Deed stopped = std::exchange(deed_, Deed::none);
  points_.clear();
  if (stopped == Deed::none) return false;
  canvas_.cancelEdit();
  before_ = {};
  Q_EMIT outlineChanged();
  return true;
}

bool CanvasHand::finish() {
  if (deed_ != Deed::polygon) return false;
  points_.removeLast();
  finishShape();
  return true;
}

void CanvasHand::startStroke(const Pen& pen) {
  canvas_.beginEdit();
  deed_ = Deed::stroke;
  rest_ = 0;
  last_ = brushFor(pen);
  const bool isLine = pen.keys.testFlag(Qt::ShiftModifier) && hasLast_;
  points_ = QPolygonF({toLayer().map(isLine ? lastPlace_ : pen.at)});
  if (isLine) return strokeTo(pen);
  canvas_.editMask([this](paint::TiledMask& mask) { return paint::dab(mask, points_.back(), last_); });
  canvas_.editColours([this](paint::TiledColours& colours) { return paint::dab(colours, points_.back(), last_); });
}

void CanvasHand::strokeTo(const Pen& pen) {
  const paint::Way way{points_.back(), toLayer().map(pen.at), last_, brushFor(pen)};
  canvas_.editMask([&](paint::TiledMask& mask) { return paint::stroke(mask, way, rest_); });
  canvas_.editColours([&](paint::TiledColours& colours) { return paint::stroke(colours, way, rest_); });
  points_.back() = way.to;
  last_ = way.last;
}

QPainterPath CanvasHand::outline() const {
  QPainterPath path;
  if (deed_ == Deed::extend) path.addRect(canvas_.state().rect().marginsAdded(draggedMargins()));
  if (points_.size() < 2 || (deed_ != Deed::shape && deed_ != Deed::polygon)) return path;
  const QRectF box = QRectF(points_.front(), points_.back()).normalized();
  if (tool_ == PaintTool::rectangle) {
    path.addRect(box);
  } else if (tool_ == PaintTool::ellipse) {
    path.addEllipse(box);
  } else {
    path.addPolygon(points_);
    if (tool_ != PaintTool::gradient) path.closeSubpath();
  }
  return path;
}

void CanvasHand::finishShape() {
  const QPainterPath path = outline();
  const QPolygonF points = std::exchange(points_, {});
  deed_ = Deed::none;
  Q_EMIT outlineChanged();
  if (points.size() < 2) return;
  const Ink ink{isErasing_ ? std::uint8_t{0} : settings_.brush.value, isErasing_ ? 0 : settings_.brush.colour};
  if (tool_ == PaintTool::gradient) {
    return work_.change(tr("Gradient"), [ink, points, id = canvas_.active()](paint::CanvasState& state) {
      changeLayer(
          state, id, [&](paint::TiledMask& mask) { paint::gradient(mask, points.front(), points.back(), ink.value); },
          [&](paint::ImageLayer& layer) {
            const QTransform there = layer.transform().inverted();
            paint::gradient(layer.colours, there.map(points.front()), there.map(points.back()), ink.colour);
          });
    });
  }
  const QString text = tool_ == PaintTool::rectangle ? tr("Rectangle")
                       : tool_ == PaintTool::ellipse ? tr("Ellipse")
                                                     : tr("Lasso");
  const auto change = [ink, path, id = canvas_.active()](paint::CanvasState& state) {
    changeLayer(
        state, id, [&](paint::TiledMask& mask) { paint::fillPath(mask, path, ink.value); },
        [&](paint::ImageLayer& layer) {
          paint::fillPath(layer.colours, layer.transform().inverted().map(path), ink.colour);
        });
  };
  const QRectF box = path.boundingRect();
  if (box.width() * box.height() > kAtOnce || !work_.isIdle()) return work_.change(text, change);
  paint::CanvasState after = canvas_.state();
  change(after);
  canvas_.commit(text, after);
  Q_EMIT worked();
}

// The bucket adds what is like the place; the wand makes it the whole mask, with Shift it adds, with Alt it takes away.
void CanvasHand::takePlaces(const Pen& pen) {
  const bool isWand = tool_ == PaintTool::wand;
  if (isWand && canvas_.activeMask() == nullptr) return Q_EMIT said(tr("Choose a mask; the wand makes masks."));
  const QPoint place = pixelAt(pen.at);
  if (!canvas_.state().rect().contains(place)) return;
  const bool isNew = isWand && !isErasing_ && !pen.keys.testFlag(Qt::ShiftModifier);
  const Ink ink{isErasing_ ? std::uint8_t{0} : settings_.brush.value, isErasing_ ? 0 : settings_.brush.colour};
  work_.change(isWand ? tr("Magic wand") : tr("Fill"),
               [=, tolerance = settings_.tolerance, id = canvas_.active()](paint::CanvasState& state) {
                 const paint::TiledMask places = paint::placesLike(paint::flattened(state), place, tolerance, true);
                 changeLayer(
                     state, id,
                     [&](paint::TiledMask& mask) {
                       if (isNew) mask = paint::TiledMask(mask.size());
                       paint::fillPlaces(mask, places, {}, ink.value);
                     },
                     [&](paint::ImageLayer& layer) {
                       const QTransform there = layer.transform().inverted();
                       const QRect box = layer.transform().mapRect(QRectF({}, QSizeF(layer.size()))).toAlignedRect();
                       if (layer.transform().type() <= QTransform::TxTranslate) {
                         paint::fillPlaces(layer.colours, places, -layer.at, ink.colour);
                         return;
                       }
                       const QRect part = there.mapRect(QRectF(box)).toAlignedRect();
                       layer.colours.change(part, [&](int x, int y, QRgb old) {
                         const QPoint at = pixelAt(layer.transform().map(QPointF(x + 0.5, y + 0.5)));
                         return places.rect().contains(at) && places.at(at.x(), at.y()) > 127 ? ink.colour : old;
                       });
                     });
               });
}

void CanvasHand::dragLayer(QPointF at) {
  paint::CanvasState state = before_;
  if (paint::ImageLayer* layer = state.image(canvas_.active())) {
    layer->at += (at - points_.front()).toPoint();
    canvas_.preview(state);
  }
}

// The edge nearest to where the pen went down follows it outwards, in whole eights, as models have them.
QMargins CanvasHand::draggedMargins() const {
  const QSize size = canvas_.size();
  const QPointF from = points_.front(), way = points_.back() - from;
  const double distances[] = {std::abs(from.x()), std::abs(from.y()), std::abs(size.width() - from.x()),
                              std::abs(size.height() - from.y())};
  const double lengths[] = {-way.x(), -way.y(), way.x(), way.y()};
  const auto nearest = std::ranges::min_element(distances) - std::begin(distances);
  const int added = std::max(0, static_cast<int>(std::lround(lengths[nearest] / kEight)) * kEight);
  int sides[4] = {};
  sides[nearest] = added;
  return {sides[0], sides[1], sides[2], sides[3]};
}

void CanvasHand::extend(const QMargins& margins) {
  if (margins.isNull() || canvas_.isEmpty()) return;
  work_.change(tr("Extend the canvas"), [margins, name = tr("Edges")](paint::CanvasState& state) {
    state = paint::extendedBy(state, margins, name);
  });
}

void CanvasHand::pick(QPointF at) {
  if (!canvas_.state().rect().contains(pixelAt(at))) return;
  Q_EMIT colourPicked(QColor::fromRgb(paint::colourAt(canvas_.state(), pixelAt(at))));
}

}  // namespace heddle::ui
