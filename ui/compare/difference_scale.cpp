#include "compare/difference_scale.h"

#include <QLinearGradient>
#include <QPainter>

#include "image/colour_difference.h"
#include "support/theme.h"

namespace heddle::ui {

DifferenceScale::DifferenceScale(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Scale of the difference map"));
  setToolTip(tr("How far two colours are apart for the eye (CIEDE2000): below 1 nobody sees it, 10 is another shade"));
}

QSize DifferenceScale::sizeHint() const { return {scaled(120), scaled(32)}; }

void DifferenceScale::setEnd(double end) {
  if (end == end_) return;
  end_ = end;
  update();
}

void DifferenceScale::paintEvent(QPaintEvent*) {
  if (end_ <= 0) return;
  const ThemeColors colors = themeColors(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF bar(0.5, 0.5, width() - 1, scaled(10));
  QLinearGradient heat(bar.topLeft(), bar.topRight());
  for (int i = 0; i <= 8; ++i) {
    const auto colour = image::heat_colour(i / 8.0);
    heat.setColorAt(i / 8.0, QColor(colour[0], colour[1], colour[2]));
  }
  painter.setPen(QPen(colors.edge, 1));
  painter.setBrush(heat);
  painter.drawRoundedRect(bar, scaled(3), scaled(3));
  painter.setPen(colors.textSecondary);
  QFont small = font();
  small.setPixelSize(scaled(11));
  painter.setFont(small);
  const QRectF line(0, bar.bottom() + scaled(2), width(), height() - bar.bottom() - scaled(2));
  painter.drawText(line, Qt::AlignLeft | Qt::AlignTop, QStringLiteral("0"));
  painter.drawText(line, Qt::AlignHCenter | Qt::AlignTop, QString::number(end_ / 2));
  painter.drawText(line, Qt::AlignRight | Qt::AlignTop, QStringLiteral("ΔE %1").arg(end_));
}

}  // namespace heddle::ui
