#include "graph_view/node_item.h"

#include <QPainter>
#include <QStyleOptionGraphicsItem>
#include <QTextLayout>
#include <algorithm>
#include <cmath>

#include "graph_view/graph_scene.h"

namespace heddle::ui {
namespace {

constexpr double kRadius = 9;
constexpr double kDot = 4;  // radius of a port

QString elided(const QPainter& painter, const QString& text, double width) {
  return painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(width));
}

}  // namespace

NodeItem::NodeItem(GraphScene& scene, graph::NodeId id) : scene_(scene), id_(id) {
  setFlags(ItemIsSelectable | ItemIsMovable | ItemSendsGeometryChanges);
}

void NodeItem::setCard(NodeCard card) {
  const double margin = scene_.theme().pxF(kDot + 3);
  const QRectF bounds = QRectF(QPointF(), card.size).adjusted(-margin, -margin, margin, margin);
  if (bounds != bounds_) {
    prepareGeometryChange();
    bounds_ = bounds;
  }
  card_ = std::move(card);
  setToolTip(card_.isKnown ? QString()
                           : GraphScene::tr("This version of Heddle has no such node; it is kept as it is."));
  update();
}

void NodeItem::setStatus(const NodeStatus& status) {
  const bool otherImage = status.image.cacheKey() != status_.image.cacheKey();
  status_ = status;
  if (!otherImage) return;
  const int width = scene_.theme().px(2 * 208);
  const bool isLarge = status.image.width() > width;
  image_ = QPixmap::fromImage(isLarge ? status.image.scaledToWidth(width, Qt::SmoothTransformation) : status.image);
}

const CardPort* NodeItem::portAt(QPointF point, double reach) const {
  const CardPort* best = nullptr;
  double nearest = reach;
  for (const CardPort& port : card_.ports) {
    const double distance = QLineF(port.at, point).length();
    if (distance > nearest || (port.isParam && !scene_.showsDot(*this, port))) continue;
    nearest = distance;
    best = &port;
  }
  return best;
}

const CardParam* NodeItem::sliderAt(QPointF point) const {
  for (const CardParam& param : card_.params) {
    if (param.share && param.rect.contains(point)) return &param;
  }
  return nullptr;
}

QPointF NodeItem::portPlace(std::string_view name, bool isOutput) const {
  if (const CardPort* port = card_.findPort(name, isOutput)) return pos() + port->at;
  return pos() + QPointF(isOutput ? card_.size.width() : 0, scene_.theme().pxF(16));
}

NodeDetail NodeItem::detailAt(double zoom) {
  return zoom >= 0.5 ? NodeDetail::full : zoom >= 0.24 ? NodeDetail::plain : NodeDetail::block;
}

QVariant NodeItem::itemChange(GraphicsItemChange change, const QVariant& value) {
  // Only a drag snaps: a place that a file brings is shown as it is.
  if (change == ItemPositionChange && scene_.mouseGrabberItem() != nullptr) return scene_.snapped(value.toPointF());
  if (change == ItemSelectedHasChanged) setZValue(isSelected() ? 1 : 0);
  if (change == ItemPositionHasChanged) scene_.nodeItemMoved(*this);
  return QGraphicsItem::itemChange(change, value);
}

void NodeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
  const double zoom = painter->worldTransform().m11();
  if (card_.mode == graph::NodeMode::muted) painter->setOpacity(scene_.theme().mutedOpacity);
  switch (detailAt(zoom)) {
    case NodeDetail::block: return paintBlock(*painter);
    case NodeDetail::plain: return paintPlain(*painter);
    case NodeDetail::full: return paintFull(*painter);
  }
}

void NodeItem::paintBlock(QPainter& painter) const {
  const Theme& theme = scene_.theme();
  const QRectF body(QPointF(), card_.size);
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.fillRect(body, mixed(theme.colors.raised, card_.mark, 0.45));
  if (!status_.error.isEmpty()) painter.fillRect(QRectF(0, 0, body.width(), body.height() / 4), theme.error);
  if (!isSelected()) return;
  painter.setPen(QPen(theme.colors.accent, 0));
  painter.drawRect(body);
}

