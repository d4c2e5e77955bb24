#include "paint/canvas_journal.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QUuid>
#include <algorithm>
#include <utility>

namespace heddle::paint {
namespace {

const QString kPrefix = QStringLiteral("canvas-");
const QString kLogName = QStringLiteral("strokes");
const QString kLockName = QStringLiteral("lock");
constexpr std::size_t kAtOnce = std::size_t{2} << 20;  // larger steps are written by the worker
constexpr std::size_t kKept = 3;                       // canvases that were left, at most

// Whether the folder's program is gone: the lock is free.
bool isLeft(const QDir& folder) {
  QLockFile lock(folder.filePath(kLockName));
  lock.setStaleLockTime(0);
  return lock.tryLock(0) || lock.error() != QLockFile::LockFailedError;
}

}  // namespace

// One folder with its file. Its writes are in order: the window's thread writes only while the worker has nothing.
struct CanvasJournal::Place {
  QString folder;
  std::unique_ptr<QLockFile> lock;
  QFile file;
  std::atomic<int> waiting{0};
  bool hasStrokes = false;

  explicit Place(const QString& made) : folder(made), file(QDir(made).filePath(kLogName)) {
    lock = std::make_unique<QLockFile>(QDir(made).filePath(kLockName));
    lock->setStaleLockTime(0);
    lock->tryLock(0);
  }
  ~Place() {
    file.close();
    lock.reset();
    if (!hasStrokes) QDir(folder).removeRecursively();
  }
  QString write(const QByteArray& record) {
    if (file.write(record) == record.size() && file.flush()) return {};
    return tr("The strokes of the canvas cannot be kept: %1 (%2). Make room, or save your work.")
        .arg(file.errorString(), file.fileName());
  }
};

CanvasJournal::CanvasJournal(Canvas& canvas, QStringList folders, QObject* parent)
    : QObject(parent), canvas_(canvas), folders_(std::move(folders)) {
  pool_.setMaxThreadCount(1);
  connect(&canvas, &Canvas::stepped, this, &CanvasJournal::onStep);
}

CanvasJournal::~CanvasJournal() { pool_.waitForDone(); }

void CanvasJournal::say(const QString& problem) {
  if (problem.isEmpty() || std::exchange(isFailing_, true)) return;  // once, not at every stroke
  Q_EMIT failed(problem);
}

Result<void> CanvasJournal::startAnew() {
  place_.reset();  // the worker holds it as long as it writes there
  for (const QString& root : folders_) {
    const QString made = QDir(root).filePath(kPrefix + QUuid::createUuid().toString(QUuid::WithoutBraces));
    if (!QDir().mkpath(made)) continue;
    auto place = std::make_shared<Place>(made);
    if (!place->file.open(QIODevice::WriteOnly)) continue;
    place_ = std::move(place);
    isFailing_ = false;
    return {};
  }
  return fail(ErrorKind::io, "[canvas journal] no folder takes the strokes; save what you paint to be safe");
}

void CanvasJournal::onStep(CanvasStep step, const QString& text) {
  const CanvasState before = std::exchange(last_, canvas_.state());
  if (isReplaying_) return;
  if (step == CanvasStep::open) {
    if (canvas_.isEmpty()) return;
    if (const auto started = startAnew(); !started) return say(QString::fromStdString(started.error().message));
  }
  if (place_ == nullptr) return;
  if (step != CanvasStep::open) place_->hasStrokes = true;
  keep(step, text, before, canvas_.state());
}

void CanvasJournal::keep(CanvasStep step, const QString& text, const CanvasState& before, const CanvasState& after) {
  const bool isSmall = step == CanvasStep::undo || step == CanvasStep::redo || recordBytes(before, after) <= kAtOnce;
  if (isSmall && place_->waiting == 0) return say(place_->write(recordOf(step, text, before, after)));
  ++place_->waiting;
  pool_.start([this, place = place_, step, text, before, after] {
    const QString problem = place->write(recordOf(step, text, before, after));
    --place->waiting;
    if (!problem.isEmpty())
      QMetaObject::invokeMethod(
          this, [this, problem] { say(problem); }, Qt::QueuedConnection);
  });
}

std::vector<LostCanvas> CanvasJournal::lostCanvases(const QStringList& folders) {
  std::vector<LostCanvas> found;
  for (const QString& root : folders) {
    for (const QFileInfo& entry : QDir(root).entryInfoList({kPrefix + "*"}, QDir::Dirs)) {
      const QDir folder(entry.absoluteFilePath());
      const QFileInfo log(folder.filePath(kLogName));
      if (isLeft(folder) && log.exists()) found.push_back({folder.path(), log.lastModified()});
    }
  }
  std::ranges::sort(found, [](const LostCanvas& a, const LostCanvas& b) { return a.time > b.time; });
  for (; found.size() > kKept; found.pop_back()) discard(found.back());
  return found;
}

Result<FoundCanvas> CanvasJournal::read(const LostCanvas& lost) {
  QFile file(QDir(lost.folder).filePath(kLogName));
  if (!file.open(QIODevice::ReadOnly)) {
    return fail(ErrorKind::io, "[canvas journal] '{}' cannot be read: {}", file.fileName().toStdString(),
                file.errorString().toStdString());
  }
  const uchar* mapped = file.size() > 0 ? file.map(0, file.size()) : nullptr;
  FoundCanvas found{lost.folder, {}};
  if (mapped != nullptr) found.log = readLog(QByteArrayView(mapped, file.size()));
  if (found.log.steps.empty()) {
    return fail(ErrorKind::invalid_input, "[canvas journal] '{}' ends before its picture; open the picture again",
                file.fileName().toStdString());
  }
  return found;
}

void CanvasJournal::discard(const LostCanvas& lost) {
  if (QFileInfo(lost.folder).fileName().startsWith(kPrefix)) QDir(lost.folder).removeRecursively();
}

void CanvasJournal::bringBack(const FoundCanvas& found) {
  place_.reset();
  isReplaying_ = true;
  for (const LoggedStep& step : found.log.steps) {
    switch (step.kind) {
      case CanvasStep::open: canvas_.open(step.state, step.text); break;
      case CanvasStep::push: canvas_.commit(step.text, step.state); break;
      case CanvasStep::undo: canvas_.undoStack()->undo(); break;
      case CanvasStep::redo: canvas_.undoStack()->redo(); break;
    }
  }
  isReplaying_ = false;
  auto place = std::make_shared<Place>(found.folder);
  place->hasStrokes = true;
  const bool isCut = place->file.resize(found.log.bytes);  // without a damaged end
  if (!isCut || !place->file.open(QIODevice::WriteOnly | QIODevice::Append))
    return say(tr("The strokes of the canvas cannot be kept: %1 (%2). Make room, or save your work.")
                   .arg(place->file.errorString(), place->file.fileName()));
  place_ = std::move(place);
  isFailing_ = false;
}

}  // namespace heddle::paint
