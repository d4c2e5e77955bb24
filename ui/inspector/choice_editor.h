// ChoiceEditor: one of a description's names. A name that the description lacks is shown as it is and kept.
#pragma once

#include "inspector/param_editor.h"

class QComboBox;
class QLabel;

namespace heddle::ui {

class ChoiceEditor final : public ParamEditor {
  Q_OBJECT
 public:
  explicit ChoiceEditor(const graph::ParamSpec& spec, QWidget* parent = nullptr);

  void setValue(const graph::ParamValue& value) override;
  void setLabel(const QString& text) override;

 private:
  QLabel* label_;
  QComboBox* box_;
};


}  // namespace heddle::ui
