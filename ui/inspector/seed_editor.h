// SeedEditor: all 64 bits as digits; the dice draws a new seed, the button beside it restores the previous one. Used by
// ParamEditor. Window thread only.
#pragma once

#include <optional>

#include "inspector/param_editor.h"

class QLabel;
class QLineEdit;
class QToolButton;

namespace heddle::ui {

class SeedEditor final : public ParamEditor {
  Q_OBJECT
 public:
  SeedEditor(const EditorContext& context, QWidget* parent = nullptr);

  void setValue(const graph::ParamValue& value) override;
  void setLabel(const QString& text) override;

 private:
  void choose(std::uint64_t seed);
  void takeTyped();

  EditorContext context_;
  std::uint64_t seed_ = 0;
  std::optional<std::uint64_t> before_;
  QLabel* label_;
  QLineEdit* field_;
  QToolButton* dice_;
  QToolButton* recycle_;
};

}  // namespace heddle::ui
