// OutlineView: the graph as a list for the keyboard and screen readers. Choosing a node selects it in the graph, and
// the other way round. Used by the shell as a panel. Thread rule: window's thread.
#pragma once

#include <QTreeView>

#include "document/document.h"

namespace heddle::ui {

class GraphView;
class OutlineModel;

class OutlineView final : public QTreeView {
  Q_OBJECT
 public:
  OutlineView(document::Document& document, GraphView& graph, QWidget* parent = nullptr);

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void onSelectionChanged();

  document::Document& document_;
  GraphView& graph_;
  OutlineModel* model_;
  bool isFollowing_ = false;
};

}  // namespace heddle::ui
