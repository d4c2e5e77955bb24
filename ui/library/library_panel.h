// LibraryPanel: models, adapters and encoders that the engine found, and the starter graphs, as cards with search. A
// card dragged into the graph, or Enter on it, becomes its node. Used by the shell. Thread rule: the window's thread.
#pragma once

#include <QTimer>
#include <QWidget>
#include <deque>

#include "protocol/library.h"

class QLabel;
class QLineEdit;
class QListView;
class QToolButton;

namespace heddle::ui {

class LibraryModel;
class Thumbnails;

class LibraryPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit LibraryPanel(QWidget* parent = nullptr);

  void begin();  // a listing starts: what was there goes
  void add(const protocol::LibraryEntry& entry);
  void finish(const protocol::LibraryListed& listed);
  void takeThumbnail(const QString& path, const QImage& image);

 Q_SIGNALS:
  void nodeRequested(const QString& type, const QString& param, const QString& path);
  void starterRequested(const QString& id);
  void thumbnailRequested(const QString& path, int side);
  void foldersRequested();
  void refreshRequested();
  void stopRequested();

 private:
  void makeList();
  void makeFoot();
  void takePortion();
  void choose(const QModelIndex& index);
  void toggle(const QModelIndex& index);
  void showDetails();
  void showState();
  // Changes of the rows keep the scroll position and the selection.
  template <class Change>
  void changeRows(Change change);

  LibraryModel* model_;
  Thumbnails* thumbnails_;
  QLineEdit* search_;
  QListView* cards_;
  QLabel* details_;
  QLabel* state_;
  QToolButton* refresh_ = nullptr;
  QToolButton* stop_ = nullptr;
  std::deque<protocol::LibraryEntry> waiting_;
  QTimer portion_;
  bool isListing_ = false;
  protocol::LibraryListed listed_;
};

}  // namespace heddle::ui
