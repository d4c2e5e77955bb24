// ChoiceEditor: one of a description's names; an unknown name is shown and kept. Used by ParamEditor. Window thread
// only.
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
