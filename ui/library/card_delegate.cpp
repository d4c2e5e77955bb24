#include "library/card_delegate.h"

#include <QPainter>
#include <QPainterPath>

#include "library/library_model.h"
#include "library/thumbnails.h"
#include "support/icons.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

QString elided(const QFont& font, const QString& text, double width) {
  return QFontMetrics(font).elidedText(text, Qt::ElideRight, static_cast<int>(width));
}

}  // namespace

QSize CardDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
  const bool isHeading = index.data(LibraryModel::headingRole).toBool();
  return {scaled(120), isHeading ? scaled(32) : scaled(60)};
}

void CardDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const auto* model = qobject_cast<const LibraryModel*>(index.model());
  const Card* card = model == nullptr ? nullptr : model->at(index);
  card == nullptr ? paintHeading(*painter, option, index) : paintCard(*painter, option, *card);
  painter->restore();
}

void CardDelegate::paintHeading(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) {
  const ThemeColors colors = themeColors(option.palette);
  const QRectF line = QRectF(option.rect).adjusted(0, scaled(10), 0, 0);
  const bool isChosen = option.state.testFlag(QStyle::State_Selected) && option.state.testFlag(QStyle::State_HasFocus);
  const QColor colour = isChosen ? colors.accent : colors.textSecondary;
  QFont font = option.font;
  font.setPixelSize(scaled(11));
  font.setWeight(QFont::DemiBold);
  font.setCapitalization(QFont::AllUppercase);
  font.setLetterSpacing(QFont::PercentageSpacing, 106);
  painter.setFont(font);
  painter.setPen(colour);
  const QString count = index.data(LibraryModel::subtitleRole).toString();
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
  const int side = scaled(12);
  const QRectF counted = line.adjusted(0, 0, -side - scaled(6), 0);
  painter.drawText(counted, Qt::AlignRight | Qt::AlignVCenter, count);
  const QPointF corner(line.right() - side, line.center().y() - side / 2.0);
  const bool isFolded = index.data(LibraryModel::foldedRole).toBool();
  painter.drawPixmap(corner.toPoint(), iconPixmap(isFolded ? "right" : "down", side, colour));
}

void CardDelegate::paintCard(QPainter& painter, const QStyleOptionViewItem& option, const Card& card) const {
  const ThemeColors colors = themeColors(option.palette);
  const QRectF rect = QRectF(option.rect).adjusted(0, scaled(3), 0, -scaled(3));
  const bool isChosen = option.state.testFlag(QStyle::State_Selected);
  painter.setPen(isChosen ? QPen(colors.textSecondary, 1) : QPen(Qt::NoPen));
  painter.setBrush(option.state.testFlag(QStyle::State_MouseOver) ? mixed(colors.raised, colors.edge, 0.5)
                                                                  : colors.raised);
  painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), scaled(8), scaled(8));
  const QRectF image(rect.left() + scaled(7), rect.top() + scaled(7), scaled(40), scaled(40));
  paintImage(painter, image, card, card.isBroken ? colors.text : colors.textSecondary);

  const QRectF textRect(image.right() + scaled(9), rect.top() + scaled(8), rect.right() - image.right() - scaled(16),
                        scaled(20));
  QFont name = option.font;
  name.setWeight(QFont::DemiBold);
  painter.setFont(name);
  painter.setPen(colors.text);
  const bool isLong =
      !card.starter.isEmpty() && QFontMetrics(name).horizontalAdvance(card.title) >= textRect.width() - 1;
  if (isLong) {  // an example's title says more than the beginning of its sentence
    painter.drawText(textRect.adjusted(0, 0, 0, scaled(18)), Qt::AlignVCenter | Qt::TextWordWrap, card.title);
    return;
  }
  painter.drawText(textRect, Qt::AlignVCenter, elided(name, card.title, textRect.width()));
  QFont small = option.font;
  small.setPixelSize(scaled(11));
  painter.setFont(small);
  painter.setPen(colors.textSecondary);
  painter.drawText(textRect.translated(0, scaled(18)), Qt::AlignVCenter,
                   elided(small, card.subtitle, textRect.width()));
}

void CardDelegate::paintImage(QPainter& painter, const QRectF& place, const Card& card, const QColor& tint) const {
  const double ratio = painter.device()->devicePixelRatioF();
  QPixmap image = thumbnails_.of(card, static_cast<int>(place.width() * ratio));
  QPainterPath shape;
  shape.addRoundedRect(place, scaled(5), scaled(5));
  if (!image.isNull()) {
    painter.save();
    painter.setClipPath(shape);
    painter.drawPixmap(place, image, QRectF(image.rect()));
    return painter.restore();
  }
  painter.fillPath(shape, themeColors(QPalette()).background);
  const int side = scaled(20);
  painter.drawPixmap((place.center() - QPointF(side / 2.0, side / 2.0)).toPoint(),
                     iconPixmap(card.iconName, side, tint));
}

}  // namespace heddle::ui
