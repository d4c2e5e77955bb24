#include "filmstrip/film_model.h"

#include <QLocale>
#include <QMimeData>
#include <QRegularExpression>
#include <QUrl>
#include <algorithm>
#include <functional>
#include <variant>

#include "support/value_slider.h"

namespace heddle::ui {
namespace {

// The first value that a node has for a parameter of this description; null where none has.
template <class Value>
const Value* firstValue(const graph::Graph& graph, const graph::NodeCatalog& catalog,
                        const std::function<bool(const graph::ParamSpec&)>& isWanted) {
  for (const auto& [id, node] : graph.nodes()) {
    const graph::NodeSpec* spec = catalog.find(node.type);
    if (spec == nullptr) continue;
    for (const graph::ParamSpec& param : spec->params) {
      const auto found = node.params.find(param.name);
      if (!isWanted(param) || found == node.params.end()) continue;
      if (const auto* value = std::get_if<Value>(&found->second)) return value;
    }
  }
  return nullptr;
}

}  // namespace

QString numbersText(const session::ImageNumbers& numbers) {
  QStringList parts;
  if (numbers.likeness) parts << FilmModel::tr("likeness %1 (CLIP-I)").arg(*numbers.likeness, 0, 'f', 2);
  if (numbers.words) {
    parts << FilmModel::tr("words %1 (CLIP-T; CLIPScore %2)")
                 .arg(*numbers.words, 0, 'f', 2)
                 .arg(2.5 * std::max(0.0, *numbers.words), 0, 'f', 2);
  }
  return parts.join('\n');
}

QString shortNumbersText(const session::ImageNumbers& numbers) {
  QStringList parts;
  for (const auto& number : {numbers.likeness, numbers.words}) {
    if (number) parts << QString::number(*number, 'f', 2);
  }
  return parts.join(QStringLiteral(" · "));
}

FilmModel::FilmModel(session::ResultStore& store, QObject* parent) : QAbstractListModel(parent), store_(store) {
  fill();
  connect(&store_, &session::ResultStore::added, this, &FilmModel::onResultAdded);
  connect(&store_, &session::ResultStore::removed, this, &FilmModel::onResultRemoved);
  connect(&store_, &session::ResultStore::adopted, this, &FilmModel::onResultsAdopted);
  connect(&store_, &session::ResultStore::numbersChanged, this, [this](session::ResultId id) {
    const int row = rowOf(id);
    if (row >= 0) Q_EMIT dataChanged(index(row), index(row), {numbersRole, Qt::ToolTipRole, Qt::AccessibleTextRole});
  });
  connect(&store_, &session::ResultStore::thumbnailChanged, this, [this](session::ResultId id) {
    const int row = rowOf(id);
    if (row >= 0) Q_EMIT dataChanged(index(row), index(row), {Qt::DecorationRole});
  });
}

void FilmModel::fill() {
  std::vector<session::ResultId> rows;
  rows.reserve(store_.all().size());
  for (const session::StoredResult& result : store_.all()) rows.push_back(result.id);
  setRows(std::move(rows));
}

void FilmModel::setRows(std::vector<session::ResultId> rows) {
  rows_ = std::move(rows);
  isRising_ = std::is_sorted(rows_.begin(), rows_.end());
}

int FilmModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int FilmModel::rowOf(session::ResultId id) const {
  const auto found =
      isRising_ ? std::lower_bound(rows_.begin(), rows_.end(), id) : std::find(rows_.begin(), rows_.end(), id);
  return found == rows_.end() || *found != id ? -1 : static_cast<int>(found - rows_.begin());
}

session::ResultId FilmModel::resultAt(const QModelIndex& index) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  return rows_[static_cast<std::size_t>(index.row())];
}

QVariant FilmModel::data(const QModelIndex& index, int role) const {
  const session::StoredResult* result = store_.find(resultAt(index));
  if (result == nullptr) return {};
  switch (role) {
    case Qt::DisplayRole: return result->label;
    case Qt::DecorationRole:
      if (result->thumbnail.isNull() && result->isOld) store_.wantThumbnail(result->id);
      return result->thumbnail;
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
      return QStringList{result->title, result->label, numbersText(result->numbers),
                         tr("%1 by %2, at %3")
                             .arg(result->size.width())
                             .arg(result->size.height())
                             .arg(result->isOld ? QLocale().toString(result->madeAt, QLocale::ShortFormat)
                                                : QLocale().toString(result->madeAt.time(), QLocale::ShortFormat))}
          .filter(QRegularExpression("."))
          .join('\n');
    case numbersRole: return shortNumbersText(result->numbers);
    case resultRole: return static_cast<qulonglong>(result->id.value);
    default: return {};
  }
}

Qt::ItemFlags FilmModel::flags(const QModelIndex& index) const {
  return QAbstractListModel::flags(index) | Qt::ItemIsDragEnabled;
}

QStringList FilmModel::mimeTypes() const { return {"text/uri-list"}; }

// A drag carries the PNG file: into the graph as an image, into a folder as a copy.
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

void FilmModel::onResultAdded(session::ResultId id) {
  const int row = rowCount();
  beginInsertRows({}, row, row);
  rows_.push_back(id);
  endInsertRows();
}

void FilmModel::onResultRemoved(session::ResultId id) {
  const int row = rowOf(id);
  if (row < 0) return;
  beginRemoveRows({}, row, row);
  rows_.erase(rows_.begin() + row);
  endRemoveRows();
}

// Usually a page of what is older than everything here.
void FilmModel::onResultsAdopted(const std::vector<session::ResultId>& ids) {
  if (isSearched_ || ids.empty()) return;
  if (!rows_.empty() && rows_.front() < ids.back()) {
    beginResetModel();
    fill();
    return endResetModel();
  }
  beginInsertRows({}, 0, static_cast<int>(ids.size()) - 1);
  rows_.insert(rows_.begin(), ids.begin(), ids.end());
  endInsertRows();
}

void FilmModel::showOnly(std::optional<std::vector<session::ResultId>> ids) {
  beginResetModel();
  isSearched_ = ids.has_value();
  if (ids) {
    setRows(std::move(*ids));
  } else {
    fill();
  }
  endResetModel();
}

QString resultLabel(const graph::Graph& graph, const graph::NodeCatalog& catalog) {
  if (const auto* scale = firstValue<graph::Lane>(
          graph, catalog, [](const graph::ParamSpec& spec) { return spec.is_by_layer && spec.rows.empty(); })) {
    return scale->is_scalar() ? QStringLiteral("λ ") + numberText(scale->at(0, 0), false) : FilmModel::tr("λ lane");
  }
  const auto isSeed = [](const graph::ParamSpec& spec) { return spec.kind == graph::ParamKind::seed; };
  const auto* seed = firstValue<graph::Seed>(graph, catalog, isSeed);
  return seed == nullptr ? QString() : FilmModel::tr("seed %1").arg(seed->value);
}

}  // namespace heddle::ui
