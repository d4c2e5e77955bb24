#include "inspector/bool_editor.h"

#include <QCheckBox>
#include <QVBoxLayout>

namespace heddle::ui {

BoolEditor::BoolEditor(QWidget* parent) : ParamEditor(parent), box_(new QCheckBox(this)) {
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->addWidget(box_);
  connect(box_, &QCheckBox::clicked, this, [this](bool on) { Q_EMIT valueCommitted(on); });
}

void BoolEditor::setValue(const graph::ParamValue& value) {
  if (const auto* on = std::get_if<bool>(&value)) box_->setChecked(*on);
}

void BoolEditor::setLabel(const QString& text) { box_->setText(text); }

}  // namespace heddle::ui
