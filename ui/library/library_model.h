// LibraryModel: cards under headings, as a list. Headings fold; a search keeps the cards that match all its words.
// Thousands of cards arrive in portions, each a few milliseconds. Used by LibraryPanel. Thread rule: the window's
// thread.
#pragma once

#include <QAbstractListModel>
#include <QSet>
#include <array>
#include <vector>

#include "library/card.h"

namespace heddle::ui {

class LibraryModel final : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role { subtitleRole = Qt::UserRole + 1, headingRole, foldedRole };

  explicit LibraryModel(QObject* parent = nullptr);

  void clear();                         // all models go; the starters stay
  void add(std::vector<Card> portion);  // replaces one of the same key
  void seek(const QString& typed);
  void fold(Section section, bool folded);
  [[nodiscard]] bool isFolded(Section section) const { return folded_[static_cast<std::size_t>(section)]; }

  // Null for a heading.
  [[nodiscard]] const Card* at(const QModelIndex& index) const;
  [[nodiscard]] Section sectionAt(const QModelIndex& index) const;
  [[nodiscard]] QModelIndex find(const QString& key) const;
  [[nodiscard]] int models() const;  // cards that are no starters

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  QStringList mimeTypes() const override { return {QString::fromLatin1(kCardMime)}; }
  QMimeData* mimeData(const QModelIndexList& indexes) const override;

 private:
  struct Row {
    Section section;
    int card;  // -1: the section's heading
  };
  void rebuild();
  [[nodiscard]] bool isSought(const Card& card) const;

  std::vector<Card> cards_;  // sorted
  QSet<QString> keys_;
  std::vector<Row> rows_;
  std::array<int, kSections> counts_{};
  std::array<bool, kSections> folded_{};
  QStringList typed_;
};

}  // namespace heddle::ui
