// InspectorPanel: title, help and parameters of the node that is selected. Used by the shell.
// Thread rule: the window's thread.
#pragma once

#include <QWidget>
#include <optional>

#include "document/document.h"
#include "inspector/param_editor.h"

class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace heddle::ui {

class CropPanel;

class InspectorPanel final : public QWidget {
  Q_OBJECT
 public:
  InspectorPanel(document::Document& document, EditorContext context, QWidget* parent = nullptr);

  void showNode(std::optional<graph::NodeId> node);
  [[nodiscard]] std::optional<graph::NodeId> node() const { return node_; }
  // The picture that the node holds; null hides it. `what` says what it is ("What the adapter sees").
  void setImage(const QImage& image, const QString& what);
  // The part that shows a reference's crop; null where the node takes none.
  [[nodiscard]] CropPanel* crop() const { return crop_; }
  void focusFirst();

 Q_SIGNALS:
  void pinRequested(heddle::graph::NodeId node, const QString& param, bool pin);

 private:
  void rebuild();
  void addParams(const graph::NodeSpec& spec);
  void refreshTitle();

  document::Document& document_;
  EditorContext context_;
  std::optional<graph::NodeId> node_;
  QLineEdit* title_;
  QLabel* help_;
  QLabel* empty_;
  QWidget* params_ = nullptr;
  CropPanel* crop_ = nullptr;  // inside params_
  QLabel* imageLabel_;
  QLabel* image_;
  QVBoxLayout* rows_;
};

}  // namespace heddle::ui
