#include "library/library_model.h"

#include <QMimeData>
#include <algorithm>
#include <iterator>

namespace heddle::ui {

LibraryModel::LibraryModel(QObject* parent) : QAbstractListModel(parent) { clear(); }

void LibraryModel::clear() {
  cards_.clear();
  keys_.clear();
  for (const document::Starter& starter : document::starters()) {
    cards_.push_back(cardOf(starter));
    keys_.insert(cards_.back().key);
  }
  rebuild();
}

void LibraryModel::add(std::vector<Card> portion) {
  QSet<QString> again;
  for (const Card& card : portion) {
    if (keys_.contains(card.key)) again.insert(card.key);
    keys_.insert(card.key);
  }
  if (!again.isEmpty()) std::erase_if(cards_, [&](const Card& card) { return again.contains(card.key); });
  std::stable_sort(portion.begin(), portion.end(), comesBefore);
  const auto middle = static_cast<std::ptrdiff_t>(cards_.size());
  cards_.insert(cards_.end(), std::make_move_iterator(portion.begin()), std::make_move_iterator(portion.end()));
  std::inplace_merge(cards_.begin(), cards_.begin() + middle, cards_.end(), comesBefore);
  rebuild();
}

void LibraryModel::seek(const QString& typed) {
  const QStringList text = typed.toLower().split(' ', Qt::SkipEmptyParts);
  if (text == typed_) return;
  typed_ = text;
  rebuild();
}

void LibraryModel::fold(Section section, bool folded) {
  folded_[static_cast<std::size_t>(section)] = folded;
  rebuild();
}

bool LibraryModel::isSought(const Card& card) const {
  return std::all_of(typed_.begin(), typed_.end(), [&](const QString& word) { return card.sought.contains(word); });
}

// During a search no section is folded.
void LibraryModel::rebuild() {
  beginResetModel();
  rows_.clear();
  counts_.fill(0);
  for (int i = 0; i < static_cast<int>(cards_.size()); ++i) {
    const Card& card = cards_[static_cast<std::size_t>(i)];
    if (!isSought(card)) continue;
    const auto section = static_cast<std::size_t>(card.section);
    if (counts_[section]++ == 0) rows_.push_back({card.section, -1});
    if (!folded_[section] || !typed_.isEmpty()) rows_.push_back({card.section, i});
  }
  endResetModel();
}

const Card* LibraryModel::at(const QModelIndex& index) const {
  if (!index.isValid() || index.row() >= static_cast<int>(rows_.size())) return nullptr;
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  return row.card < 0 ? nullptr : &cards_[static_cast<std::size_t>(row.card)];
}

Section LibraryModel::sectionAt(const QModelIndex& index) const {
  return rows_[static_cast<std::size_t>(index.row())].section;
}

QModelIndex LibraryModel::find(const QString& key) const {
  const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) {
    return row.card >= 0 && cards_[static_cast<std::size_t>(row.card)].key == key;
  });
  return found == rows_.end() ? QModelIndex() : index(static_cast<int>(found - rows_.begin()));
}

int LibraryModel::models() const {
  return static_cast<int>(
      std::count_if(cards_.begin(), cards_.end(), [](const Card& card) { return card.section != Section::starters; }));
}

int LibraryModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant LibraryModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const Card* card = at(index);
  const Section section = sectionAt(index);
  const int count = counts_[static_cast<std::size_t>(section)];
  switch (role) {
    case Qt::DisplayRole: return card != nullptr ? card->title : sectionTitle(section);
    case subtitleRole: return card != nullptr ? card->subtitle : QString::number(count);
    case Qt::AccessibleTextRole:
      return card != nullptr ? card->title + ", " + card->subtitle
                             : tr("%1, %n cards", nullptr, count).arg(sectionTitle(section));
    case Qt::ToolTipRole: return card != nullptr ? card->details : QString();
    case headingRole: return card == nullptr;
    case foldedRole: return isFolded(section) && typed_.isEmpty();
    default: return {};
  }
}

Qt::ItemFlags LibraryModel::flags(const QModelIndex& index) const {
  const Card* card = at(index);
  const bool hasNode = card != nullptr && !card->node.type.isEmpty();
  return QAbstractListModel::flags(index) | (hasNode ? Qt::ItemIsDragEnabled : Qt::NoItemFlags);
}

QMimeData* LibraryModel::mimeData(const QModelIndexList& indexes) const {
  const Card* card = indexes.isEmpty() ? nullptr : at(indexes.front());
  if (card == nullptr || card->node.type.isEmpty()) return nullptr;
  auto* data = new QMimeData;
  data->setData(kCardMime, nodeMimeData(*card));
  data->setText(card->path);
  return data;
}

}  // namespace heddle::ui
