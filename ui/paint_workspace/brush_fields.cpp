#include "paint_workspace/brush_fields.h"

#include <QCheckBox>
#include <QColorDialog>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPixmap>
#include <QPushButton>
#include <QVBoxLayout>
#include <cmath>
#include <utility>

#include "support/theme.h"
#include "support/value_slider.h"

namespace heddle::ui {

BrushFields::BrushFields(QWidget* parent) : QWidget(parent), rows_(new QVBoxLayout(this)) {
  rows_->setContentsMargins(0, 0, 0, 0);
  rows_->setSpacing(scaled(6));
  size_ = addSlider(tr("Size"), 1, 400, 40, 1);
  size_->setRange({1, 1000, 1, 400, 1, 40, true});
  hardness_ = addSlider(tr("Hardness"), 0, 1, 0.8, 0.01);
  flow_ = addSlider(tr("Flow"), 0.02, 1, 1, 0.01);
  value_ = addSlider(tr("Value"), 0, 1, 1, 0.01);
  value_->setToolTip(tr("How much the mask changes: 1 is white, 0 takes away. X swaps it with the other value."));
  addColours();
  tolerance_ = addSlider(tr("Tolerance of fills"), 0, 255, 24, 1);
  addPressure();
  setOnMask(true);
}

ValueSlider* BrushFields::addSlider(const QString& label, double low, double high, double value, double step) {
  auto* slider = new ValueSlider(this);
  slider->setLabel(label);
  slider->setAccessibleName(label);
  slider->setRange({low, high, low, high, step, value, step >= 1});
  slider->setValue(value);
  rows_->addWidget(slider);
  connect(slider, &ValueSlider::valueDragged, this, &BrushFields::changed);
  connect(slider, &ValueSlider::valueCommitted, this, &BrushFields::changed);
  return slider;
}

void BrushFields::addColours() {
  colours_ = new QWidget(this);
  auto* row = new QHBoxLayout(colours_);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(new QLabel(tr("Colour"), colours_), 1);
  swatch_ = new QPushButton(colours_);
  swatch_->setAccessibleName(tr("Colour of the brush"));
  swatch_->setToolTip(swatch_->accessibleName());
  other_ = new QPushButton(colours_);
  other_->setAccessibleName(tr("Swap colours"));
  other_->setToolTip(tr("The other colour; X swaps them"));
  row->addWidget(swatch_);
  row->addWidget(other_);
  rows_->addWidget(colours_);
  connect(swatch_, &QPushButton::clicked, this, &BrushFields::chooseColour);
  connect(other_, &QPushButton::clicked, this, &BrushFields::swap);
  showColours();
}

void BrushFields::addPressure() {
  auto* row = new QHBoxLayout;
  row->addWidget(new QLabel(tr("Pen pressure"), this));
  pressure_ = new QComboBox(this);
  pressure_->setAccessibleName(tr("Pen pressure"));
  for (const QString& text : {tr("size"), tr("flow"), tr("size and flow"), tr("changes nothing")})
    pressure_->addItem(text);
  pressure_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  row->addWidget(pressure_, 1);
  rows_->addLayout(row);
  curve_ = addSlider(tr("Pressure curve"), -2, 2, 0, 0.05);
  curve_->setToolTip(tr("Above 0 a light touch does less, below 0 it does more."));
  tilt_ = new QCheckBox(tr("Tilt shapes the tip"), this);
  tilt_->setChecked(true);
  rows_->addWidget(tilt_);
  connect(tilt_, &QCheckBox::toggled, this, &BrushFields::changed);
  connect(pressure_, &QComboBox::currentIndexChanged, this, [this](int index) {
    curve_->setEnabled(index != 3);
    Q_EMIT changed();
  });
}

void BrushFields::setOnMask(bool onMask) {
  value_->setVisible(onMask);
  colours_->setVisible(!onMask);
}

void BrushFields::chooseColour() {
  auto* dialog = new QColorDialog(colour_, this);
  dialog->setWindowTitle(tr("Colour of the brush"));
  dialog->setOption(QColorDialog::DontUseNativeDialog);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QColorDialog::colorSelected, this, &BrushFields::setColour);
  dialog->open();
}

void BrushFields::setColour(const QColor& colour) {
  colour_ = colour;
  showColours();
  Q_EMIT changed();
}

void BrushFields::swap() {
  std::swap(colour_, otherColour_);
  const double value = value_->value();
  value_->setValue(std::exchange(otherValue_, value));
  showColours();
  Q_EMIT changed();
}

void BrushFields::showColours() {
  for (const auto& [button, colour] : {std::pair(swatch_, colour_), {other_, otherColour_}}) {
    QPixmap shown(scaled(24), scaled(14));
    shown.fill(colour);
    button->setIcon(shown);
    button->setIconSize(shown.size());
  }
}

void BrushFields::setBrush(double size, double hardness) {
  size_->setValue(size);
  hardness_->setValue(hardness);
  Q_EMIT changed();
}

CanvasHand::Settings BrushFields::settings() const {
  CanvasHand::Settings made;
  const auto value = static_cast<std::uint8_t>(std::lround(value_->value() * 255));
  made.brush = {.size = size_->value(),
                .hardness = hardness_->value(),
                .flow = flow_->value(),
                .value = value,
                .colour = colour_.rgb()};
  const int pressure = pressure_->currentIndex();
  made.pressure = {pressure == 0 || pressure == 2, pressure == 1 || pressure == 2, std::exp2(curve_->value()),
                   tilt_->isChecked()};
  made.tolerance = static_cast<int>(tolerance_->value());
  return made;
}

}  // namespace heddle::ui
