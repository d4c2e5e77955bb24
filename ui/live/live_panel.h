// LivePanel: the parameters that the user is working on, across all nodes: the pinned ones, or, while none is pinned,
// λ, guidance, strength, steps and seed of every node that has them. Used by the shell. Window thread only.
#pragma once

#include <QTimer>
#include <QWidget>

#include "document/document.h"
#include "inspector/param_editor.h"

class QLabel;
class QVBoxLayout;

namespace heddle::ui {

class LivePanel final : public QWidget {
  Q_OBJECT
 public:
  LivePanel(document::Document& document, EditorContext context, QWidget* parent = nullptr);

  // Pins or unpins; the first pin keeps the default ones. One undo entry.
  void pin(graph::NodeId node, const QString& param, bool on);

 private:
  void rebuild();
  void rebuildSoon() { later_.start(); }
  [[nodiscard]] QString labelOf(const document::PinnedParam& pin, const std::vector<document::PinnedParam>& all) const;

  document::Document& document_;
  EditorContext context_;
  QVBoxLayout* rows_;
  QWidget* params_ = nullptr;
  QLabel* empty_;
  QTimer later_;  // a burst of edits rebuilds once
  std::vector<document::PinnedParam> shown_;
};

// What the panel shows: the document's pins, else the default ones, those of nodes that are gone left out.
[[nodiscard]] std::vector<document::PinnedParam> livePins(const document::Document& document);

}  // namespace heddle::ui
