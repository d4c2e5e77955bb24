#include "graph_view/outline_view.h"

#include <QKeyEvent>

#include "graph_view/graph_view.h"
#include "graph_view/outline_model.h"

namespace heddle::ui {

OutlineView::OutlineView(document::Document& document, GraphView& graph, QWidget* parent)
    : QTreeView(parent), document_(document), graph_(graph), model_(new OutlineModel(document, this)) {
  setModel(model_);
  setAccessibleName(tr("Outline of the graph"));
  setHeaderHidden(true);
  setUniformRowHeights(true);
  setEditTriggers(EditKeyPressed);
  connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) {
    const graph::NodeId id = model_->nodeAt(current);
    if (isFollowing_ || id == graph::NodeId{}) return;
    graph_.select({id});
    graph_.reveal(id);
  });
  connect(&graph_, &GraphView::selectionChanged, this, &OutlineView::onSelectionChanged);
  connect(model_, &QAbstractItemModel::modelReset, this, &OutlineView::onSelectionChanged);
}

void OutlineView::onSelectionChanged() {
  const auto selected = graph_.selectedNodes();
  if (selected.empty() || model_->nodeAt(currentIndex()) == selected.front()) return;
  isFollowing_ = true;
  setCurrentIndex(model_->indexOf(selected.front()));
  isFollowing_ = false;
}

void OutlineView::keyPressEvent(QKeyEvent* event) {
  const graph::NodeId id = model_->nodeAt(currentIndex());
  const bool isKnown = document_.node(id) != nullptr;
  if (event->key() == Qt::Key_Delete && isKnown) return document_.remove({id});
  if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && isKnown) {
    Q_EMIT graph_.editRequested(id);
    return;
  }
  QTreeView::keyPressEvent(event);
}

}  // namespace heddle::ui
