#include "session/run_queue.h"

#include <algorithm>

#include "graph/param_io.h"
#include "protocol/message.h"
#include "session/live_changes.h"

namespace heddle::session {

namespace {

constexpr int kUpdateMilliseconds = 16;         // live values are gathered for this long
constexpr int kCancelMilliseconds = 10'000;  // then an engine that does not stop is killed
constexpr int kFirstPreviewMilliseconds = 250;      // for the first preview of a live job, before a newer one takes over
constexpr int kIdleMilliseconds = 120;          // without a change: the slider rests
constexpr std::size_t kOverMax = 500;

}  // namespace

RunQueue::RunQueue(EngineClient& client, QObject* parent) : QObject(parent), client_(client) {
  updateTimer_.setSingleShot(true);
  cancelTimeout_.setSingleShot(true);
  firstPreviewTimeout_.setSingleShot(true);
  idleTimer_.setSingleShot(true);
  connect(&idleTimer_, &QTimer::timeout, this, [this] {
    if (running_ && running_->isLive && running_->liveUpdated && !isPauseRequested_) replaceRunning();
  });
  connect(&firstPreviewTimeout_, &QTimer::timeout, this, &RunQueue::replaceRunning);
  connect(&updateTimer_, &QTimer::timeout, this, &RunQueue::sendUpdates);
  connect(&cancelTimeout_, &QTimer::timeout, this,
          [this] { client_.restart(tr("The engine did not stop when it was told to.")); });
  connectClient();
}

void RunQueue::connectClient() {
  connect(&client_, &EngineClient::connected, this, &RunQueue::pump);
  connect(&client_, &EngineClient::died, this, &RunQueue::onEngineDied);
  connect(&client_, &EngineClient::stateChanged, this, [this](EngineState state) {
    if (state == EngineState::off && running_) end(JobState::cancelled, tr("The engine was stopped."));
  });
  connect(&client_, &EngineClient::nodeProgressed, this, &RunQueue::onNodeProgressed);
  connect(&client_, &EngineClient::nodePreviewed, this, [this](const NodePreview& event) {
    if (!isMine(event.run)) return;
    hasShown_ = true;
    if (firstPreviewTimeout_.isActive()) replaceRunning();
  });
  connect(&client_, &EngineClient::nodeFinished, this, &RunQueue::onNodeFinished);
  connect(&client_, &EngineClient::nodePictured, this, &RunQueue::onNodePictured);
  connect(&client_, &EngineClient::runPaused, this, [this](const RunPaused& event) {
    if (!isMine(event.run)) return;
    running_->isPaused = true;
    running_->text = tr("paused after step %1").arg(event.step);
    Q_EMIT jobChanged(running_->id);
  });
  connect(&client_, &EngineClient::runResumed, this, [this](const RunResumed& event) {
    if (!isMine(event.run)) return;
    running_->isPaused = false;
    Q_EMIT jobChanged(running_->id);
  });
  connect(&client_, &EngineClient::runFinished, this, [this](const RunFinished& event) {
    if (!isMine(event.run)) return;
    running_->seconds = event.seconds;
    running_->fraction = 1;
    end(JobState::finished, tr("%1 s").arg(event.seconds, 0, 'f', 1));
  });
  connect(&client_, &EngineClient::runFailed, this, [this](const RunFailed& event) {
    if (!isMine(event.run)) return;
    running_->errorNode = event.node;
    end(JobState::failed, event.error.message, event.error);
  });
  connect(&client_, &EngineClient::runCancelled, this, [this](const RunCancelled& event) {
    if (isMine(event.run)) end(JobState::cancelled, tr("cancelled"));
  });
}

Job RunQueue::makeJob(RunRequest request, bool isLive) {
  Job job;
  job.id = JobId{++lastJob_};
  job.request = std::move(request);
  job.isLive = isLive;
  job.queuedAt = QDateTime::currentDateTime();
  return job;
}

JobId RunQueue::add(RunRequest request) {
  waiting_.push_back(makeJob(std::move(request), false));
  const JobId id = waiting_.back().id;
  Q_EMIT jobAdded(id);
  pump();
  return id;
}

JobId RunQueue::addFirst(RunRequest request) {
  waiting_.push_front(makeJob(std::move(request), false));
  const JobId id = waiting_.front().id;
  Q_EMIT jobAdded(id);
  pump();
  return id;
}

JobId RunQueue::runLive(RunRequest request) {
  const bool isPausing = running_ && isPauseRequested_ && !isCancelling_;
  if (isPausing && updateRunning(request)) return running_->id;
  const bool mayHurry = running_ && running_->isLive && !isCancelling_ && !isPausing;
  const bool liveUpdated = mayHurry && liveMode_ == LiveMode::update && updateRunning(request);
  const auto waits = std::find_if(waiting_.begin(), waiting_.end(), [](const Job& job) { return job.isLive; });
  JobId id;
  if (waits != waiting_.end()) {
    waits->request = std::move(request);
    id = waits->id;
    Q_EMIT jobChanged(id);
  } else {
    waiting_.push_front(makeJob(std::move(request), true));
    id = waiting_.front().id;
    Q_EMIT jobAdded(id);
  }
  if (mayHurry) liveUpdated ? idleTimer_.start(kIdleMilliseconds) : hurry();
  pump();
  return id;
}

// The running live job is out of date. It is let go on to its first preview: in a drag faster than that, nothing would
// ever be seen else.
void RunQueue::hurry() {
  if (hasShown_) return replaceRunning();
  if (!firstPreviewTimeout_.isActive()) firstPreviewTimeout_.start(kFirstPreviewMilliseconds);
}

void RunQueue::replaceRunning() {
  firstPreviewTimeout_.stop();
  if (!running_ || isCancelling_) return;
  isSuperseded_ = true;
  isCancelling_ = true;
  cancelTimeout_.start(kCancelMilliseconds);
  client_.cancel(running_->run);
}

bool RunQueue::updateRunning(const RunRequest& request) {
  const auto& catalog = client_.info().catalog;
  const graph::Graph& sent = sentGraph_ ? *sentGraph_ : *running_->request.graph;
  if (!catalog || running_->request.targets != request.targets) return false;
  auto changes = liveChanges(sent, *request.graph, *catalog);
  if (!changes) return false;
  sentGraph_ = request.graph;
  if (changes->empty()) return true;
  running_->liveUpdated = true;
  for (auto& [key, value] : *changes) updates_.insert_or_assign(key, std::move(value));
  if (!updateTimer_.isActive()) updateTimer_.start(kUpdateMilliseconds);
  return true;
}

void RunQueue::sendUpdates() {
  const auto updates = std::exchange(updates_, {});
  if (!running_) return;
  for (const auto& [key, value] : updates) client_.update(running_->run, key.first, key.second, value);
}

void RunQueue::pump() {
  if (running_ || isSuspended_ || waiting_.empty() || !client_.isReady()) return;
  Job job = std::move(waiting_.front());
  waiting_.pop_front();
  begin(std::move(job));
}

void RunQueue::begin(Job job) {
  job.state = JobState::running;
  job.run = client_.nextRun();
  job.startedAt = QDateTime::currentDateTime();
  running_ = std::move(job);
  isCancelling_ = false;
  isPauseRequested_ = false;
  isSuperseded_ = false;
  hasShown_ = false;
  sentGraph_.reset();
  used_.reset();
  updates_.clear();
  const JobId id = running_->id;
  const RunId run = running_->run;
  sendPictures(*running_->request.graph);
  client_.run(run, running_->request);
  Q_EMIT jobStarted(id, run);
  Q_EMIT jobChanged(id);
}

void RunQueue::sendPictures(const graph::Graph& graph) {
  if (!pictures_) return;
  for (const QString& hash : pictureHashes(graph)) {
    if (client_.hasPicture(hash)) continue;
    const QByteArray bytes = pictures_(hash);
    if (!bytes.isEmpty()) client_.putPicture(hash, bytes);
  }
}

void RunQueue::end(JobState state, const QString& text, const EngineError& error) {
  if (!running_) return;
  for (QTimer* timer : {&cancelTimeout_, &updateTimer_, &firstPreviewTimeout_, &idleTimer_}) timer->stop();
  Job job = std::move(*running_);
  running_.reset();
  isPauseRequested_ = false;
  job.isPaused = false;
  job.state = state;
  job.text = text;
  job.error = error;
  job.endedAt = QDateTime::currentDateTime();
  const JobId id = job.id;
  const bool wasReplaced = isSuperseded_ && state == JobState::cancelled;
  if (wasReplaced) {
    Q_EMIT jobEnded(id);
    Q_EMIT jobRemoved(id);
  } else {
    keep(std::move(job));
    Q_EMIT jobChanged(id);
    Q_EMIT jobEnded(id);
  }
  pump();
}

// Of live jobs that went well only the newest is kept: a drag makes hundreds.
void RunQueue::keep(Job job) {
  const bool isLive = job.isLive && job.state == JobState::finished;
  const auto old = std::find_if(over_.begin(), over_.end(),
                                [](const Job& other) { return other.isLive && other.state == JobState::finished; });
  if (isLive && old != over_.end()) {
    const JobId id = old->id;
    over_.erase(old);
    Q_EMIT jobRemoved(id);
  }
  over_.push_back(std::move(job));
  if (over_.size() <= kOverMax) return;
  const JobId oldest = over_.front().id;
  over_.pop_front();
  Q_EMIT jobRemoved(oldest);
}

// The job is not run again by itself, nor is what a slider wanted next, which is nearly the same. What else waits may
// bring the next engine down too, so the user decides.
void RunQueue::onEngineDied(const QString& reason) {
  const bool wasRunning = running_.has_value();
  std::vector<JobId> dropped;
  std::erase_if(waiting_, [&](const Job& job) {
    if (job.isLive && wasRunning) dropped.push_back(job.id);
    return job.isLive && wasRunning;
  });
  for (const JobId id : dropped) Q_EMIT jobRemoved(id);
  if (!wasRunning) return;
  if (!waiting_.empty()) setSuspended(true);
  end(JobState::crashed, reason, {QStringLiteral("internal"), reason, {}});
}

bool RunQueue::cancel(JobId id) {
  if (running_ && running_->id == id) {
    if (isCancelling_) return true;
    isCancelling_ = true;
    running_->text = tr("stopping…");
    cancelTimeout_.start(kCancelMilliseconds);
    client_.cancel(running_->run);
    Q_EMIT jobChanged(id);
    return true;
  }
  const auto waits = std::find_if(waiting_.begin(), waiting_.end(), [id](const Job& job) { return job.id == id; });
  if (waits == waiting_.end()) return false;
  Job job = std::move(*waits);
  waiting_.erase(waits);
  job.state = JobState::cancelled;
  job.text = tr("cancelled");
  job.endedAt = QDateTime::currentDateTime();
  keep(std::move(job));
  Q_EMIT jobChanged(id);
  Q_EMIT jobEnded(id);
  return true;
}

void RunQueue::setRunPaused(bool paused) {
  if (!running_ || isCancelling_ || paused == isPauseRequested_) return;
  isPauseRequested_ = paused;
  if (!paused) {
    sendUpdates();  // the next step hears them
    updateTimer_.stop();
  }
  paused ? client_.pause(running_->run) : client_.resume(running_->run);
  Q_EMIT jobChanged(running_->id);
}

void RunQueue::cancelRunning() {
  if (running_) cancel(running_->id);
}

void RunQueue::cancelAll() {
  while (!waiting_.empty()) cancel(waiting_.back().id);
  cancelRunning();
}

JobId RunQueue::retry(JobId id) {
  const Job* job = find(id);
  if (job == nullptr || !isOver(job->state)) return {};
  return add(job->request);
}

bool RunQueue::move(JobId id, int place) {
  const auto from = std::find_if(waiting_.begin(), waiting_.end(), [id](const Job& job) { return job.id == id; });
  if (from == waiting_.end()) return false;
  Job job = std::move(*from);
  waiting_.erase(from);
  waiting_.insert(waiting_.begin() + std::clamp(place, 0, waiting()), std::move(job));
  Q_EMIT orderChanged();
  return true;
}

void RunQueue::setSuspended(bool suspended) {
  if (suspended == isSuspended_) return;
  isSuspended_ = suspended;
  Q_EMIT suspendedChanged(suspended);
  pump();
}

void RunQueue::forgetFinished() {
  const auto over = std::exchange(over_, {});
  for (const Job& job : over) Q_EMIT jobRemoved(job.id);
}

std::vector<const Job*> RunQueue::jobs() const {
  std::vector<const Job*> all;
  for (const Job& job : over_) all.push_back(&job);
  if (running_) all.push_back(&*running_);
  for (const Job& job : waiting_) all.push_back(&job);
  return all;
}

const Job* RunQueue::find(JobId id) const {
  for (const Job* job : jobs()) {
    if (job->id == id) return job;
  }
  return nullptr;
}

void RunQueue::onNodeProgressed(const NodeProgress& event) {
  if (!isMine(event.run)) return;
  running_->fraction = event.runFraction;
  if (!isCancelling_ && !running_->isPaused) running_->text = event.text;
  Q_EMIT jobChanged(running_->id);
}

// Keeps the values that a live-updated node really used, so that its picture's graph reproduces it.
void RunQueue::onNodeFinished(const NodeFinished& event) {
  if (!isMine(event.run)) return;
  running_->fraction = event.runFraction;
  if (!event.liveUpdated || !client_.info().catalog) return;
  if (!used_) used_ = std::make_shared<graph::Graph>(*running_->request.graph);
  for (const auto& [name, json] : event.used.items()) setUsed(event.node, name, json);
  for (const Json& used : event.usedUpstream) {
    const Json* value = find_member(used, "value");
    if (value == nullptr) continue;
    setUsed(graph::NodeId{protocol::count_at(used, "node")}, protocol::text_at(used, "param"), *value);
  }
}

void RunQueue::setUsed(graph::NodeId id, const std::string& name, const Json& json) {
  const graph::Node* node = used_->find(id);
  const graph::NodeSpec* spec = node == nullptr ? nullptr : client_.info().catalog->find(node->type);
  const graph::ParamSpec* param = spec == nullptr ? nullptr : spec->find_param(name);
  auto value = param == nullptr ? std::nullopt : graph::param_from_json(json, *param);
  if (value) used_->set_param(id, name, std::move(*value));
}

void RunQueue::onNodePictured(const NodePicture& event) {
  if (!isMine(event.run) || !event.isResult) return;
  ++running_->results;
  JobResult result{running_->id,          event.node,      event.index, event.image, event.hash, running_->request.graph,
                   running_->request.title, running_->isLive};
  if (used_) result.graph = std::make_shared<const graph::Graph>(*used_);
  Q_EMIT jobChanged(running_->id);
  Q_EMIT resultArrived(result);
}

}  // namespace heddle::session
