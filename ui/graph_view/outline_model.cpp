#include "graph_view/outline_model.h"

#include <algorithm>
#include <map>

#include "graph_view/param_text.h"

namespace heddle::ui {
namespace {

constexpr quintptr kNodeRow = 0;  // a child's internal id is its node's row + 1

}  // namespace

OutlineModel::OutlineModel(document::Document& document, QObject* parent)
    : QAbstractItemModel(parent), document_(document) {
  timer_.setSingleShot(true);
  timer_.setInterval(50);
  connect(&timer_, &QTimer::timeout, this, &OutlineModel::rebuild);
  const auto later = [this] { timer_.start(); };
  using document::Document;
  connect(&document, &Document::nodeAdded, this, later);
  connect(&document, &Document::nodeRemoved, this, later);
  connect(&document, &Document::nodeChanged, this, later);
  connect(&document, &Document::paramChanged, this, later);
  connect(&document, &Document::linkAdded, this, later);
  connect(&document, &Document::linkRemoved, this, later);
  connect(&document, &Document::replaced, this, later);
  rebuild();
}

void OutlineModel::rebuild() {
  beginResetModel();
  entries_.clear();
  std::map<graph::NodeId, std::size_t> rows;
  for (const auto& [id, node] : document_.graph().nodes()) {
    rows[id] = entries_.size();
    entries_.push_back(entryOf(id));
  }
  for (const graph::Link& link : document_.graph().links()) {
    entries_[rows.at(link.to.node)].details
        << tr("%1 from %2, %3")
               .arg(plainName({}, link.to.port), document_.title(link.from.node), plainName({}, link.from.port));
    entries_[rows.at(link.from.node)].details
        << tr("%1 to %2, %3")
               .arg(plainName({}, link.from.port), document_.title(link.to.node), plainName({}, link.to.port));
  }
  endResetModel();
}

OutlineModel::Entry OutlineModel::entryOf(graph::NodeId id) const {
  const graph::Node& node = *document_.node(id);
  Entry entry{id, document_.title(id), {}};
  if (node.mode == graph::NodeMode::muted) entry.text = tr("%1, muted").arg(entry.text);
  if (node.mode == graph::NodeMode::bypassed) entry.text = tr("%1, bypassed").arg(entry.text);
  const graph::NodeSpec* spec = document_.spec(id);
  if (spec == nullptr) return entry;
  for (const graph::ParamSpec& param : spec->params) {
    entry.details << tr("%1: %2").arg(plainName(param.title, param.name),
                                      describeValue(document_.param(id, QString::fromStdString(param.name))));
  }
  return entry;
}

graph::NodeId OutlineModel::nodeAt(const QModelIndex& index) const {
  if (!index.isValid()) return {};
  const QModelIndex node = index.parent().isValid() ? index.parent() : index;
  return entries_[static_cast<std::size_t>(node.row())].id;
}

QModelIndex OutlineModel::indexOf(graph::NodeId id) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.id == id; });
  return found == entries_.end() ? QModelIndex() : createIndex(static_cast<int>(found - entries_.begin()), 0, kNodeRow);
}

QModelIndex OutlineModel::index(int row, int column, const QModelIndex& parent) const {
  if (row < 0 || column != 0 || row >= rowCount(parent)) return {};
  return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : kNodeRow);
}

QModelIndex OutlineModel::parent(const QModelIndex& index) const {
  if (!index.isValid() || index.internalId() == kNodeRow) return {};
  return createIndex(static_cast<int>(index.internalId()) - 1, 0, kNodeRow);
}

int OutlineModel::rowCount(const QModelIndex& parent) const {
  if (!parent.isValid()) return static_cast<int>(entries_.size());
  if (parent.internalId() != kNodeRow) return 0;
  return static_cast<int>(entries_[static_cast<std::size_t>(parent.row())].details.size());
}

QVariant OutlineModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const bool isNode = index.internalId() == kNodeRow;
  if (role == Qt::EditRole && isNode) return document_.title(nodeAt(index));
  if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
  if (isNode) return entries_[static_cast<std::size_t>(index.row())].text;
  return entries_[index.internalId() - 1].details.value(index.row());
}

QVariant OutlineModel::headerData(int, Qt::Orientation orientation, int role) const {
  return orientation == Qt::Horizontal && role == Qt::DisplayRole ? tr("Nodes") : QVariant();
}

Qt::ItemFlags OutlineModel::flags(const QModelIndex& index) const {
  const Qt::ItemFlags both = QAbstractItemModel::flags(index);
  return index.isValid() && index.internalId() == kNodeRow ? both | Qt::ItemIsEditable : both;
}

bool OutlineModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::EditRole || !index.isValid() || index.internalId() != kNodeRow) return false;
  document_.setTitle(nodeAt(index), value.toString());
  return true;
}

}  // namespace heddle::ui
