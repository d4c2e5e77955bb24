// FilmPanel: the film strip with a search field, and its order: by time, or by how like and how true results are. Used
// by the shell. Thread rule: the window's thread.
#pragma once

#include <QTimer>
#include <QWidget>

#include "history/history_table.h"
#include "session/result_store.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace heddle::ui {

class FilmHistory;
class FilmStrip;
class ValueSlider;

class FilmPanel final : public QWidget {
  Q_OBJECT
 public:
  // The strip becomes a part of the panel.
  explicit FilmPanel(FilmStrip* strip, QWidget* parent = nullptr);

  // Pictures of earlier sessions, and the search over all; without a history the field is hidden.
  void setHistory(FilmHistory* history);
  void focusSearch();
  // As if they had been chosen.
  void setOrder(history::HistoryOrder order, double least = -1);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  [[nodiscard]] history::HistorySearch search() const;
  void ask();
  void showFound(const history::HistorySearch& asked, const std::vector<session::ResultId>& ids);

  FilmStrip* strip_;
  FilmHistory* history_ = nullptr;
  QWidget* line_;
  QLineEdit* searchField_;
  QComboBox* order_;
  ValueSlider* least_;
  QLabel* count_;
  QTimer soon_;
};

}  // namespace heddle::ui
