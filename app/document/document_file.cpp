#include "document/document_file.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <functional>

#include "document/document.h"
#include "document/save_project.h"

namespace heddle::document {
namespace {

QString messageOf(const Error& error) { return QString::fromStdString(error.message); }

LostWork asLostWork(const RecoveryChoice& choice, const QString& path) { return {choice.path, path, choice.time}; }

QString lockNameOf(const QString& path) {
  const QFileInfo file(path);
  return file.absoluteDir().filePath("." + file.fileName() + ".lock");
}

}  // namespace

DiskStamp stampOf(const QString& path) {
  const QFileInfo file(path);
  if (!file.exists()) return {};
  const auto bytes = readFile(path);
  const QByteArray hash = bytes ? QCryptographicHash::hash(*bytes, QCryptographicHash::Sha256) : QByteArray();
  return {file.size(), file.lastModified(), hash};
}

std::vector<RecoveryChoice> recoveryChoices(const QString& path, const QStringList& journalFolders,
                                            const graph::NodeCatalog& catalog) {
  std::vector<RecoveryChoice> choices;
  const auto offer = [&](RecoveryChoice choice, const Result<Project>& project) {
    if (!project) return;
    choice.nodes = static_cast<int>(project->graph.nodes().size());
    choices.push_back(std::move(choice));
  };
  const auto timeOf = [](const QString& name) { return QFileInfo(name).lastModified(); };
  offer({RecoveryChoice::Kind::file, path, timeOf(path), 0}, readProject(path, catalog));
  for (const QString& backup : backupsOf(path)) {
    offer({RecoveryChoice::Kind::backup, backup, timeOf(backup), 0}, readProject(backup, catalog));
  }
  const QString absolute = QFileInfo(path).absoluteFilePath();
  for (const LostWork& lost : Journal::lostWork(journalFolders)) {
    if (QFileInfo(lost.path).absoluteFilePath() != absolute) continue;
    offer({RecoveryChoice::Kind::journal, lost.folder, lost.time, 0}, Journal::recover(lost, catalog));
  }
  std::stable_sort(choices.begin(), choices.end(),
                   [](const RecoveryChoice& a, const RecoveryChoice& b) { return a.time > b.time; });
  return choices;
}

DocumentFile::DocumentFile(Document& document, QStringList journalFolders, QObject* parent)
    : QObject(parent), document_(document), journalFolders_(std::move(journalFolders)) {
  pool_.setMaxThreadCount(1);  // an open after a save reads what was saved
}

DocumentFile::~DocumentFile() { pool_.waitForDone(); }

// `job` runs in the worker and posts its end back with QMetaObject::invokeMethod.
void DocumentFile::work(std::function<void()> job) {
  ++busy_;
  pool_.start([this, job = std::move(job)] {
    job();
    QMetaObject::invokeMethod(this, [this] { --busy_; });
  });
}

void DocumentFile::open(const QString& path) {
  work([this, path, folders = journalFolders_, catalog = document_.catalog()] {
    auto project = readProject(path, catalog);
    if (project) {
      const DiskStamp stamp = stampOf(path);
      auto shared = std::make_shared<Project>(std::move(*project));
      QMetaObject::invokeMethod(this, [this, path, shared, stamp] { take(path, std::move(*shared), stamp); });
      return;
    }
    const auto choices = recoveryChoices(path, folders, catalog);
    QMetaObject::invokeMethod(
        this, [this, path, choices, text = messageOf(project.error())] { Q_EMIT openFailed(path, text, choices); });
  });
}

void DocumentFile::take(const QString& path, Project project, const DiskStamp& stamp) {
  setReadOnly(project.isNewer ? tr("This file was made with a newer version of Heddle. Save it as a copy.")
                              : QString());
  lock(path);
  images_ = std::move(project.images);
  stamp_ = stamp;
  document_.replaceGraph(std::move(project.graph), path);
  QStringList notes;
  for (const graph::Problem& note : project.notes) notes << QString::fromStdString(note.message);
  Q_EMIT opened(path, notes);
}

void DocumentFile::recover(const RecoveryChoice& choice, const QString& path) {
  work([this, choice, path, catalog = document_.catalog()] {
    const bool isJournal = choice.kind == RecoveryChoice::Kind::journal;
    auto project = isJournal ? Journal::recover(asLostWork(choice, path), catalog) : readProject(choice.path, catalog);
    if (!project) {
      QMetaObject::invokeMethod(this,
                                [this, path, text = messageOf(project.error())] { Q_EMIT openFailed(path, text, {}); });
      return;
    }
    const DiskStamp stamp = stampOf(path);
    auto shared = std::make_shared<Project>(std::move(*project));
    QMetaObject::invokeMethod(this, [this, path, shared, stamp] {
      take(path, std::move(*shared), stamp);
      document_.setModified(true);
    });
  });
}

void DocumentFile::startNew(graph::Graph graph, DocumentImages images) {
  lock_.reset();
  images_ = std::move(images);
  stamp_ = {};
  setReadOnly({});
  document_.replaceGraph(std::move(graph));
}

// A lock that cannot be made (a full disk, a read-only folder) is a warning; one that another program holds is not.
void DocumentFile::lock(const QString& path) {
  auto next = std::make_unique<QLockFile>(lockNameOf(path));
  next->setStaleLockTime(0);  // stale only when its holder is gone
  if (lock_ != nullptr && lock_->fileName() == next->fileName()) return;
  lock_.reset();
  if (next->tryLock(0)) {
    lock_ = std::move(next);
    return;
  }
  if (next->error() == QLockFile::LockFailedError) {
    qint64 process = 0;
    QString host;
    QString program;
    next->getLockInfo(&process, &host, &program);
    setReadOnly(tr("%1 (process %2 on %3) has this file open. Save a copy, or close it there.")
                    .arg(program.isEmpty() ? tr("Another program") : program)
                    .arg(process)
                    .arg(host));
    return;
  }
  Q_EMIT warned(tr("The file could not be locked: take care not to open it twice."));
}

void DocumentFile::setReadOnly(const QString& reason) {
  if (std::exchange(readOnlyReason_, reason) != reason) Q_EMIT readOnlyChanged(reason);
}

void DocumentFile::save(SaveOver over) {
  const QString path = document_.path();
  if (path.isEmpty()) return Q_EMIT saveFailed(path, tr("This document has no file yet. Save it under a name."));
  if (!readOnlyReason_.isEmpty()) return Q_EMIT saveFailed(path, readOnlyReason_);
  write(path, over);
}

void DocumentFile::saveAs(const QString& path) {
  if (lockNameOf(path) != (lock_ == nullptr ? QString() : lock_->fileName())) {
    const QString before = readOnlyReason_;
    setReadOnly({});
    lock(path);
    if (!readOnlyReason_.isEmpty()) {
      const QString reason = readOnlyReason_;
      setReadOnly(before);
      return Q_EMIT saveFailed(path, reason);
    }
  }
  write(path, SaveOver::yes);
}

void DocumentFile::write(const QString& path, SaveOver over) {
  const quint64 revision = document_.revision();
  work([this, path, over, revision, stamp = stamp_, graph = document_.graph(), images = images_,
        catalog = document_.catalog()] {
    if (over == SaveOver::ask && stampOf(path) != stamp) {
      QMetaObject::invokeMethod(this, [this, path] { Q_EMIT changedOnDisk(path); });
      return;
    }
    const auto done = saveProject(path, graph, images, catalog);
    if (!done) {
      QMetaObject::invokeMethod(this, [this, path, text = messageOf(done.error())] { Q_EMIT saveFailed(path, text); });
      return;
    }
    QMetaObject::invokeMethod(this, [this, path, revision, now = stampOf(path)] {
      stamp_ = now;
      document_.setPath(path);
      if (document_.revision() == revision) document_.setModified(false);
      Q_EMIT saved(path);
    });
  });
}

void DocumentFile::checkDisk() {
  const QString path = document_.path();
  if (path.isEmpty() || isBusy()) return;
  work([this, path, stamp = stamp_] {
    if (stampOf(path) != stamp) QMetaObject::invokeMethod(this, [this, path] { Q_EMIT changedOnDisk(path); });
  });
}

}  // namespace heddle::document
