// CardDelegate: paints a card of the library, or a heading. Used by LibraryPanel. Thread rule: the window's thread.
#pragma once

#include <QStyledItemDelegate>

#include "library/card.h"

namespace heddle::ui {

class Thumbnails;

class CardDelegate final : public QStyledItemDelegate {
 public:
  CardDelegate(Thumbnails& thumbnails, QObject* parent) : QStyledItemDelegate(parent), thumbnails_(thumbnails) {}

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  static void paintHeading(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index);
  void paintCard(QPainter& painter, const QStyleOptionViewItem& option, const Card& card) const;
  void paintImage(QPainter& painter, const QRectF& place, const Card& card, const QColor& tint) const;

  Thumbnails& thumbnails_;
};

}  // namespace heddle::ui
