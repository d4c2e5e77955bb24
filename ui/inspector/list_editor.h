// ListEditor: a list of numbers as one line, "1, 0.5". Used by ParamEditor. Window thread only.
#pragma once

#include "inspector/param_editor.h"

class QLabel;
class QLineEdit;

namespace heddle::ui {

class ListEditor final : public ParamEditor {
  Q_OBJECT
 public:
  explicit ListEditor(const graph::ParamSpec& spec, QWidget* parent = nullptr);

  void setValue(const graph::ParamValue& value) override;
  void setLabel(const QString& text) override;

 private:
  void takeTyped();

  graph::ParamSpec spec_;
  graph::ParamList shown_;
  QLabel* label_;
  QLineEdit* field_;
};

}  // namespace heddle::ui
