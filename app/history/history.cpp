#include "history/history.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <algorithm>

namespace heddle::history {
namespace {

constexpr int kSliceFiles = 8;  // read between two polls of other requests

// Result pictures below the folder, but not those of this session, and not what saving nodes wrote. Oldest first.
QStringList imagesIn(const HistoryPlaces& places) {
  QStringList found;
  const QDir root(places.images);
  for (const QString& session : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
    const QString folder = root.filePath(session);
    if (QFileInfo(folder) == QFileInfo(places.present)) continue;
    for (const QString& name : QDir(folder).entryList({"*.png"}, QDir::Files, QDir::Name))
      found << session + '/' + name;
  }
  return found;
}

// The old file is kept beside it.
void putAside(const QString& table) {
  const QString aside = table + ".damaged";
  QFile::remove(aside);
  QFile::rename(table, aside);
  for (const char* end : {"-wal", "-shm"}) QFile::remove(table + end);
}

}  // namespace

class HistoryWorker final : public QObject {
 public:
  HistoryWorker(History& owner, HistoryPlaces places, HistoryLabel label)
      : owner_(owner), places_(std::move(places)), label_(std::move(label)) {}

  void open() {
    auto done = table_.open(places_.table);
    QString why = table_.wasMade() ? History::tr("The list of earlier pictures was not there.") : QString();
    if (!done && done.error().kind == ErrorKind::invalid_input) {
      why = QString::fromStdString(done.error().message);
      putAside(places_.table);
      done = table_.open(places_.table);
    }
    if (!done) return giveUp(QString::fromStdString(done.error().message));
    isOpen_ = true;
    tell([this] { Q_EMIT owner_.opened(); });
    compare(why);
  }

  void add(const MadeImage& image) {
    if (!isOpen_) return;
    HistoryEntry entry{{image.id, inside(image.path), image.size, image.title,
                        label_ ? label_(image.graphText) : QString(), image.hash, image.node},
                       {},
                       packedThumbnail(image.thumbnail)};
    entry.text = searchText(image.graphText) + ' ' + image.title.toLower() + ' ' + entry.row.label.toLower();
    check(table_.add({entry}));
  }

  void remove(const QString& path) {
    if (isOpen_) check(table_.remove({inside(path)}));
  }

  void page(qint64 before, int count) {
    auto rows = isOpen_ ? table_.page(before, count) : std::vector<HistoryRow>();
    const bool isLast = static_cast<int>(rows.size()) < count;
    makeWhole(rows);
    tell([this, rows = std::move(rows), isLast] { Q_EMIT owner_.pageArrived(rows, isLast); });
  }

  void thumbnails(const std::vector<qint64>& ids) {
    std::map<qint64, QImage> made;
    if (isOpen_) {
      for (const auto& [id, bytes] : table_.thumbnails(ids)) made.emplace(id, QImage::fromData(bytes));
    }
    tell([this, made = std::move(made)] { Q_EMIT owner_.thumbnailsArrived(made); });
  }

  void setNumbers(qint64 id, const session::ImageNumbers& numbers) {
    if (isOpen_) check(table_.setNumbers(id, numbers));
  }

  void search(const HistorySearch& search, int count) {
    auto rows = isOpen_ ? table_.find(search, count) : std::vector<HistoryRow>();
    makeWhole(rows);
    tell([this, search, rows = std::move(rows)] {
      if (owner_.searched_ == search) Q_EMIT owner_.found(search, rows);
    });
  }

 private:
  void tell(std::function<void()> say) { QMetaObject::invokeMethod(&owner_, std::move(say)); }

  void check(const Result<void>& done) {
    if (!done) giveUp(QString::fromStdString(done.error().message), isOpen_);
  }
  void giveUp(const QString& text, bool mayGoOn = false) {
    isOpen_ = mayGoOn;
    if (std::exchange(hasComplained_, true)) return;
    tell([this, text] { Q_EMIT owner_.failed(text); });
  }

  [[nodiscard]] QString inside(const QString& path) const { return QDir(places_.images).relativeFilePath(path); }
  void makeWhole(std::vector<HistoryRow>& rows) const {
    const QDir folder(places_.images);
    for (HistoryRow& row : rows) row.path = folder.filePath(row.path);
  }

