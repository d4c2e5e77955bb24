#include "plots/plot_card.h"

#include <QPainter>
#include <algorithm>

#include "support/theme.h"

namespace heddle::ui {

namespace {

constexpr int kCardPadding = 8, kCardImageSide = 160, kCardWidthMost = 460, kCardGap = 14;

QSize imageSize(const QImage& image) {
  if (image.isNull()) return {};
  const int side = scaled(kCardImageSide);
  return image.size().scaled(side, side, Qt::KeepAspectRatio);
}

}  // namespace

PlotCard::PlotCard(QWidget* parent) : QWidget(parent) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  hide();
}

void PlotCard::setLines(const QStringList& lines) {
  lines_ = lines;
  resize(sizeHint());
  update();
}

void PlotCard::setImage(const QImage& image) {
  image_ = image;
  resize(sizeHint());
  update();
}

void PlotCard::placeBeside(const QPoint& at) {
  const int gap = scaled(kCardGap);
  const QSize room = parentWidget()->size();
  int x = at.x() + gap, y = at.y() + gap;
  if (x + width() > room.width()) x = at.x() - gap - width();
  if (y + height() > room.height()) y = at.y() - gap - height();
  move(std::max(0, x), std::max(0, y));
}

QSize PlotCard::sizeHint() const {
  const QFontMetrics metrics(font());
  int width = 0;
  for (const QString& line : lines_) width = std::max(width, metrics.horizontalAdvance(line));
  width = std::min(width, scaled(kCardWidthMost));
  const QSize image = imageSize(image_);
  const int padding = scaled(kCardPadding);
  const int between = image.isEmpty() || lines_.isEmpty() ? 0 : padding;
  return {std::max(width, image.width()) + 2 * padding,
          static_cast<int>(lines_.size()) * metrics.lineSpacing() + between + image.height() + 2 * padding};
}

void PlotCard::paintEvent(QPaintEvent*) {
  const ThemeColors colours = themeColors(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.setPen(colours.edge);
  painter.setBrush(colours.raised);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), scaled(6), scaled(6));
  const int padding = scaled(kCardPadding);
  int y = padding;
  if (const QSize size = imageSize(image_); !size.isEmpty()) {
    painter.drawImage(QRect(QPoint(padding, y), size), image_);
    y += size.height() + padding;
  }
  const QFontMetrics metrics(font());
  painter.setPen(colours.text);
  for (const QString& line : lines_) {
    const QString fitted = metrics.elidedText(line, Qt::ElideLeft, width() - 2 * padding);
    painter.drawText(padding, y + metrics.ascent(), fitted);
    y += metrics.lineSpacing();
  }
}

}  // namespace heddle::ui
