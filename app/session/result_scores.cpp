#include "session/result_scores.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>
#include <algorithm>
#include <utility>

#include "graph/graph_io.h"
#include "image/png_text.h"
#include "image/read_image.h"
#include "session/engine_event.h"

namespace heddle::session {

namespace {

constexpr int kIdleMilliseconds = 1500;
constexpr int kOldMilliseconds = 200;     // between two of earlier sessions
constexpr int kOldMost = 500;             // of earlier sessions in one: the engine keeps what it was sent
constexpr std::size_t kWaitingMost = 64;  // a dragged slider makes many; older ones are measured in the next session

struct OldResult {
  QImage image;
  std::shared_ptr<const graph::Graph> graph;
};

OldResult readOld(const std::filesystem::path& path, const graph::NodeCatalog& catalog) {
  OldResult old;
  const auto image = image::read_image(path);
  const auto texts = image::read_png_texts(path);
  if (!image || !texts) return old;
  const auto text = std::ranges::find(*texts, "heddle", &image::PngText::key);
  if (text == texts->end()) return old;
  auto file = graph::read_graph(text->text, catalog, "the graph");
  if (!file) return old;
  return {toQImage(*image), std::make_shared<const graph::Graph>(std::move(file->graph))};
}

// The node whose picture the graph is for; the index does not know it of pictures that it found in the folder.
graph::NodeId resultOf(const graph::Graph& graph, const graph::NodeCatalog& catalog, graph::NodeId known) {
  if (graph.find(known) != nullptr) return known;
  for (const auto& [id, node] : graph.nodes()) {
    const graph::NodeSpec* spec = catalog.find(node.type);
    if (spec != nullptr && spec->is_result) return id;
  }
  return known;
}

}  // namespace

ResultScores::ResultScores(EngineClient& client, JobQueue& queue, ResultStore& store, QObject* parent)
    : QObject(parent), client_(client), queue_(queue), store_(store), scorer_(client) {
  idle_.setSingleShot(true);
  connect(&idle_, &QTimer::timeout, this, &ResultScores::next);
  connect(&store_, &ResultStore::added, this, [this](ResultId id) {
    waiting_.push_back(id);
    if (waiting_.size() > kWaitingMost) waiting_.pop_front();
    idle_.start(kIdleMilliseconds);
  });
  connect(&store_, &ResultStore::adopted, this, [this](const std::vector<ResultId>& ids) {
    for (const ResultId id : ids) {
      const StoredResult* result = store_.find(id);
      if (result != nullptr && !result->isMeasured) old_.insert(id);
    }
    if (!idle_.isActive()) idle_.start(kIdleMilliseconds);
  });
  connect(&queue_, &JobQueue::jobEnded, this, [this] { idle_.start(kIdleMilliseconds); });
  connect(&client_, &EngineClient::connected, this, [this] { idle_.start(kIdleMilliseconds); });
}

// The newest first: it is the one that is looked at.
void ResultScores::next() {
  if (isAsking_ || !client_.isReady() || !queue_.isIdle()) return;
  if (waiting_.empty()) return nextOld();
  const ResultId id = waiting_.back();
  waiting_.pop_back();
  const StoredResult* result = store_.find(id);
  const QImage image = store_.image(id);
  if (result == nullptr || result->graph == nullptr || image.isNull()) return next();
  isAsking_ = true;
  score(id, image, result->graph, result->node);
}

void ResultScores::nextOld() {
  if (oldDone_ >= kOldMost) return;
  if (old_.empty()) {
    Q_EMIT olderWanted();
    return;
  }
  const ResultId id = *old_.rbegin();
  old_.erase(id);
  const StoredResult* result = store_.find(id);
  const std::shared_ptr<const graph::NodeCatalog> catalog = client_.info().catalog;
  if (result == nullptr || result->isMeasured || catalog == nullptr) return nextOld();
  isAsking_ = true;
  ++oldDone_;
  QThreadPool::globalInstance()->start([self = QPointer(this), id, path = result->path, node = result->node, catalog] {
    const OldResult old = readOld(path, *catalog);
    QMetaObject::invokeMethod(qApp, [self, id, old, node, catalog] {
      if (!self) return;
      if (old.graph == nullptr) return self->done(id, std::nullopt);
      self->score(id, old.image, old.graph, resultOf(*old.graph, *catalog, node));
    });
  });
}

void ResultScores::score(ResultId id, const QImage& image, std::shared_ptr<const graph::Graph> graph,
                         graph::NodeId node) {
  const StoredResult* result = store_.find(id);
  if (result == nullptr) return done(id, std::nullopt);
  queue_.sendImages(*graph);
  const QString hash = result->hash.isEmpty() ? QString::number(id.value, 16).rightJustified(16, '0') : result->hash;
  scorer_.score(image, hash, std::move(graph), node,
                [self = QPointer(this), id](const std::optional<ImageNumbers>& numbers) {
                  if (self) self->done(id, numbers);
                });
}

void ResultScores::done(ResultId id, const std::optional<ImageNumbers>& numbers) {
  isAsking_ = false;
  if (numbers) store_.setNumbers(id, *numbers);
  idle_.start(waiting_.empty() ? kOldMilliseconds : 0);
}

}  // namespace heddle::session
