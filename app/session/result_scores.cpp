#include "session/result_scores.h"

#include <QtCore/QPointer>

namespace heddle::session {

namespace {

constexpr int kIdleMilliseconds = 1500;
constexpr std::size_t kWaitingMost = 64;  // a dragged slider makes many; older ones stay without numbers

}  // namespace

ResultScores::ResultScores(EngineClient& client, JobQueue& queue, ResultStore& store, QObject* parent)
    : QObject(parent), client_(client), queue_(queue), store_(store), scorer_(client) {
  idle_.setSingleShot(true);
  idle_.setInterval(kIdleMilliseconds);
  connect(&idle_, &QTimer::timeout, this, &ResultScores::next);
  connect(&store_, &ResultStore::added, this, [this](ResultId id) {
    waiting_.push_back(id);
    if (waiting_.size() > kWaitingMost) waiting_.pop_front();
    idle_.start();
  });
  connect(&queue_, &JobQueue::jobEnded, this, [this] {
    if (!waiting_.empty()) idle_.start();
  });
}

// The newest first: it is the one that is looked at.
void ResultScores::next() {
  if (isAsking_ || waiting_.empty() || !client_.isReady() || !queue_.isIdle()) return;
  const ResultId id = waiting_.back();
  waiting_.pop_back();
  const StoredResult* result = store_.find(id);
  const QImage image = store_.image(id);
  if (result == nullptr || result->graph == nullptr || image.isNull()) return next();
  isAsking_ = true;
  queue_.sendImages(*result->graph);
  scorer_.score(image, result->hash, result->graph, result->node,
                [self = QPointer(this), id](const std::optional<ImageNumbers>& numbers) {
                  if (!self) return;
                  self->isAsking_ = false;
                  if (numbers) self->store_.setNumbers(id, *numbers);
                  self->next();
                });
}

}  // namespace heddle::session
