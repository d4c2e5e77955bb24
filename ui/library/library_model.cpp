#include "library/library_model.h"

#include <QHash>
#include <QLocale>
#include <QMimeData>
#include <QRegularExpression>
#include <algorithm>

#include "base/json.h"

namespace heddle::ui {
namespace {

QString kindWords(const QString& kind) {
  if (kind == "checkpoint" || kind == "model") return LibraryModel::tr("model");
  if (kind == "ip_adapter") return LibraryModel::tr("image prompt adapter");
  if (kind == "image_encoder") return LibraryModel::tr("image encoder");
  if (kind == "vae") return LibraryModel::tr("VAE");
  if (kind == "lora") return LibraryModel::tr("LoRA");
  if (kind == "controlnet") return LibraryModel::tr("ControlNet");
  return kind;
}

}  // namespace

CardNode nodeFor(const QString& kind) {
  if (kind == "checkpoint" || kind == "model") return {"model.load", "model"};
  if (kind == "ip_adapter") return {"adapter.load", "adapter"};
  if (kind == "image_encoder") return {"image_encoder.load", "encoder"};
  return {};
}

QByteArray nodeMimeData(const session::LibraryEntry& entry) {
  const CardNode node = nodeFor(entry.kind);
  const Json json = {{"type", node.type.toStdString()},
                     {"params", {{node.param.toStdString(), entry.path.toStdString()}}}};
  return QByteArray::fromStdString(dump_json(json));
}

QString familyBadge(const QString& family) {
  static const QHash<QString, QString> names = {{"sd1", "SD 1.5"}, {"sd2", "SD 2"}, {"sdxl", "SDXL"}};
  return names.value(family, LibraryModel::tr("unknown"));
}

void LibraryModel::clear() {
  beginResetModel();
  entries_.clear();
  endResetModel();
}

void LibraryModel::add(const session::LibraryEntry& entry) {
  const auto same = std::find_if(entries_.begin(), entries_.end(), [&](const auto& e) { return e.path == entry.path; });
  if (same != entries_.end()) {
    *same = entry;
    const QModelIndex changed = index(static_cast<int>(same - entries_.begin()));
    Q_EMIT dataChanged(changed, changed);
    return;
  }
  const int row = static_cast<int>(entries_.size());
  beginInsertRows({}, row, row);
  entries_.push_back(entry);
  endInsertRows();
}

const session::LibraryEntry* LibraryModel::at(const QModelIndex& index) const {
  if (!index.isValid() || index.row() >= static_cast<int>(entries_.size())) return nullptr;
  return &entries_[static_cast<std::size_t>(index.row())];
}

int LibraryModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

QVariant LibraryModel::data(const QModelIndex& index, int role) const {
  const session::LibraryEntry* entry = at(index);
  if (entry == nullptr) return {};
  QStringList facts;
  if (!entry->problem.isEmpty()) {
    facts << entry->problem;
  } else {
    facts << familyBadge(entry->family) << kindWords(entry->kind);
    if (!entry->variant.isEmpty()) facts << entry->variant;
    if (entry->bytes > 0) facts << QLocale().formattedDataSize(static_cast<qint64>(entry->bytes), 1);
  }
  switch (role) {
    case Qt::DisplayRole:
      return entry->name;
    case subtitleRole:
      return facts.join(QStringLiteral(" · "));
    case Qt::AccessibleTextRole:
      return entry->name + ", " + facts.join(", ");
    case Qt::ToolTipRole:
      return QStringList{entry->path, entry->what, entry->problem}.filter(QRegularExpression(".")).join('\n');
    case iconRole:
      return entry->kind == "ip_adapter" ? QStringLiteral("adapter") : QStringLiteral("model");
    case searchRole:
      return entry->name + ' ' + facts.join(' ') + ' ' + entry->path;
    default:
      return {};
  }
}

Qt::ItemFlags LibraryModel::flags(const QModelIndex& index) const {
  const session::LibraryEntry* entry = at(index);
  const bool hasNode = entry != nullptr && entry->problem.isEmpty() && !nodeFor(entry->kind).type.isEmpty();
  return QAbstractListModel::flags(index) | (hasNode ? Qt::ItemIsDragEnabled : Qt::NoItemFlags);
}

QMimeData* LibraryModel::mimeData(const QModelIndexList& indexes) const {
  const session::LibraryEntry* entry = indexes.isEmpty() ? nullptr : at(indexes.front());
  if (entry == nullptr) return nullptr;
  auto* data = new QMimeData;
  data->setData(kCardMime, nodeMimeData(*entry));
  data->setText(entry->path);
  return data;
}

}  // namespace heddle::ui