  // Adds what only the folder has and removes what only the index has. A missing folder removes nothing.
  void compare(const QString& why) {
    if (!QFileInfo(places_.images).isDir()) return;
    QHash<QString, qint64> known = table_.ids();
    for (const qint64 id : std::as_const(known)) takenIds_.insert(id);
    for (const QString& path : imagesIn(places_)) {
      if (known.remove(path) == 0) unread_ << path;
    }
    QStringList gone;
    for (auto lost = known.keyBegin(); lost != known.keyEnd(); ++lost) {
      if (!QFileInfo::exists(QDir(places_.images).filePath(*lost))) gone << *lost;
    }
    if (!gone.isEmpty()) check(table_.remove(gone));
    removed_ = static_cast<int>(gone.size());
    const int images = static_cast<int>(unread_.size());
    if (!why.isEmpty() && images > 0) tell([this, why, images] { Q_EMIT owner_.rebuilding(why, images); });
    readSlice();
  }

  void readSlice() {
    std::vector<HistoryEntry> entries;
    // The newest first, since they are needed first.
    for (int i = 0; i < kSliceFiles && !unread_.isEmpty(); ++i) {
      auto entry = readHistoryImage(places_.images.toStdString(), unread_.takeLast(), label_);
      if (!entry) continue;
      while (takenIds_.contains(entry->row.id)) ++entry->row.id;
      takenIds_.insert(entry->row.id);
      entries.push_back(std::move(*entry));
    }
    added_ += static_cast<int>(entries.size());
    if (!entries.empty()) check(table_.add(entries));
    if (isOpen_ && !unread_.isEmpty()) {
      QMetaObject::invokeMethod(
          this, [this] { readSlice(); }, Qt::QueuedConnection);
      return;
    }
    takenIds_.clear();
    tell([this, added = added_, removed = removed_] { Q_EMIT owner_.synced(added, removed); });
  }

  History& owner_;
  HistoryPlaces places_;
  HistoryLabel label_;
  HistoryTable table_;
  QStringList unread_;
  QSet<qint64> takenIds_;
  int added_ = 0, removed_ = 0;
  bool isOpen_ = false;
  bool hasComplained_ = false;
};

History::History(HistoryPlaces places, HistoryLabel label, QObject* parent)
    : QObject(parent), worker_(new HistoryWorker(*this, std::move(places), std::move(label))) {
  thread_.setObjectName(QStringLiteral("history"));
  worker_->moveToThread(&thread_);
  connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
  thread_.start(QThread::LowPriority);
}

History::~History() {
  waitForWriting();
  thread_.quit();
  thread_.wait();
}

void History::open() {
  QMetaObject::invokeMethod(worker_, [worker = worker_] { worker->open(); });
}

void History::add(MadeImage image) {
  QMetaObject::invokeMethod(worker_, [worker = worker_, image = std::move(image)] { worker->add(image); });
}

void History::remove(const QString& path) {
  QMetaObject::invokeMethod(worker_, [worker = worker_, path] { worker->remove(path); });
}

void History::askPage(qint64 before, int count) {
  QMetaObject::invokeMethod(worker_, [worker = worker_, before, count] { worker->page(before, count); });
}

void History::askThumbnails(std::vector<qint64> ids) {
  QMetaObject::invokeMethod(worker_, [worker = worker_, ids = std::move(ids)] { worker->thumbnails(ids); });
}

void History::setNumbers(qint64 id, const session::ImageNumbers& numbers) {
  QMetaObject::invokeMethod(worker_, [worker = worker_, id, numbers] { worker->setNumbers(id, numbers); });
}

void History::search(const HistorySearch& search, int count) {
  searched_ = search;
  QMetaObject::invokeMethod(worker_, [worker = worker_, search, count] { worker->search(search, count); });
}

void History::waitForWriting() {
  QMetaObject::invokeMethod(
      worker_, [] {}, Qt::BlockingQueuedConnection);
}

}  // namespace heddle::history
