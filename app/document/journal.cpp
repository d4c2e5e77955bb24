#include "document/journal.h"

#include <QDir>
#include <QFileInfo>
#include <QUuid>

#include <algorithm>
#include <filesystem>

#include "base/atomic_file.h"
#include "document/document.h"

namespace heddle::document {
namespace {

const QString kPrefix = QStringLiteral("journal-");
const QString kGraphName = QStringLiteral("journal.json");
const QString kLockName = QStringLiteral("lock");

// The first line names the document's file, the rest is graph.json.
std::string journalText(const QString& path, const graph::Graph& graph) {
  return dump_json(Json{{"path", path.toStdString()}}) + "\n" + graph::write_graph(graph);
}

Result<void> writeBytes(const QString& path, std::string_view bytes) {
  return write_file_atomically(std::filesystem::path(path.toStdString()), bytes);
}

}  // namespace

// Where this journal writes. Touched by the worker alone once it is made.
struct Journal::Place {
  QStringList folders;
  QString folder;
  std::unique_ptr<QLockFile> lock;
  std::set<QString> imagesWritten;

  Result<void> open() {
    if (!folder.isEmpty() && QFileInfo::exists(folder)) return {};
    imagesWritten.clear();
    for (const QString& root : folders) {
      const QString made = QDir(root).filePath(kPrefix + QUuid::createUuid().toString(QUuid::WithoutBraces));
      if (!QDir().mkpath(made)) continue;
      folder = made;
      lock = std::make_unique<QLockFile>(QDir(made).filePath(kLockName));
      lock->setStaleLockTime(0);
      lock->tryLock(0);
      return {};
    }
    return fail(ErrorKind::io, "[journal] no folder takes the journal; save your work to be safe");
  }

  Result<void> write(const QString& path, const graph::Graph& graph, const DocumentImages& images) {
    if (auto opened = open(); !opened) return opened;
    for (const auto& [hash, bytes] : images.all()) {
      if (imagesWritten.contains(hash)) continue;
      const std::string_view content(bytes.constData(), static_cast<std::size_t>(bytes.size()));
      if (auto written = writeBytes(QDir(folder).filePath(hash), content); !written) return written;
      imagesWritten.insert(hash);
    }
    return writeBytes(QDir(folder).filePath(kGraphName), journalText(path, graph));
  }

  void clear() {
    lock.reset();
    if (!folder.isEmpty()) QDir(folder).removeRecursively();
    folder.clear();
  }
};

Journal::Journal(const Document& document, const DocumentImages& images, QStringList folders, int intervalMs,
                 QObject* parent)
    : QObject(parent), document_(document), images_(images), place_(std::make_shared<Place>()) {
  place_->folders = std::move(folders);
  pool_.setMaxThreadCount(1);  // writes stay in order
  connect(&timer_, &QTimer::timeout, this, &Journal::writeNow);
  timer_.start(intervalMs);
}

Journal::~Journal() { pool_.waitForDone(); }

void Journal::writeNow() {
  if (!document_.isModified() || document_.revision() == revision_) return;
  revision_ = document_.revision();
  pool_.start([this, place = place_, path = document_.path(), graph = document_.graph(),
               images = images_.usedBy(document_.graph())] {
    const auto done = place->write(path, graph, images);
    const QString problem = done ? QString() : QString::fromStdString(done.error().message);
    // Said in the journal's own thread, like all of its signals.
    QMetaObject::invokeMethod(
        this, [this, problem] { problem.isEmpty() ? Q_EMIT written() : Q_EMIT failed(problem); }, Qt::QueuedConnection);
  });
}

void Journal::clear() {
  revision_ = document_.revision();
  pool_.start([place = place_] { place->clear(); });
}

std::vector<LostWork> Journal::lostWork(const QStringList& folders) {
  std::vector<LostWork> found;
  for (const QString& root : folders) {
    for (const QFileInfo& entry : QDir(root).entryInfoList({kPrefix + "*"}, QDir::Dirs)) {
      const QDir folder(entry.absoluteFilePath());
      QLockFile lock(folder.filePath(kLockName));
      lock.setStaleLockTime(0);
      if (!lock.tryLock(0) && lock.error() == QLockFile::LockFailedError) continue;  // its program runs
      const auto bytes = readFile(folder.filePath(kGraphName));
      if (!bytes) continue;
      const auto head = parse_json(bytes->left(bytes->indexOf('\n')).toStdString(), "journal");
      const Json* path = head ? find_member(*head, "path") : nullptr;
      const bool named = path != nullptr && path->is_string();
      found.push_back({folder.path(), named ? QString::fromStdString(path->get<std::string>()) : QString(),
                       QFileInfo(folder.filePath(kGraphName)).lastModified()});
    }
  }
  std::sort(found.begin(), found.end(), [](const LostWork& a, const LostWork& b) { return a.time > b.time; });
  return found;
}

Result<Project> Journal::recover(const LostWork& lost, const graph::NodeCatalog& catalog) {
  auto bytes = readFile(QDir(lost.folder).filePath(kGraphName));
  if (!bytes) return forward(bytes);
  auto project = decodeProject(bytes->mid(bytes->indexOf('\n') + 1), catalog, tr("the recovered document"));
  if (!project) return project;
  for (const QString& hash : imagesNamedBy(project->graph)) {
    if (const auto image = readFile(QDir(lost.folder).filePath(hash));
        image && DocumentImages::hashOf(*image) == hash) {
      project->images.add(*image);
    }
  }
  return project;
}

void Journal::discard(const LostWork& lost) {
  if (QFileInfo(lost.folder).fileName().startsWith(kPrefix)) QDir(lost.folder).removeRecursively();
}

}  // namespace heddle::document
