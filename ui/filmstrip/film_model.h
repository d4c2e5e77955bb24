// FilmModel: the results of this session as a list, newest last, with a line of words each. Used by FilmStrip.
// Thread rule: the window's thread.
#pragma once

#include <QAbstractListModel>
#include <QString>

#include "graph/graph.h"
#include "session/result_store.h"

namespace heddle::ui {

class FilmModel final : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role { resultRole = Qt::UserRole + 1 };  // the result's number

  explicit FilmModel(session::ResultStore& store, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  QStringList mimeTypes() const override;
  QMimeData* mimeData(const QModelIndexList& indexes) const override;
  [[nodiscard]] session::ResultId resultAt(const QModelIndex& index) const;

 private:
  void followAdding();
  void followRemoving();

  session::ResultStore& store_;
  int rows_ = 0;
};

// What sets a result apart, in a few letters: "λ 0.62", else "seed 7".
[[nodiscard]] QString filmWords(const graph::Graph& graph);

}  // namespace heddle::ui
