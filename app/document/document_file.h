// DocumentFile: opens, saves and guards the file of a document: one program at a time edits it, a change by another
// program is noticed before it is overwritten, a newer version is opened read-only. Reading and writing run in a
// worker, so calls return at once and signals report the end. Used by the shell. Thread rule: window's thread.
#pragma once

#include <QDateTime>
#include <QLockFile>
#include <QObject>
#include <QThreadPool>
#include <functional>
#include <memory>
#include <vector>

#include "document/document_images.h"
#include "document/journal.h"
#include "document/project_file.h"

namespace heddle::document {

class Document;

// The file's state when it was last read or written.
struct DiskStamp {
  qint64 size = -1;  // -1: no file
  QDateTime time;
  QByteArray hash;
  bool operator==(const DiskStamp&) const = default;
};

// One state of a project that may be opened in place of a damaged file.
struct RecoveryChoice {
  enum class Kind { file, backup, journal };
  Kind kind = Kind::file;
  QString path;  // of the file, the backup, or the journal's folder
  QDateTime time;
  int nodes = 0;
};

enum class SaveOver { ask, yes };

class DocumentFile final : public QObject {
  Q_OBJECT
 public:
  // `journalFolders` are searched for lost work when a file is damaged; they are only read.
  DocumentFile(Document& document, QStringList journalFolders, QObject* parent = nullptr);
  ~DocumentFile() override;

  DocumentImages& images() { return images_; }
  const DocumentImages& images() const { return images_; }

  // Ends with opened() or openFailed(). An open document is replaced only when the new one is read.
  void open(const QString& path);
  // Opens a backup or a journal in place of `path`; the document is then modified.
  void recover(const RecoveryChoice& choice, const QString& path);
  // A document without a file.
  void startNew(graph::Graph graph, DocumentImages images = {});

  // Ends with saved(), saveFailed() or changedOnDisk(). With SaveOver::yes another program's change is overwritten.
  void save(SaveOver over = SaveOver::ask);
  void saveAs(const QString& path);
  // Checks for changedOnDisk(), for instance when the window becomes active.
  void checkDisk();

  bool isBusy() const { return busy_ > 0; }
  // Why save() is refused, as a message; empty where it is not.
  QString readOnlyReason() const { return readOnlyReason_; }
  // For the end of the program: waits until all is written.
  void waitForWriting() { pool_.waitForDone(); }

 Q_SIGNALS:
  void opened(const QString& path, const QStringList& notes);
  void openFailed(const QString& path, const QString& message,
                  const std::vector<heddle::document::RecoveryChoice>& choices);
  void saved(const QString& path);
  void saveFailed(const QString& path, const QString& message);
  void changedOnDisk(const QString& path);
  void warned(const QString& message);  // no lock could be made, and the like
  void readOnlyChanged(const QString& reason);

 private:
  void work(std::function<void()> job);
  void take(const QString& path, Project project, const DiskStamp& stamp);
  void write(const QString& path, SaveOver over);
  void lock(const QString& path);
  void setReadOnly(const QString& reason);

  Document& document_;
  QStringList journalFolders_;
  DocumentImages images_;
  DiskStamp stamp_;
  std::unique_ptr<QLockFile> lock_;
  QString readOnlyReason_;
  QThreadPool pool_;
  int busy_ = 0;
};

// The readable states of the project at `path`, newest first. Reads files: call it from a worker.
std::vector<RecoveryChoice> recoveryChoices(const QString& path, const QStringList& journalFolders,
                                            const graph::NodeCatalog& catalog);
DiskStamp stampOf(const QString& path);

}  // namespace heddle::document
