// OutlineModel: the graph as a tree of text, for screen readers and for work without a mouse: nodes, and under each its
// inputs with their sources, its parameters with their values, its outputs with their targets. Used by OutlineView.
// Thread rule: window's thread.
#pragma once

#include <QAbstractItemModel>
#include <QTimer>
#include <vector>

#include "document/document.h"

namespace heddle::ui {

class OutlineModel final : public QAbstractItemModel {
  Q_OBJECT
 public:
  explicit OutlineModel(document::Document& document, QObject* parent = nullptr);

  graph::NodeId nodeAt(const QModelIndex& index) const;  // of a child too
  QModelIndex indexOf(graph::NodeId id) const;

  QModelIndex index(int row, int column, const QModelIndex& parent) const override;
  QModelIndex parent(const QModelIndex& index) const override;
  int rowCount(const QModelIndex& parent) const override;
  int columnCount(const QModelIndex&) const override { return 1; }
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  // A node's title can be edited in place.
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

 private:
  struct Entry {
    graph::NodeId id;
    QString text;
    QStringList details;
  };
  void rebuild();
  Entry entryOf(graph::NodeId id) const;

  document::Document& document_;
  QTimer timer_;  // many changes, one rebuilding
  std::vector<Entry> entries_;
};

}  // namespace heddle::ui
