// CropPanel: the image encoder's view of a node's reference: the reference with the crop's frame, and beside it the
// encoder's own square from the engine. Used by the inspector for nodes with the parameters `fit` and `centre`. Thread
// rule: the window's thread.
#pragma once

#include <QElapsedTimer>
#include <QWidget>

#include "document/document.h"
#include "inspector/param_editor.h"

class QLabel;

namespace heddle::ui {

class CropView;

class CropPanel final : public QWidget {
  Q_OBJECT
 public:
  CropPanel(document::Document& document, graph::NodeId node, const EditorContext& context, QWidget* parent = nullptr);

  [[nodiscard]] static bool suits(const graph::NodeSpec& spec);
  // The encoder's square of the newest run.
  void setSeen(const QImage& seen);
  // Requests the reference again: a wire or a file has changed, or a run has brought it.
  void refreshReference();

 private:
  void refresh();
  void take(double centre);
  void showSquare();

  document::Document& document_;
  graph::NodeId node_;
  EditorContext context_;
  CropView* view_;
  QLabel* square_;
  QLabel* text_;
  QImage seen_;
  bool isSeenCurrent_ = false;  // nothing was changed since the engine made it
  document::Gesture gesture_;
  QElapsedTimer sinceLast_;
};

}  // namespace heddle::ui
