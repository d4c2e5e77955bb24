// FilmStrip: every result so far, newest right. A click looks at it, a double-click restores its graph, a drag takes it
// along. Used by the shell. Thread rule: the window's thread.
#pragma once

#include <QListView>

#include "filmstrip/film_model.h"

namespace heddle::ui {

class FilmStrip final : public QListView {
  Q_OBJECT
 public:
  explicit FilmStrip(session::ResultStore& store, QWidget* parent = nullptr);

  [[nodiscard]] session::ResultId current() const;
  void showNewest();

 Q_SIGNALS:
  void looked(heddle::session::ResultId id);
  void restoreAsked(heddle::session::ResultId id);
  void compareAsked(heddle::session::ResultId id);
  void removeAsked(heddle::session::ResultId id);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  FilmModel* model_;
};

}  // namespace heddle::ui
