#include "plots/plot_view.h"

#include <QLocale>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <cmath>

#include "graph/port_type.h"
#include "plots/plot_card.h"
#include "plots/plot_library.h"
#include "plots/plot_source.h"
#include "support/theme.h"

namespace heddle::ui {

namespace {

using sheets::CurveKind;
using sheets::CurvePoint;

constexpr double kReachPixels = 28;
constexpr std::size_t kLinesOfCardMost = 12, kNamesMost = 14;
constexpr double kMarginShare = 0.04;

// The colours of wires, which stay apart for colour-blind eyes; the shape is a second sign.
QColor curveColour(std::size_t curve, const QPalette& palette) {
  static const std::array<graph::PortType, 8> kinds = {
      graph::port::image, graph::port::conditioning, graph::port::latent, graph::port::image_prompt,
      graph::port::model, graph::port::control,      graph::port::mask,   graph::port::number};
  const bool isLight = themeColors(palette).background.lightness() > 128;
  static const Theme dark = makeTheme(Scheme::dark), light = makeTheme(Scheme::light);
  return (isLight ? light : dark).portColour(kinds[curve % kinds.size()]);
}

QCPScatterStyle shapeOf(std::size_t curve, const QColor& colour, double size) {
  static const std::array shapes = {QCPScatterStyle::ssDisc, QCPScatterStyle::ssSquare, QCPScatterStyle::ssTriangle,
                                    QCPScatterStyle::ssDiamond, QCPScatterStyle::ssTriangleInverted};
  return {shapes[curve % shapes.size()], QPen(colour, 1), QBrush(colour), size};
}

QString numberOf(double value) { return QLocale().toString(value, 'g', 5); }

QString lineOf(const sheets::Curves& curves, std::size_t curve, const CurvePoint& point) {
  QString text = QString::fromStdString(curves.curves[curve].name) + "  " + numberOf(point.y);
  if (point.spread > 0) text += " ± " + numberOf(point.spread);
  if (point.count > 1) text += QString(" (%1)").arg(point.count);
  return text;
}

// The point of a curve whose x is nearest; none: it is not near.
const CurvePoint* nearestInX(const sheets::Curve& curve, double x) {
  const CurvePoint* best = nullptr;
  for (const CurvePoint& point : curve.points) {
    if (best == nullptr || std::abs(point.x - x) < std::abs(best->x - x)) best = &point;
  }
  return best;
}

}  // namespace

PlotView::PlotView(QWidget* parent) : QWidget(parent), plot_(new QCustomPlot(this)), card_(new PlotCard(this)) {
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->addWidget(plot_);
  plot_->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
  plot_->setNoAntialiasingOnDrag(true);
  plot_->installEventFilter(this);
  plot_->setMouseTracking(true);
  plot_->setFocusPolicy(Qt::NoFocus);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Plot"));
  plot_->legend->setVisible(false);
  plot_->axisRect()->insetLayout()->setInsetAlignment(0, Qt::AlignTop | Qt::AlignRight);
  card_->raise();
  applyColours();
  plot_->setVisible(false);
}

bool PlotView::isEmpty() const {
  return std::ranges::all_of(curves_.curves, [](const sheets::Curve& curve) { return curve.points.empty(); });
}

void PlotView::setPlaceholder(const QString& text) {
  placeholder_ = text;
  update();
}

void PlotView::setCurves(sheets::Curves curves, bool isSamePlot) {
  const bool wasEmpty = isEmpty();
  hovered_ = nullptr;
  ++asked_;
  curves_ = std::move(curves);
  plot_->setVisible(!isEmpty());
  leave();
  draw();
  if (!isSamePlot || wasEmpty) fit();
  update();
}

void PlotView::setLogarithmic(bool logarithmic) {
  isLogarithmic_ = logarithmic;
  draw();
  fit();
}

void PlotView::draw() {
  plot_->clearPlottables();
  plot_->xAxis->setLabel(plotAxisTitle(QString::fromStdString(curves_.x)));
  plot_->yAxis->setLabel(plotAxisTitle(QString::fromStdString(curves_.y)));
  plot_->xAxis->setTicker(QSharedPointer<QCPAxisTicker>::create());
  plot_->yAxis->setRangeReversed(false);
  const bool isBars = curves_.kind == CurveKind::bars;
  if (isLogarithmic_ && !isBars) {
    plot_->yAxis->setScaleType(QCPAxis::stLogarithmic);
    plot_->yAxis->setTicker(QSharedPointer<QCPAxisTickerLog>::create());
    plot_->yAxis->setNumberFormat("gb");
  } else {
    plot_->yAxis->setScaleType(QCPAxis::stLinear);
    plot_->yAxis->setTicker(QSharedPointer<QCPAxisTicker>::create());
    plot_->yAxis->setNumberFormat("g");
  }
  fitTicks();
  if (isBars) {
    drawBars();
    return plot_->replot(QCustomPlot::rpQueuedReplot);
  }
  for (std::size_t i = 0; i < curves_.curves.size(); ++i) {
    const sheets::Curve& curve = curves_.curves[i];
    const QColor colour = curveColour(i, palette());
    QVector<double> x, y, spread;
    for (const CurvePoint& point : curve.points) {
      if (isLogarithmic_ && point.y <= 0) continue;  // has no place on this axis
      x << point.x;
      y << point.y;
      spread << point.spread;
    }
    QCPGraph* drawn = plot_->addGraph();
    drawn->setName(QString::fromStdString(curve.name));
    drawn->setData(x, y);
    const bool isPoints = curves_.kind == CurveKind::points;
    drawn->setPen(QPen(colour, scaled(1.6)));
    if (isPoints) drawn->setLineStyle(QCPGraph::lsNone);
    if (isPoints || x.size() <= 64) drawn->setScatterStyle(shapeOf(i, colour, scaled(isPoints ? 8 : 6)));
    if (std::ranges::any_of(spread, [](double one) { return one > 0; })) {
      auto* bars = new QCPErrorBars(plot_->xAxis, plot_->yAxis);
      bars->removeFromLegend();
      bars->setDataPlottable(drawn);
      bars->setData(spread);
      bars->setPen(QPen(colour, scaled(1)));
      bars->setWhiskerWidth(scaled(7));
      bars->setSymbolGap(0);
    }
  }
  plot_->replot(QCustomPlot::rpQueuedReplot);
}

// In the corner where the fewest points lie; none where it would hide most of the plot.
void PlotView::placeLegend() {
  const QRect room = plot_->axisRect()->rect();
  const QSize size = plot_->legend->minimumOuterSizeHint();
  const bool hasRoom = size.width() < room.width() / 2 && size.height() < room.height() / 2;
  const std::size_t count = curves_.curves.size();
  plot_->legend->setVisible(hasRoom && count > 1 && count <= kNamesMost && curves_.kind != CurveKind::bars);
  if (!plot_->legend->visible()) return;
  static const std::array corners = {Qt::AlignTop | Qt::AlignRight, Qt::AlignTop | Qt::AlignLeft,
                                     Qt::AlignBottom | Qt::AlignRight, Qt::AlignBottom | Qt::AlignLeft};
  std::array<int, 4> points{};
  for (const sheets::Curve& curve : curves_.curves) {
    for (const CurvePoint& point : curve.points) {
      const double x = plot_->xAxis->coordToPixel(point.x), y = plot_->yAxis->coordToPixel(point.y);
      const bool isLeft = x < room.left() + size.width() + scaled(12);
      const bool isRight = x > room.right() - size.width() - scaled(12);
      const bool isTop = y < room.top() + size.height() + scaled(12);
      const bool isBottom = y > room.bottom() - size.height() - scaled(12);
      points[0] += isTop && isRight ? 1 : 0;
      points[1] += isTop && isLeft ? 1 : 0;
      points[2] += isBottom && isRight ? 1 : 0;
      points[3] += isBottom && isLeft ? 1 : 0;
    }
  }
  const auto best = static_cast<std::size_t>(std::ranges::min_element(points) - points.begin());
  plot_->axisRect()->insetLayout()->setInsetAlignment(0, corners[best]);
}

// As many numbers on the axes as have room.
void PlotView::fitTicks() {
  const auto count = [](int length, double each) { return std::clamp(static_cast<int>(length / scaled(each)), 2, 8); };
  plot_->xAxis->ticker()->setTickCount(count(plot_->width(), 90));
  plot_->yAxis->ticker()->setTickCount(count(plot_->height(), 60));
}

// From top to bottom in their order, with their names at the left.
void PlotView::drawBars() {
  plot_->xAxis->setLabel(plotAxisTitle(QString::fromStdString(curves_.y)));
  plot_->yAxis->setLabel({});
  plot_->yAxis->setRangeReversed(true);
  auto names = QSharedPointer<QCPAxisTickerText>::create();
  QVector<double> place, value;
  if (!curves_.curves.empty()) {
    for (const CurvePoint& point : curves_.curves.front().points) {
      names->addTick(point.x, QString::fromStdString(point.label));
      place << point.x;
      value << point.y;
    }
  }
  plot_->yAxis->setTicker(names);
  auto* bars = new QCPBars(plot_->yAxis, plot_->xAxis);
  bars->setData(place, value);
  bars->setWidth(0.6);
  bars->setPen(Qt::NoPen);
  bars->setBrush(curveColour(0, palette()));
}

void PlotView::fit() {
  if (curves_.kind == CurveKind::bars) {
    const auto count = curves_.curves.empty() ? 0.0 : static_cast<double>(curves_.curves.front().points.size());
    plot_->xAxis->rescale();
    plot_->xAxis->setRange(0, std::max(1e-6, plot_->xAxis->range().upper * (1 + kMarginShare)));
    plot_->yAxis->setRange(0.25, count + 0.75);
    placeLegend();
    return plot_->replot(QCustomPlot::rpQueuedReplot);
  }
  plot_->rescaleAxes();
  for (QCPAxis* axis : {plot_->xAxis, plot_->yAxis}) {
    const QCPRange range = axis->range();
    if (axis->scaleType() == QCPAxis::stLogarithmic) {
      const double factor = std::pow(range.upper / range.lower, kMarginShare);
      axis->setRange(range.lower / factor, range.upper * factor);
    } else {
      const double margin = range.size() > 0 ? kMarginShare * range.size() : 0.5;
      axis->setRange(range.lower - margin, range.upper + margin);
    }
  }
  placeLegend();
  plot_->replot(QCustomPlot::rpQueuedReplot);
}

void PlotView::applyColours() {
  const ThemeColors colours = themeColors(palette());
  plot_->setBackground(colours.background);
  QFont small = font();
  if (small.pixelSize() > 0) small.setPixelSize(std::max(8, small.pixelSize() - scaled(1)));
  for (QCPAxis* axis : {plot_->xAxis, plot_->yAxis}) {
    axis->setBasePen(QPen(colours.edge));
    axis->setTickPen(QPen(colours.edge));
    axis->setSubTickPen(QPen(colours.edge));
    axis->setLabelColor(colours.textSecondary);
    axis->setTickLabelColor(colours.textSecondary);
    axis->setLabelFont(font());
    axis->setTickLabelFont(small);
    axis->setLabelPadding(scaled(6));
    axis->grid()->setPen(QPen(mixed(colours.background, colours.edge, 0.55), 1));
    axis->grid()->setZeroLinePen(QPen(colours.edge, 1));
  }
  plot_->legend->setBrush(colours.panel);
  plot_->legend->setBorderPen(QPen(colours.edge));
  plot_->legend->setTextColor(colours.text);
  plot_->legend->setFont(small);
  plot_->plotLayout()->setMargins(QMargins(scaled(8), scaled(12), scaled(12), scaled(8)));
}

void PlotView::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
  applyColours();
  draw();
}

