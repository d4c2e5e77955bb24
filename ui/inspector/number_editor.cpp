#include "inspector/number_editor.h"

#include <QVBoxLayout>
#include <cmath>

#include "support/slider_facts.h"

namespace heddle::ui {

NumberEditor::NumberEditor(const graph::ParamSpec& spec, QWidget* parent)
    : ParamEditor(parent), isWhole_(spec.kind == graph::ParamKind::integer), slider_(new ValueSlider(this)) {
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->addWidget(slider_);
  slider_->setRange(sliderRange(spec));
  slider_->setTrackVisible(wantsTrack(spec));
  connect(slider_, &ValueSlider::valueDragged, this, [this](double value) { Q_EMIT valueDragged(typed(value)); });
  connect(slider_, &ValueSlider::valueCommitted, this, [this](double value) { Q_EMIT valueCommitted(typed(value)); });
  connect(slider_, &ValueSlider::dragCancelled, this, &NumberEditor::dragCancelled);
}

void NumberEditor::setValue(const graph::ParamValue& value) {
  if (const auto* real = std::get_if<double>(&value)) slider_->setValue(*real);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) slider_->setValue(static_cast<double>(*whole));
}

void NumberEditor::setLabel(const QString& text) { slider_->setLabel(text); }

graph::ParamValue NumberEditor::typed(double value) const {
  if (isWhole_) return static_cast<std::int64_t>(std::llround(value));
  return value;
}

}  // namespace heddle::ui
