#include "session/result_store.h"

#include <algorithm>
#include <iterator>

#include "graph/graph_io.h"
#include "graph/image_graph.h"
#include "image/read_image.h"
#include "image/write_image.h"
#include "session/engine_event.h"

namespace heddle::session {

namespace {

constexpr int kThumbnailSide = 256;
constexpr int kCounterBits = 12;                 // of an id; above them are the milliseconds of its making
constexpr std::size_t kOldThumbnailsMax = 1000;  // a strip of them is a few screens wide

QImage thumbnailOf(const QImage& image) {
  if (std::max(image.width(), image.height()) <= kThumbnailSide) return image;
  return image.scaled(kThumbnailSide, kThumbnailSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

std::string fileName(const StoredResult& result) {
  const QString time = result.madeAt.toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
  return fmt::format("{}-{:04}.png", time.toStdString(), result.id.value & ((1U << kCounterBits) - 1));
}

// Of a batch, the graph that makes this picture alone.
std::shared_ptr<const graph::Graph> graphOf(const JobResult& made) {
  if (!made.graph || made.count <= 1) return made.graph;
  return std::make_shared<const graph::Graph>(graph::graph_of_image(
      *made.graph, made.node, static_cast<std::size_t>(made.index), static_cast<std::size_t>(made.count)));
}

// The picture from memory, or from its own file, which also knows the graph and parameters of an earlier session.
Result<void> writeCopy(const std::filesystem::path& from, const std::filesystem::path& to, const QImage& image,
                       image::PngNotes notes, bool hasGraph) {
  auto pixels = image.isNull() ? image::read_image(from) : Result<image::Image>(fromQImage(image));
  if (!pixels) return forward(pixels);
  if (!hasGraph) {
    auto texts = image::read_png_texts(from);
    if (!texts) return forward(texts);
    for (image::PngText& text : *texts) {
      if (text.key != "heddle" && text.key != "parameters") continue;
      std::erase_if(notes.texts, [&](const image::PngText& given) { return given.key == text.key; });
      notes.texts.insert(notes.texts.begin(), std::move(text));
    }
  }
  auto written = image::write_image(to, *pixels, notes);
  return written ? Result<void>() : forward(written);
}

}  // namespace

ResultStore::ResultStore(std::filesystem::path folder, QObject* parent, std::size_t memoryBytes)
    : QObject(parent), folder_(std::move(folder)), memoryBytes_(memoryBytes) {
  std::error_code ignored;  // a folder that cannot be made is reported when the first image is written
  std::filesystem::create_directories(folder_, ignored);
  files_.setMaxThreadCount(1);
}

ResultStore::~ResultStore() { waitForFiles(); }

void ResultStore::waitForFiles() { files_.waitForDone(); }

ResultId ResultStore::nextId() {
  const auto now = static_cast<std::uint64_t>(QDateTime::currentMSecsSinceEpoch()) << kCounterBits;
  const std::uint64_t newest = results_.empty() ? 0 : results_.back().id.value;
  lastId_ = std::max({now, lastId_ + 1, newest + 1});
  return ResultId{lastId_};
}

ResultId ResultStore::add(const JobResult& made, const QString& label) {
  const auto newest = std::find_if(results_.rbegin(), results_.rend(),
                                   [&](const StoredResult& held) { return held.node == made.node; });
  const bool isSame = newest != results_.rend() && newest->hash == made.hash && !made.hash.isEmpty();
  if (isSame) return newest->id;
  StoredResult result{nextId(),
                      made.job,
                      made.node,
                      made.title,
                      made.hash,
                      QDateTime::currentDateTime(),
                      made.image.size(),
                      thumbnailOf(made.image),
                      graphOf(made),
                      {},
                      false};
  result.label = label;
  result.parameters = made.parameters;
  result.path = folder_ / fileName(result);
  results_.push_back(result);
  keepInMemory(result.id, made.image);
  write(result, made.image);
  Q_EMIT added(result.id);
  return result.id;
}

void ResultStore::write(const StoredResult& result, const QImage& image) {
  files_.start([this, id = result.id, path = result.path, graph = result.graph, parameters = result.parameters, image] {
    image::PngNotes notes;
    if (graph) notes.texts.push_back({"heddle", graph::write_graph(*graph)});
    if (!parameters.empty()) notes.texts.push_back({"parameters", parameters});
    const auto done = image::write_png(path, fromQImage(image), notes);
    const QString failure = done ? QString() : QString::fromStdString(done.error().message);
    QMetaObject::invokeMethod(this, [this, id, failure] {
      StoredResult* held = findMutable(id);
      if (held == nullptr) return;
      held->isWritten = failure.isEmpty();
      if (!failure.isEmpty()) {
        Q_EMIT writeFailed(id, failure);
        return;
      }
      shrink();
      Q_EMIT written(id);
    });
  });
}

void ResultStore::copyTo(ResultId id, const std::filesystem::path& path, std::string parameters,
                         std::vector<image::CarriedImage> images) {
  const StoredResult* held = find(id);
  if (held == nullptr) return;
  image::PngNotes notes{{}, std::move(images)};
  if (held->graph) notes.texts.push_back({"heddle", graph::write_graph(*held->graph)});
  if (!held->parameters.empty()) parameters = held->parameters;
  if (!parameters.empty()) notes.texts.push_back({"parameters", std::move(parameters)});
  files_.start(
      [this, from = held->path, path, notes = std::move(notes), image = image(id), hasGraph = held->graph != nullptr] {
        const auto done = writeCopy(from, path, image, notes, hasGraph);
        QMetaObject::invokeMethod(
            this, [this, path, failure = done ? QString() : QString::fromStdString(done.error().message)] {
              failure.isEmpty() ? Q_EMIT copied(QString::fromStdString(path.string())) : Q_EMIT copyFailed(failure);
            });
      });
}

void ResultStore::adopt(std::vector<StoredResult> old) {
  std::sort(old.begin(), old.end(), [](const StoredResult& a, const StoredResult& b) { return a.id < b.id; });
  std::erase_if(old, [this](const StoredResult& result) { return find(result.id) != nullptr; });
  if (old.empty()) return;
  std::vector<ResultId> ids;
  for (StoredResult& result : old) {
    result.isOld = result.isWritten = true;
    ids.push_back(result.id);
  }
  const auto middle = static_cast<std::ptrdiff_t>(results_.size());
  std::move(old.begin(), old.end(), std::back_inserter(results_));
  std::inplace_merge(results_.begin(), results_.begin() + middle, results_.end(),
                     [](const StoredResult& a, const StoredResult& b) { return a.id < b.id; });
  Q_EMIT adopted(ids);
}

void ResultStore::setNumbers(ResultId id, const ImageNumbers& numbers) {
  StoredResult* result = findMutable(id);
  if (result == nullptr) return;
  result->numbers = numbers;
  result->isMeasured = true;
  Q_EMIT numbersChanged(id);
}

void ResultStore::wantThumbnail(ResultId id) {
  if (std::find(wanted_.begin(), wanted_.end(), id) != wanted_.end()) return;
  if (wanted_.empty()) {
    QMetaObject::invokeMethod(
        this, [this] { Q_EMIT thumbnailsRequested(std::exchange(wanted_, {})); }, Qt::QueuedConnection);
  }
  wanted_.push_back(id);
}

void ResultStore::setThumbnails(const std::map<ResultId, QImage>& thumbnails) {
  for (const auto& [id, image] : thumbnails) {
    StoredResult* held = findMutable(id);
    if (held == nullptr || !held->isOld || !held->thumbnail.isNull()) continue;
    held->thumbnail = image;
    oldThumbnails_.push_back(id);
    Q_EMIT thumbnailChanged(id);
  }
  for (; oldThumbnails_.size() > kOldThumbnailsMax; oldThumbnails_.pop_front()) {
    if (StoredResult* held = findMutable(oldThumbnails_.front())) held->thumbnail = {};
  }
}

void ResultStore::remove(ResultId id) {
  const auto found =
      std::find_if(results_.begin(), results_.end(), [id](const StoredResult& held) { return held.id == id; });
  if (found == results_.end()) return;
  files_.start([path = found->path] {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  });
  Q_EMIT deleted(QString::fromStdString(found->path.string()));
  results_.erase(found);
  if (const auto held = images_.find(id); held != images_.end()) {
    bytesHeld_ -= static_cast<std::size_t>(held->second.sizeInBytes());
    images_.erase(held);
  }
  Q_EMIT removed(id);
}

const StoredResult* ResultStore::find(ResultId id) const { return const_cast<ResultStore*>(this)->findMutable(id); }

StoredResult* ResultStore::findMutable(ResultId id) {
  // Ids rise along the list.
  const auto found = std::lower_bound(results_.begin(), results_.end(), id,
                                      [](const StoredResult& held, ResultId sought) { return held.id < sought; });
  return found != results_.end() && found->id == id ? &*found : nullptr;
}

QString ResultStore::graphText(ResultId id) const {
  const StoredResult* held = find(id);
  return held == nullptr || !held->graph ? QString() : QString::fromStdString(graph::write_graph(*held->graph));
}

QImage ResultStore::image(ResultId id) const {
  const auto held = images_.find(id);
  return held == images_.end() ? QImage() : held->second;
}

void ResultStore::load(ResultId id) {
  const StoredResult* held = find(id);
  if (held == nullptr || images_.contains(id)) {
    QMetaObject::invokeMethod(
        this, [this, id] { Q_EMIT imageLoaded(id, image(id)); }, Qt::QueuedConnection);
    return;
  }
  files_.start([this, id, path = held->path] {
    const auto read = image::read_image(path);
    const QImage image = read ? toQImage(*read) : QImage();
    QMetaObject::invokeMethod(this, [this, id, image] {
      if (!image.isNull() && find(id) != nullptr) keepInMemory(id, image);
      Q_EMIT imageLoaded(id, image);
    });
  });
}

void ResultStore::keepInMemory(ResultId id, const QImage& image) {
  if (!images_.emplace(id, image).second) return;
  bytesHeld_ += static_cast<std::size_t>(image.sizeInBytes());
  shrink();
}

// Evicts the oldest first; the newest stays, whatever its size, and so do images that are not yet written.
void ResultStore::shrink() {
  for (auto held = images_.begin(); held != images_.end() && bytesHeld_ > memoryBytes_ && images_.size() > 1;) {
    const StoredResult* result = find(held->first);
    const bool isNewest = std::next(held) == images_.end();
    if (isNewest || (result != nullptr && !result->isWritten)) {
      ++held;
      continue;
    }
    bytesHeld_ -= static_cast<std::size_t>(held->second.sizeInBytes());
    held = images_.erase(held);
  }
}

}  // namespace heddle::session
