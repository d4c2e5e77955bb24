// LibraryPanel: models, adapters and encoders that the engine found, as cards with search. Drag one into the graph, or
// press Enter on it, and it becomes its node. Used by the shell. Thread rule: the window's thread.
#pragma once

#include <QWidget>

#include "session/engine_messages.h"

class QLabel;
class QLineEdit;
class QListView;
class QSortFilterProxyModel;

namespace heddle::ui {

class LibraryModel;

class LibraryPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit LibraryPanel(QWidget* parent = nullptr);

  void begin();  // a listing starts: what was there goes
  void add(const session::LibraryEntry& entry);
  void finish(const session::LibraryListed& listed);

 Q_SIGNALS:
  void nodeAsked(const QString& type, const QString& param, const QString& path);
  void foldersAsked();
  void refreshAsked();

 private:
  void choose(const QModelIndex& index);

  LibraryModel* model_;
  QSortFilterProxyModel* found_;
  QLineEdit* search_;
  QListView* cards_;
  QLabel* state_;
};

}  // namespace heddle::ui
