// Journal: keeps the state of an unsaved document on disk, so that a crash costs 30 seconds at most. One folder for
// each running document under `folder`, held by a lock; a folder whose holder is gone is offered for recovery. It is
// removed when the document is closed in order. Used by the shell. Thread rule: window's thread; a worker writes.
#pragma once

#include <QDateTime>
#include <QLockFile>
#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <memory>
#include <set>
#include <vector>

#include "document/document_images.h"
#include "document/project_file.h"

namespace heddle::document {

class Document;

// A journal that a crashed program left.
struct LostWork {
  QString folder;  // of the journal
  QString path;    // of the project; empty: it was never saved
  QDateTime time;
};

class Journal final : public QObject {
  Q_OBJECT
 public:
  // `folders`: where to keep journals; the next is tried where one fails. Writes every `intervalMs` while there is
  // something new and unsaved.
  Journal(const Document& document, const DocumentImages& images, QStringList folders, int intervalMs = 30'000,
          QObject* parent = nullptr);
  ~Journal() override;

  // Writes what is new; call before each run.
  void writeNow();
  // The document is saved or discarded: nothing is left to recover.
  void clear();
  void waitForWriting() { pool_.waitForDone(); }

  // The newest first; without those whose program still runs.
  static std::vector<LostWork> lostWork(const QStringList& folders);
  static Result<Project> recover(const LostWork& lost, const graph::NodeCatalog& catalog);
  static void discard(const LostWork& lost);

 Q_SIGNALS:
  void failed(const QString& message);
  void written();

 private:
  struct Place;

  const Document& document_;
  const DocumentImages& images_;
  QTimer timer_;
  QThreadPool pool_;
  std::shared_ptr<Place> place_;
  quint64 revision_ = 0;  // what was written last
};

}  // namespace heddle::document
