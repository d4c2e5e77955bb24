// FilmModel: results as a list, newest last, each with a line of text: all that the store holds, or the matches of a
// search. Used by FilmStrip. Thread rule: the window's thread.
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <optional>
#include <vector>

#include "graph/graph.h"
#include "graph/node_catalog.h"
#include "session/result_store.h"

namespace heddle::ui {

class FilmModel final : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role {
    resultRole = Qt::UserRole + 1,  // the result's number
    numbersRole                     // "0.81 · 0.27"
  };

  explicit FilmModel(session::ResultStore& store, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  QStringList mimeTypes() const override;
  QMimeData* mimeData(const QModelIndexList& indexes) const override;
  [[nodiscard]] session::ResultId resultAt(const QModelIndex& index) const;

  // Only these, in this order; new results are appended. Nothing: all again.
  void showOnly(std::optional<std::vector<session::ResultId>> ids);
  [[nodiscard]] bool isSearched() const { return isSearched_; }

 private:
  void onResultAdded(session::ResultId id);
  void onResultRemoved(session::ResultId id);
  void onResultsAdopted(const std::vector<session::ResultId>& ids);
  void fill();
  [[nodiscard]] int rowOf(session::ResultId id) const;  // -1: none
  void setRows(std::vector<session::ResultId> rows);

  session::ResultStore& store_;
  std::vector<session::ResultId> rows_;
  bool isRising_ = true;  // the rows: with time
  bool isSearched_ = false;
};

// "likeness 0.81 (CLIP-I)" and the words, a line each; empty while nothing is known.
[[nodiscard]] QString numbersText(const session::ImageNumbers& numbers);

// "0.81 · 0.27": likeness and words, or the one that is known; empty while nothing is.
[[nodiscard]] QString shortNumbersText(const session::ImageNumbers& numbers);

// A short label that distinguishes a result of this graph: its λ, the first parameter by layer, as in "λ 0.62"; else
// "seed 7".
[[nodiscard]] QString resultLabel(const graph::Graph& graph, const graph::NodeCatalog& catalog);

}  // namespace heddle::ui
