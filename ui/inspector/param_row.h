// ParamRow: one parameter of one node of the document with its editor. A drag is previewed and becomes one undo entry;
// so do wheel turns in quick succession. A wired parameter shows the source of its value. Used by the inspector and the
// Live panel. Thread rule: the window's thread.
#pragma once

#include <QElapsedTimer>
#include <QPointer>
#include <QWidget>

#include "document/document.h"
#include "document/model_layers.h"
#include "inspector/param_editor.h"

class QLabel;

namespace heddle::ui {

class ParamRow final : public QWidget {
  Q_OBJECT
 public:
  ParamRow(document::Document& document, graph::NodeId node, const QString& param, const EditorContext& context,
           QWidget* parent = nullptr);

  void setLabel(const QString& text);
  // Whether it is shown in the Live panel: decides what the context menu offers.
  void setPinned(bool pinned) { isPinned_ = pinned; }
  [[nodiscard]] graph::NodeId node() const { return node_; }
  [[nodiscard]] const QString& param() const { return param_; }
  [[nodiscard]] ParamEditor* editor() const { return editor_; }

 Q_SIGNALS:
  void pinRequested(bool pin);

 protected:
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void connectEditor();
  void take(const graph::ParamValue& value);
  void refresh();
  void refreshWire();
  void refreshLayers();

  document::Document& document_;
  graph::NodeId node_;
  QString param_;
  QPointer<document::ModelLayers> layers_;
  ParamEditor* editor_ = nullptr;
  QLabel* wired_ = nullptr;
  bool isPinned_ = false;
  document::Gesture gesture_;
  QElapsedTimer sinceLast_;
};

// The steps of the sampler that the node's result flows into, or 20.
[[nodiscard]] int stepsFor(const document::Document& document, graph::NodeId node);

}  // namespace heddle::ui
