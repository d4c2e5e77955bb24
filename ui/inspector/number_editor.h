// NumberEditor: whole and real numbers as a slider, or as a typed value where a track says nothing.
#pragma once

#include "inspector/param_editor.h"

namespace heddle::ui {

class ValueSlider;

class NumberEditor final : public ParamEditor {
  Q_OBJECT
 public:
  explicit NumberEditor(const graph::ParamSpec& spec, QWidget* parent = nullptr);

  void setValue(const graph::ParamValue& value) override;
  void setLabel(const QString& text) override;

 private:
  [[nodiscard]] graph::ParamValue typed(double value) const;

  bool isWhole_;
  ValueSlider* slider_;
};

}  // namespace heddle::ui
