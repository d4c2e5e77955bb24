// FilmHistory: feeds the film strip's results from the history's index: pages of older images, their thumbnails,
// searches, and new or deleted results. Used by the composition root. Thread rule: the window's thread.
#pragma once

#include <QObject>

#include "history/history.h"
#include "session/result_store.h"

namespace heddle::ui {

class FilmHistory final : public QObject {
  Q_OBJECT
 public:
  // Both outlive it.
  FilmHistory(history::History& history, session::ResultStore& results, QObject* parent = nullptr);

  // The page before the oldest result that is there, when there is one and it is not on its way.
  void askOlder();
  void search(const history::HistorySearch& search);

 Q_SIGNALS:
  void found(const heddle::history::HistorySearch& search, const std::vector<heddle::session::ResultId>& ids);

 private:
  void keep(session::ResultId id);
  std::vector<session::ResultId> adopt(const std::vector<history::HistoryRow>& rows);

  history::History& history_;
  session::ResultStore& results_;
  qint64 oldest_;  // that a page has brought
  bool isAsking_ = false;
  bool hasAll_ = false;
};

}  // namespace heddle::ui