bool PlotView::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::MouseMove: {
      const auto* mouse = static_cast<QMouseEvent*>(event);
      mouse->buttons() == Qt::NoButton ? hover(mouse->position().toPoint()) : leave();
      break;
    }
    case QEvent::MouseButtonPress: setFocus(); break;
    case QEvent::MouseButtonDblClick: fit(); return true;
    case QEvent::Leave: leave(); break;
    default: break;
  }
  return QWidget::eventFilter(watched, event);
}

void PlotView::keyPressEvent(QKeyEvent* event) {
  const auto zoom = [this](double factor) {
    for (QCPAxis* axis : {plot_->xAxis, plot_->yAxis}) axis->scaleRange(factor, axis->range().center());
    plot_->replot(QCustomPlot::rpQueuedReplot);
  };
  switch (event->key()) {
    case Qt::Key_F: return fit();
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoom(1 / 1.2);
    case Qt::Key_Minus: return zoom(1.2);
    default: return QWidget::keyPressEvent(event);
  }
}

void PlotView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const ThemeColors colours = themeColors(palette());
  painter.fillRect(rect(), colours.background);
  if (!isEmpty()) return;
  painter.setPen(colours.textSecondary);
  const int margin = std::max(scaled(24), width() / 6);
  painter.drawText(rect().adjusted(margin, 0, -margin, 0), Qt::AlignCenter | Qt::TextWordWrap, placeholder_);
}