void NodeItem::paintBody(QPainter& painter) const {
  const Theme& theme = scene_.theme();
  const bool failed = !status_.error.isEmpty();
  const QColor edge = isSelected() ? theme.colors.accent : failed ? theme.error : theme.colors.edge;
  QPen pen(edge, theme.pxF(isSelected() ? 1.5 : 1));
  if (card_.mode == graph::NodeMode::bypassed) pen.setStyle(Qt::DashLine);
  painter.setPen(pen);
  painter.setBrush(theme.colors.raised);
  const double radius = theme.pxF(kRadius);
  painter.drawRoundedRect(QRectF(QPointF(), card_.size), radius, radius);
}

void NodeItem::paintPlain(QPainter& painter) const {
  const Theme& theme = scene_.theme();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.fillRect(QRectF(QPointF(), card_.size), isSelected() ? theme.colors.selection : theme.colors.raised);
  painter.fillRect(QRectF(0, 0, theme.pxF(6), card_.size.height()), card_.mark);
  const double pad = theme.pxF(12);
  const double top = theme.pxF(42);
  if (!image_.isNull()) {
    paintImage(painter, QRectF(pad, top, card_.size.width() - 2 * pad, card_.size.height() - top - pad));
  }
  QFont font = theme.font();
  font.setPixelSize(theme.px(30));
  painter.setFont(font);
  painter.setPen(status_.error.isEmpty() ? theme.colors.text : theme.error);
  const QRectF line(theme.pxF(14), 0, card_.size.width() - theme.pxF(18), std::min(top, card_.size.height()));
  const QString title = elided(painter, card_.title, line.width());
  if (plainTitle_.text() != title) plainTitle_ = QStaticText(title);  // laid out once, not in every frame
  painter.drawStaticText(QPointF(line.left(), line.center().y() - painter.fontMetrics().height() / 2.0), plainTitle_);
  if (status_.fraction >= 0) paintFoot(painter);
}

void NodeItem::paintFull(QPainter& painter) const {
  painter.setRenderHint(QPainter::Antialiasing, true);
  paintBody(painter);
  paintTitle(painter);
  if (!card_.isCollapsed) {
    for (const CardParam& param : card_.params) paintParam(painter, param);
    if (!card_.image.isEmpty()) paintImage(painter, card_.image);
    paintNotes(painter);
    paintError(painter);
  }
  paintFoot(painter);
  paintPorts(painter);
}

void NodeItem::paintTitle(QPainter& painter) const {
  const Theme& theme = scene_.theme();
  const double pad = theme.pxF(10);
  const QRectF line(pad, theme.pxF(2), card_.size.width() - 2 * pad, theme.pxF(30));
  painter.setPen(Qt::NoPen);
  painter.setBrush(card_.mark);
  const double mark = theme.pxF(8);
  painter.drawRoundedRect(QRectF(pad, line.center().y() - mark / 2, mark, mark), theme.pxF(2), theme.pxF(2));

  QString state = status_.state;
  if (card_.mode == graph::NodeMode::muted) state = GraphScene::tr("muted");
  if (card_.mode == graph::NodeMode::bypassed) state = GraphScene::tr("bypassed");
  painter.setFont(scene_.secondaryFont());
  const double stateWidth = state.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(state) + theme.pxF(8);
  painter.setPen(theme.colors.textSecondary);
  if (!state.isEmpty()) painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, state);

  painter.setFont(scene_.titleFont());
  painter.setPen(theme.colors.accent);
  const QRectF titleLine = line.adjusted(mark + theme.pxF(8), 0, -stateWidth, 0);
  painter.drawText(titleLine, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                   elided(painter, card_.title, titleLine.width()));
}

