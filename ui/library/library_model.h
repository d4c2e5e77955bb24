// LibraryModel: what the engine found in the model folders, as cards. Used by LibraryPanel.
// Thread rule: the window's thread.
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <vector>

#include "session/engine_messages.h"

namespace heddle::ui {

// The node that a card becomes: a type and the parameter that takes its path. Empty where Heddle has no such node yet.
struct CardNode {
  QString type;
  QString param;
};
[[nodiscard]] CardNode nodeFor(const QString& kind);

// What a card is carried as, which the graph view takes: {"type": "model.load", "params": {"model": "…"}}.
inline constexpr char kCardMime[] = "application/x-heddle-node";
[[nodiscard]] QByteArray nodeMimeData(const session::LibraryEntry& entry);

class LibraryModel final : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role { subtitleRole = Qt::UserRole + 1, iconRole, searchRole };

  using QAbstractListModel::QAbstractListModel;

  void clear();
  void add(const session::LibraryEntry& entry);  // one of the same path takes its place
  [[nodiscard]] const session::LibraryEntry* at(const QModelIndex& index) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  QStringList mimeTypes() const override { return {QString::fromLatin1(kCardMime)}; }
  QMimeData* mimeData(const QModelIndexList& indexes) const override;

 private:
  std::vector<session::LibraryEntry> entries_;
};

// "SD 1.5", "SD 2", "SDXL", "unknown".
[[nodiscard]] QString familyBadge(const QString& family);

}  // namespace heddle::ui
