// FileEditor: a path as the engine sees it ("bobbin", a file, a folder), typed, chosen or dropped. Used by ParamEditor.
// Window thread only.
#pragma once

#include "inspector/param_editor.h"

class QLabel;
class QLineEdit;
class QToolButton;

namespace heddle::ui {

class FileEditor final : public ParamEditor {
  Q_OBJECT
 public:
  FileEditor(const graph::ParamSpec& spec, const EditorContext& context, QWidget* parent = nullptr);

  void setValue(const graph::ParamValue& value) override;
  void setLabel(const QString& text) override;

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void choose(const QString& path);

  EditorContext context_;
  QString kind_;
  QString path_;
  QLabel* label_;
  QLineEdit* field_;
  QToolButton* browse_;
};

}  // namespace heddle::ui