void NodeItem::paintPorts(QPainter& painter) const {
  const Theme& theme = scene_.theme();
  painter.setFont(scene_.font());
  const double gap = theme.pxF(12);
  const double half = card_.size.width() / 2;
  const auto sharesRow = [&](const CardPort& port) {
    return std::any_of(card_.ports.begin(), card_.ports.end(), [&](const CardPort& other) {
      return other.isOutput != port.isOutput && !other.isParam && other.at.y() == port.at.y();
    });
  };
  for (const CardPort& port : card_.ports) {
    if (!port.isParam && !card_.isCollapsed) {
      const double width = (sharesRow(port) ? half : card_.size.width()) - gap - theme.pxF(4);
      const double left = port.isOutput ? card_.size.width() - gap - width : gap;
      const QRectF line(left, port.at.y() - gap, width, 2 * gap);
      painter.setPen(scene_.dims(*this, port) ? theme.colors.edge
                                              : mixed(theme.colors.textSecondary, theme.colors.text, 0.6));
      const auto side = port.isOutput ? Qt::AlignRight : Qt::AlignLeft;
      painter.drawText(line, side | Qt::AlignVCenter | Qt::TextSingleLine, elided(painter, port.label, width));
    }
    if (!port.isParam || scene_.showsDot(*this, port)) paintDot(painter, port);
  }
}

void NodeItem::paintDot(QPainter& painter, const CardPort& port) const {
  const Theme& theme = scene_.theme();
  const bool fits = scene_.highlights(*this, port);
  const double radius = theme.pxF(fits ? kDot + 1.5 : kDot);
  const QColor colour = theme.portColour(port.type);
  painter.setPen(QPen(fits ? theme.colors.accent : theme.colors.background, theme.pxF(1)));
  painter.setBrush(scene_.dims(*this, port) ? mixed(theme.colors.raised, colour, 0.25) : colour);
  const QRectF dot(port.at.x() - radius, port.at.y() - radius, 2 * radius, 2 * radius);
  if (port.shape == PortShape::square) {
    painter.drawRect(dot);
  } else {
    painter.drawEllipse(dot);
  }
}

void NodeItem::paintParam(QPainter& painter, const CardParam& param) const {
  const Theme& theme = scene_.theme();
  painter.setFont(scene_.font());
  const double pad = theme.pxF(8);
  if (param.isText || param.share) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.colors.input);
    painter.drawRoundedRect(param.rect, theme.pxF(5), theme.pxF(5));
  }
  if (param.isText) return paintText(painter, param);
  QRectF line = param.rect;
  if (param.share) {
    QRectF filled = param.rect;
    filled.setWidth(std::max(theme.pxF(5), filled.width() * *param.share));
    painter.setBrush(mixed(theme.colors.raised, card_.mark, 0.35));
    painter.drawRoundedRect(filled, theme.pxF(5), theme.pxF(5));
    line.adjust(pad, 0, -pad, 0);
  }
  painter.setPen(theme.colors.accent);
  const double labelWidth = std::min<double>(painter.fontMetrics().horizontalAdvance(param.label), line.width() * 0.55);
  const QString value = elided(painter, param.value, line.width() - labelWidth - pad);
  painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, value);
  painter.setPen(param.share ? theme.colors.text : mixed(theme.colors.textSecondary, theme.colors.text, 0.6));
  const double room = line.width() - painter.fontMetrics().horizontalAdvance(value) - pad;
  painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, elided(painter, param.label, room));
}

