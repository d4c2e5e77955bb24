// FilmStrip: every result, newest right, those of earlier sessions before them. A click shows it in the viewer, a
// double-click restores its graph, a drag carries it; several are chosen with Ctrl or Shift. Used by the shell. Thread
// rule: the window's thread.
#pragma once

#include <QListView>

#include "filmstrip/film_model.h"

namespace heddle::ui {

class FilmStrip final : public QListView {
  Q_OBJECT
 public:
  explicit FilmStrip(session::ResultStore& store, QWidget* parent = nullptr);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] session::ResultId current() const;
  [[nodiscard]] std::vector<session::ResultId> chosen() const;  // in the strip's order
  void showNewest();
  // Only these; nothing: all again.
  void showOnly(std::optional<std::vector<session::ResultId>> ids);

 Q_SIGNALS:
  void olderRequested();  // the oldest loaded result is in view
  void lookRequested(heddle::session::ResultId id);
  void restoreRequested(heddle::session::ResultId id);
  void compareRequested(heddle::session::ResultId id);
  void sideBySideRequested(const std::vector<heddle::session::ResultId>& ids);  // two or more
  void paintRequested(heddle::session::ResultId id);
  void saveRequested(heddle::session::ResultId id);
  void removeRequested(heddle::session::ResultId id);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void askOlder();
  void keepInPlace();

  FilmModel* model_;
  QPersistentModelIndex anchor_;  // what is seen while older ones come in before it
  int anchorLeft_ = 0;
};

}  // namespace heddle::ui
