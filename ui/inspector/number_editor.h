// NumberEditor: a number as a slider, or as a text field where a track is of no use. Used by ParamEditor. Window thread
// only.
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