void NodeItem::paintText(QPainter& painter, const CardParam& param) const {
  const Theme& theme = scene_.theme();
  const double pad = theme.pxF(8);
  const QRectF box = param.rect.adjusted(pad, pad / 2, -pad, -pad / 2);
  painter.save();
  painter.setClipRect(param.rect);
  painter.setPen(param.value.isEmpty() ? theme.colors.textSecondary : theme.colors.text);
  if (param.marks.empty()) {
    painter.drawText(box, Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop,
                     param.value.isEmpty() ? param.label : param.value);
  } else {
    paintMarked(painter, param, box);
  }
  if (!param.note.isEmpty()) {
    painter.setFont(scene_.secondaryFont());
    const double wide = painter.fontMetrics().horizontalAdvance(param.note);
    const QRectF corner(box.right() - wide, box.bottom() - theme.pxF(14), wide, theme.pxF(14));
    painter.fillRect(corner.adjusted(-pad / 2, 0, 0, 0), theme.colors.input);
    painter.setPen(theme.colors.textSecondary);
    painter.drawText(corner, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, param.note);
  }
  painter.restore();
}

// A prompt with its syntax in colour.
void NodeItem::paintMarked(QPainter& painter, const CardParam& param, const QRectF& box) const {
  const Theme& theme = scene_.theme();
  QString shown = param.value;
  QTextLayout layout(shown.replace('\n', QChar::LineSeparator), scene_.font());
  QList<QTextLayout::FormatRange> colours;
  for (const PromptMark& mark : param.marks) {
    QTextCharFormat format;
    format.setForeground(promptColour(mark.part, theme.scheme != Scheme::light, theme.colors.textSecondary));
    colours.push_back({mark.start, mark.length, format});
  }
  layout.setFormats(colours);
  layout.beginLayout();
  double below = 0;
  while (below < box.height()) {
    QTextLine line = layout.createLine();
    if (!line.isValid()) break;
    line.setLineWidth(box.width());
    line.setPosition({0, below});
    below += line.height();
  }
  layout.endLayout();
  layout.draw(&painter, box.topLeft());
}

void NodeItem::paintImage(QPainter& painter, const QRectF& rect) const {
  const Theme& theme = scene_.theme();
  if (image_.isNull()) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.colors.input);
    painter.drawRoundedRect(rect, theme.pxF(5), theme.pxF(5));
    return;
  }
  const QSizeF size = QSizeF(image_.size()).scaled(rect.size(), Qt::KeepAspectRatio);
  QRectF target(QPointF(), size);
  target.moveCenter(rect.center());
  painter.setRenderHint(QPainter::SmoothPixmapTransform, painter.worldTransform().m11() >= 0.45);
  painter.drawPixmap(target, image_, QRectF(image_.rect()));
}

void NodeItem::paintNotes(QPainter& painter) const {
  if (card_.notes.isEmpty()) return;
  painter.setFont(scene_.secondaryFont());
  painter.setPen(scene_.theme().colors.textSecondary);
  painter.drawText(card_.notes, Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop, status_.notes);
}

void NodeItem::paintError(QPainter& painter) const {
  if (card_.error.isEmpty()) return;
  painter.setFont(scene_.secondaryFont());
  painter.setPen(scene_.theme().error);
  painter.drawText(card_.error, Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop, status_.error);
  if (card_.fix.isEmpty()) return;
  const Theme& theme = scene_.theme();
  painter.setPen(QPen(theme.colors.edge, theme.pxF(1)));
  painter.setBrush(theme.colors.input);
  painter.drawRoundedRect(card_.fix, theme.pxF(6), theme.pxF(6));
  painter.setFont(scene_.font());
  painter.setPen(theme.colors.accent);
  painter.drawText(card_.fix, Qt::AlignCenter | Qt::TextSingleLine, elided(painter, status_.fix, card_.fix.width()));
}

void NodeItem::paintFoot(QPainter& painter) const {
  const Theme& theme = scene_.theme();
  if (status_.fraction < 0) return;
  const double pad = theme.pxF(10);
  const double height = theme.pxF(3);
  const QRectF track(pad, card_.size.height() - height - theme.pxF(4), card_.size.width() - 2 * pad, height);
  painter.fillRect(track, theme.colors.input);
  QRectF done = track;
  done.setWidth(track.width() * std::clamp(status_.fraction, 0.0, 1.0));
  painter.fillRect(done, card_.mark);
}

}  // namespace heddle::ui
