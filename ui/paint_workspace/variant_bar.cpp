#include "paint_workspace/variant_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <initializer_list>

#include "support/theme.h"

namespace heddle::ui {

VariantBar::VariantBar(paint::Canvas& canvas, QWidget* parent)
    : QWidget(parent), canvas_(canvas), rows_(new QBoxLayout(QBoxLayout::LeftToRight, this)) {
  badge_ = new QLabel(this);
  badge_->setObjectName("paintBadge");
  badge_->setProperty("tone", "faint");
  badge_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // it may be cut, the buttons may not
  thumbnail_ = new QLabel(this);
  thumbnail_->setAccessibleName(tr("The variant that is shown"));
  back_ = new QToolButton(this);
  back_->setArrowType(Qt::LeftArrow);
  back_->setAccessibleName(tr("Variant before"));
  next_ = new QToolButton(this);
  next_->setArrowType(Qt::RightArrow);
  next_->setAccessibleName(tr("Next variant"));
  place_ = new QLabel(this);
  keep_ = new QPushButton(tr("Keep"), this);
  keep_->setToolTip(tr("Make it a layer of its own"));
  discard_ = new QPushButton(tr("Discard"), this);
  auto* choice = new QHBoxLayout;
  auto* decision = new QHBoxLayout;
  rows_->addWidget(badge_, 1);
  rows_->addLayout(choice);
  rows_->addLayout(decision);
  for (QWidget* widget : std::initializer_list<QWidget*>{thumbnail_, back_, place_, next_}) choice->addWidget(widget);
  for (QWidget* widget : std::initializer_list<QWidget*>{keep_, discard_}) decision->addWidget(widget);
  connect(back_, &QToolButton::clicked, this, [this] { canvas_.show(canvas_.shown() - 1); });
  connect(next_, &QToolButton::clicked, this, [this] { canvas_.show(canvas_.shown() + 1); });
  connect(keep_, &QPushButton::clicked, &canvas_, &paint::Canvas::keepVariant);
  connect(discard_, &QPushButton::clicked, &canvas_, &paint::Canvas::discardVariants);
  connect(&canvas_, &paint::Canvas::variantsChanged, this, &VariantBar::refresh);
  setNarrow(false);
  refresh();
}

void VariantBar::setNarrow(bool narrow) {
  rows_->setContentsMargins(scaled(narrow ? 4 : 12), scaled(6), scaled(narrow ? 4 : 12), scaled(6));
  rows_->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void VariantBar::refresh() {
  const auto count = static_cast<int>(canvas_.variants().size());
  const int shown = canvas_.shown();
  setVisible(count > 0);
  back_->setEnabled(shown >= 0);
  next_->setEnabled(shown + 1 < count);
  keep_->setEnabled(shown >= 0);
  const paint::Variant* variant = canvas_.shownVariant();
  thumbnail_->setVisible(variant != nullptr);
  if (variant == nullptr) {
    place_->setText(tr("original"));
    return badge_->clear();
  }
  thumbnail_->setPixmap(QPixmap::fromImage(
      variant->thumbnail.scaled(scaled(32), scaled(32), Qt::KeepAspectRatio, Qt::SmoothTransformation)));
  place_->setText(tr("%1 of %2 · %3").arg(shown + 1).arg(count).arg(variant->label));
  badge_->setText(variant->changedOutside == 1 ? tr("1 pixel changed outside the mask")
                                               : tr("%1 pixels changed outside the mask").arg(variant->changedOutside));
  badge_->setToolTip(badge_->text());
}

}  // namespace heddle::ui