void PlotView::resizeEvent(QResizeEvent* event) {
  leave();
  QWidget::resizeEvent(event);
  if (isEmpty()) return;
  plot_->replot(QCustomPlot::rpImmediateRefresh);  // lays the axes out, on which the legend's place depends
  draw();
  placeLegend();
}

const CurvePoint* PlotView::nearestPoint(const QPoint& at, int* curve) const {
  const CurvePoint* best = nullptr;
  double nearest = kReachPixels * kReachPixels;
  for (std::size_t i = 0; i < curves_.curves.size(); ++i) {
    for (const CurvePoint& point : curves_.curves[i].points) {
      const double dx = plot_->xAxis->coordToPixel(point.x) - at.x(), dy = plot_->yAxis->coordToPixel(point.y) - at.y();
      if (dx * dx + dy * dy >= nearest) continue;
      nearest = dx * dx + dy * dy;
      best = &point;
      *curve = static_cast<int>(i);
    }
  }
  return best;
}

QStringList PlotView::readout(const QPoint& at) {
  hovered_ = nullptr;
  if (isEmpty() || !plot_->axisRect()->rect().contains(at)) return {};
  QStringList lines;
  if (curves_.kind == CurveKind::bars) {
    const CurvePoint* bar = nearestInX(curves_.curves.front(), plot_->yAxis->pixelToCoord(at.y()));
    return {QString::fromStdString(bar->label),
            plotAxisTitle(QString::fromStdString(curves_.y)) + "  " + numberOf(bar->y)};
  }
  if (curves_.kind == CurveKind::points) {
    int curve = 0;
    const CurvePoint* point = nearestPoint(at, &curve);
    if (point == nullptr) return {};
    hovered_ = point;
    if (!point->label.empty()) lines << QString::fromStdString(point->label);
    if (curves_.curves.size() > 1)
      lines << QString::fromStdString(curves_.curves[static_cast<std::size_t>(curve)].name);
    return lines << plotAxisTitle(QString::fromStdString(curves_.x)) + "  " + numberOf(point->x)
                 << plotAxisTitle(QString::fromStdString(curves_.y)) + "  " + numberOf(point->y);
  }
  const double x = plot_->xAxis->pixelToCoord(at.x());
  const CurvePoint* first = nullptr;
  for (std::size_t i = 0; i < curves_.curves.size() && i < kLinesOfCardMost; ++i) {
    const CurvePoint* point = nearestInX(curves_.curves[i], x);
    if (point == nullptr) continue;
    if (first == nullptr || std::abs(point->x - x) < std::abs(first->x - x)) first = point;
    lines << lineOf(curves_, i, *point);
  }
  if (first != nullptr) lines.prepend(plotAxisTitle(QString::fromStdString(curves_.x)) + "  " + numberOf(first->x));
  return lines;
}

void PlotView::hover(const QPoint& at) {
  const CurvePoint* before = hovered_;
  const QStringList lines = readout(at);
  if (lines.isEmpty()) return leave();
  if (hovered_ != before || hovered_ == nullptr) card_->setImage({});
  card_->setLines(lines);
  card_->placeBeside(at);
  card_->show();
  if (hovered_ == before || hovered_ == nullptr || !imageOf_) return;
  imageOf_(*hovered_, [this, asked = ++asked_, at](const QImage& image) {
    if (asked != asked_ || !card_->isVisible()) return;
    card_->setImage(image);
    card_->placeBeside(at);
  });
}

void PlotView::leave() {
  hovered_ = nullptr;
  card_->hide();
  card_->setImage({});
}

}  // namespace heddle::ui
