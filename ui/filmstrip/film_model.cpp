#include "filmstrip/film_model.h"

#include <QLocale>
#include <QMimeData>
#include <QUrl>

#include "support/value_slider.h"

namespace heddle::ui {

FilmModel::FilmModel(session::ResultStore& store, QObject* parent)
    : QAbstractListModel(parent), store_(store), rows_(static_cast<int>(store.all().size())) {
  connect(&store_, &session::ResultStore::added, this, &FilmModel::followAdding);
  connect(&store_, &session::ResultStore::removed, this, &FilmModel::followRemoving);
}

int FilmModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : rows_; }

session::ResultId FilmModel::resultAt(const QModelIndex& index) const {
  const auto& all = store_.all();
  if (!index.isValid() || index.row() >= static_cast<int>(all.size())) return {};
  return all[static_cast<std::size_t>(index.row())].id;
}

QVariant FilmModel::data(const QModelIndex& index, int role) const {
  const session::StoredResult* result = store_.find(resultAt(index));
  if (result == nullptr) return {};
  switch (role) {
    case Qt::DisplayRole:
      return result->graph ? filmWords(*result->graph) : QString();
    case Qt::DecorationRole:
      return result->thumbnail;
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
      return QStringList{result->title, result->graph ? filmWords(*result->graph) : QString(),
                         tr("%1 by %2, at %3")
                             .arg(result->size.width())
                             .arg(result->size.height())
                             .arg(QLocale().toString(result->madeAt.time(), QLocale::ShortFormat))}
          .join('\n')
          .trimmed();
    case resultRole:
      return static_cast<qulonglong>(result->id.value);
    default:
      return {};
  }
}

Qt::ItemFlags FilmModel::flags(const QModelIndex& index) const {
  return QAbstractListModel::flags(index) | Qt::ItemIsDragEnabled;
}

QStringList FilmModel::mimeTypes() const { return {"text/uri-list"}; }

// Dragged away it is the PNG file: into the graph as an image, into a folder as a copy.
QMimeData* FilmModel::mimeData(const QModelIndexList& indexes) const {
  QList<QUrl> urls;
  for (const QModelIndex& index : indexes) {
    const session::StoredResult* result = store_.find(resultAt(index));
    if (result != nullptr && result->isWritten)
      urls << QUrl::fromLocalFile(QString::fromStdString(result->path.string()));
  }
  if (urls.isEmpty()) return nullptr;
  auto* data = new QMimeData;
  data->setUrls(urls);
  return data;
}

void FilmModel::followAdding() {
  const int now = static_cast<int>(store_.all().size());
  if (now <= rows_) return;
  beginInsertRows({}, rows_, now - 1);
  rows_ = now;
  endInsertRows();
}

void FilmModel::followRemoving() {
  beginResetModel();
  rows_ = static_cast<int>(store_.all().size());
  endResetModel();
}

QString filmWords(const graph::Graph& graph) {
  for (const auto& [id, node] : graph.nodes()) {
    const auto found = node.params.find("scale");
    if (node.type != "image_prompt" || found == node.params.end()) continue;
    if (const auto* lane = std::get_if<graph::Lane>(&found->second)) {
      const QString lambda = QStringLiteral("λ ");
      return lane->is_scalar() ? lambda + numberText(lane->at(0, 0), false) : FilmModel::tr("λ lane");
    }
  }
  for (const auto& [id, node] : graph.nodes()) {
    const auto found = node.params.find("seed");
    if (found == node.params.end()) continue;
    if (const auto* seed = std::get_if<graph::Seed>(&found->second)) return FilmModel::tr("seed %1").arg(seed->value);
  }
  return {};
}

}  // namespace heddle::ui
