// FilmPanel: the film strip with a search field. Used by the shell. Thread rule: the window's thread.
#pragma once

#include <QTimer>
#include <QWidget>

#include "session/result_store.h"

class QLabel;
class QLineEdit;

namespace heddle::ui {

class FilmHistory;
class FilmStrip;

class FilmPanel final : public QWidget {
  Q_OBJECT
 public:
  // The strip becomes a part of the panel.
  explicit FilmPanel(FilmStrip* strip, QWidget* parent = nullptr);

  // Pictures of earlier sessions, and the search over all; without a history the field is hidden.
  void setHistory(FilmHistory* history);
  void focusSearch();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void ask();
  void showFound(const QString& query, const std::vector<session::ResultId>& ids);

  FilmStrip* strip_;
  FilmHistory* history_ = nullptr;
  QWidget* line_;
  QLineEdit* searchField_;
  QLabel* count_;
  QTimer soon_;
};

}  // namespace heddle::ui
