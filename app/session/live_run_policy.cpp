#include "session/live_run_policy.h"

#include <utility>

namespace heddle::session {
namespace {

constexpr int kUpdateMilliseconds = 16;         // live values are gathered for this long
constexpr int kFirstPreviewMilliseconds = 250;  // for the first preview of a live job, before a newer one takes over
constexpr int kIdleMilliseconds = 120;          // without a change: the slider rests

}  // namespace

LiveRunPolicy::LiveRunPolicy(EngineClient& client, JobQueue& queue, QObject* parent)
    : QObject(parent), client_(client), queue_(queue) {
  for (QTimer* timer : {&updateTimer_, &idleTimer_, &firstPreviewTimeout_}) timer->setSingleShot(true);
  connect(&updateTimer_, &QTimer::timeout, this, &LiveRunPolicy::sendUpdates);
  connect(&firstPreviewTimeout_, &QTimer::timeout, this, &LiveRunPolicy::replaceRunning);
  connect(&idleTimer_, &QTimer::timeout, this, [this] {
    const Job* job = queue_.running();
    if (job != nullptr && job->isLive && job->liveUpdated && !queue_.isPauseRequested()) replaceRunning();
  });
  connect(&queue_, &JobQueue::jobStarted, this, &LiveRunPolicy::onJobStarted);
  connect(&queue_, &JobQueue::jobEnded, this, &LiveRunPolicy::onJobEnded);
  connect(&queue_, &JobQueue::pauseRequested, this, [this](bool paused) {
    if (paused) return;
    sendUpdates();  // before the next step
    updateTimer_.stop();
  });
  connect(&client_, &EngineClient::nodePreviewed, this, [this](const protocol::Preview& event) {
    const Job* job = queue_.running();
    if (job == nullptr || job->run != event.run) return;
    hasShown_ = true;
    if (firstPreviewTimeout_.isActive()) replaceRunning();
  });
}

void LiveRunPolicy::onJobStarted() {
  hasShown_ = false;
  sentGraph_.reset();
  sent_.clear();
  updates_.clear();
}

// Also of a job that waited and was cancelled; then the running one continues.
void LiveRunPolicy::onJobEnded() {
  if (queue_.running() != nullptr) return;
  for (QTimer* timer : {&updateTimer_, &idleTimer_, &firstPreviewTimeout_}) timer->stop();
}

void LiveRunPolicy::note(graph::NodeId node, const QString& param, const graph::ParamValue& value,
                         std::uint64_t structure) {
  if (std::exchange(structure_, structure) != structure) noted_.clear();
  noted_.insert_or_assign({node, param}, value);
}

JobId LiveRunPolicy::run(RunRequest request) {
  Changes changes = notedChanges(request);
  return submit(std::move(request), std::move(changes));
}

JobId LiveRunPolicy::runCompared(RunRequest request) {
  Changes changes = comparedChanges(request);
  return submit(std::move(request), std::move(changes));
}

JobId LiveRunPolicy::submit(RunRequest request, Changes changes) {
  const Job* running = queue_.running();
  const bool mayUpdate = running != nullptr && !queue_.isCancelling();
  const bool isPausing = mayUpdate && queue_.isPauseRequested();
  if (isPausing && updateRunning(request, changes)) return running->id;
  const bool mayHurry = mayUpdate && running->isLive && !isPausing;
  if (mayHurry && isRunningAlready(request, changes)) {
    firstPreviewTimeout_.stop();
    queue_.dropWaitingLive();
    return running->id;
  }
  const bool isUpdated = mayHurry && mode_ == LiveMode::update && updateRunning(request, changes);
  const JobId id = queue_.putLive(std::move(request));
  if (mayHurry) isUpdated ? idleTimer_.start(kIdleMilliseconds) : hurry();
  return id;
}

// Releasing a slider sets its last value once more.
bool LiveRunPolicy::isRunningAlready(const RunRequest& newest, const Changes& changes) const {
  const Job& running = *queue_.running();
  return !running.liveUpdated && running.request.targets == newest.targets && changes && changes->empty();
}

LiveRunPolicy::Changes LiveRunPolicy::notedChanges(const RunRequest& newest) const {
  const Job* running = queue_.running();
  const auto& catalog = client_.info().catalog;
  const bool isSame = newest.structure == structure_ && running != nullptr && running->request.structure == structure_;
  if (!isSame || !catalog) return std::nullopt;
  LiveChanges changes;
  for (const auto& [key, value] : noted_) {
    const auto sent = sent_.find(key);
    const graph::ParamValue* before =
        sent != sent_.end() ? &sent->second
                            : effectiveValue(*running->request.graph, key.first, key.second.toStdString(), *catalog);
    if (before == nullptr || !(*before == value)) changes.emplace(key, value);
  }
  return changes;
}

LiveRunPolicy::Changes LiveRunPolicy::comparedChanges(const RunRequest& newest) const {
  const Job* running = queue_.running();
  const auto& catalog = client_.info().catalog;
  if (running == nullptr || !catalog) return std::nullopt;
  return liveChanges(sentGraph_ ? *sentGraph_ : *running->request.graph, *newest.graph, *catalog);
}

bool LiveRunPolicy::updateRunning(const RunRequest& newest, const Changes& changes) {
  if (!changes || queue_.running()->request.targets != newest.targets) return false;
  sentGraph_ = newest.graph;
  if (changes->empty()) return true;
  queue_.markLiveUpdated();
  for (const auto& [key, value] : *changes) {
    sent_.insert_or_assign(key, value);
    updates_.insert_or_assign(key, value);
  }
  if (!updateTimer_.isActive()) updateTimer_.start(kUpdateMilliseconds);
  return true;
}

void LiveRunPolicy::sendUpdates() {
  const LiveChanges updates = std::exchange(updates_, {});
  const Job* job = queue_.running();
  if (job == nullptr) return;
  for (const auto& [key, value] : updates) client_.update(job->run, key.first, key.second, value);
}

// The running live job is out of date. It continues to its first preview: otherwise a fast drag would never show one.
void LiveRunPolicy::hurry() {
  if (hasShown_) return replaceRunning();
  if (!firstPreviewTimeout_.isActive()) firstPreviewTimeout_.start(kFirstPreviewMilliseconds);
}

void LiveRunPolicy::replaceRunning() {
  firstPreviewTimeout_.stop();
  queue_.supersedeRunning();
}

}  // namespace heddle::session
