// BoolEditor: a check box. Used by ParamEditor. Window thread only.
#pragma once

#include "inspector/param_editor.h"

class QCheckBox;

namespace heddle::ui {

class BoolEditor final : public ParamEditor {
  Q_OBJECT
 public:
  explicit BoolEditor(QWidget* parent = nullptr);

  void setValue(const graph::ParamValue& value) override;
  void setLabel(const QString& text) override;

 private:
  QCheckBox* box_;
};

}  // namespace heddle::ui
