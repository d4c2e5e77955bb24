#include "session/job_queue.h"

#include <algorithm>

#include "graph/image_refs.h"
#include "graph/param_io.h"
#include "protocol/events.h"

namespace heddle::session {

namespace {

constexpr int kCancelMilliseconds = 10'000;  // after this an engine that does not stop is killed
constexpr std::size_t kOverMax = 500;

}  // namespace

JobQueue::JobQueue(EngineClient& client, QObject* parent) : QObject(parent), client_(client) {
  cancelTimeout_.setSingleShot(true);
  connect(&cancelTimeout_, &QTimer::timeout, this,
          [this] { client_.restart(tr("The engine did not stop when asked.")); });
  connectClient();
}

void JobQueue::connectClient() {
  connect(&client_, &EngineClient::connected, this, &JobQueue::pump);
  connect(&client_, &EngineClient::died, this, &JobQueue::onEngineDied);
  connect(&client_, &EngineClient::stateChanged, this, [this](EngineState state) {
    if (state == EngineState::off && running_) end(JobState::cancelled, tr("The engine was stopped."));
  });
  connect(&client_, &EngineClient::nodeProgressed, this, &JobQueue::onNodeProgressed);
  connect(&client_, &EngineClient::nodeFinished, this, &JobQueue::onNodeFinished);
  connect(&client_, &EngineClient::nodeImaged, this, &JobQueue::onNodeImaged);
  connect(&client_, &EngineClient::runPaused, this, [this](const protocol::RunPaused& event) {
    if (!isMine(event.run)) return;
    running_->isPaused = true;
    running_->text = tr("paused after step %1").arg(event.step);
    Q_EMIT jobChanged(running_->id);
  });
  connect(&client_, &EngineClient::runResumed, this, [this](const protocol::RunContinued& event) {
    if (!isMine(event.run)) return;
    running_->isPaused = false;
    Q_EMIT jobChanged(running_->id);
  });
  connect(&client_, &EngineClient::runFinished, this, [this](const protocol::RunFinished& event) {
    if (!isMine(event.run)) return;
    running_->seconds = event.seconds;
    running_->fraction = 1;
    end(JobState::finished, tr("%1 s").arg(event.seconds, 0, 'f', 1));
  });
  connect(&client_, &EngineClient::runFailed, this, [this](const protocol::RunFailed& event) {
    if (!isMine(event.run)) return;
    running_->errorNode = event.node;
    end(JobState::failed, QString::fromStdString(event.error.message), event.error);
  });
  connect(&client_, &EngineClient::runCancelled, this, [this](const protocol::RunCancelled& event) {
    if (isMine(event.run)) end(JobState::cancelled, tr("cancelled"));
  });
}

Job JobQueue::makeJob(RunRequest request, bool isLive) {
  Job job;
  job.id = JobId{++lastJob_};
  job.request = std::move(request);
  job.isLive = isLive;
  job.queuedAt = QDateTime::currentDateTime();
  return job;
}

JobId JobQueue::add(RunRequest request) {
  waiting_.push_back(makeJob(std::move(request), false));
  const JobId id = waiting_.back().id;
  Q_EMIT jobAdded(id);
  pump();
  return id;
}

JobId JobQueue::addFirst(RunRequest request) {
  waiting_.push_front(makeJob(std::move(request), false));
  const JobId id = waiting_.front().id;
  Q_EMIT jobAdded(id);
  pump();
  return id;
}

JobId JobQueue::putLive(RunRequest request) {
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
  pump();
  return id;
}

void JobQueue::dropWaitingLive() {
  const auto waits = std::find_if(waiting_.begin(), waiting_.end(), [](const Job& job) { return job.isLive; });
  if (waits == waiting_.end()) return;
  const JobId id = waits->id;
  waiting_.erase(waits);
  Q_EMIT jobRemoved(id);
}

void JobQueue::supersedeRunning() {
  if (!running_ || isCancelling_) return;
  isSuperseded_ = true;
  isCancelling_ = true;
  cancelTimeout_.start(kCancelMilliseconds);
  client_.cancel(running_->run);
}

void JobQueue::markLiveUpdated() {
  if (running_) running_->liveUpdated = true;
}

void JobQueue::pump() {
  if (running_ || isSuspended_ || waiting_.empty() || !client_.isReady()) return;
  Job job = std::move(waiting_.front());
  waiting_.pop_front();
  begin(std::move(job));
}

void JobQueue::begin(Job job) {
  job.state = JobState::running;
  job.run = client_.nextRun();
  job.startedAt = QDateTime::currentDateTime();
  running_ = std::move(job);
  isCancelling_ = false;
  isPauseRequested_ = false;
  isSuperseded_ = false;
  used_.reset();
  const JobId id = running_->id;
  const RunId run = running_->run;
  sendImages(*running_->request.graph);
  client_.run(run, running_->request);
  Q_EMIT jobStarted(id, run);
  Q_EMIT jobChanged(id);
}

void JobQueue::sendImages(const graph::Graph& graph) {
  if (!images_) return;
  for (const std::string& digits : graph::image_hashes(graph)) {
    const QString hash = QString::fromStdString(digits);
    if (client_.hasImage(hash)) continue;
    const QByteArray bytes = images_(hash);
    if (!bytes.isEmpty()) client_.putImage(hash, bytes);
  }
}

void JobQueue::end(JobState state, const QString& text, const Error& error) {
  if (!running_) return;
  cancelTimeout_.stop();
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

// Keeps only the newest successful live job: a drag makes hundreds.
void JobQueue::keep(Job job) {
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

// Does not retry automatically, and drops the queued live job, which is nearly the same. The other waiting jobs may
// bring the next engine down too, so the user decides.
void JobQueue::onEngineDied(const QString& reason) {
  const bool wasRunning = running_.has_value();
  std::vector<JobId> dropped;
  std::erase_if(waiting_, [&](const Job& job) {
    if (job.isLive && wasRunning) dropped.push_back(job.id);
    return job.isLive && wasRunning;
  });
  for (const JobId id : dropped) Q_EMIT jobRemoved(id);
  if (!wasRunning) return;
  if (!waiting_.empty()) setSuspended(true);
  end(JobState::crashed, reason, {ErrorKind::internal, reason.toStdString(), {}});
}

bool JobQueue::cancel(JobId id) {
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

void JobQueue::setRunPaused(bool paused) {
  if (!running_ || isCancelling_ || paused == isPauseRequested_) return;
  isPauseRequested_ = paused;
  Q_EMIT pauseRequested(paused);
  paused ? client_.pause(running_->run) : client_.resume(running_->run);
  Q_EMIT jobChanged(running_->id);
}

void JobQueue::cancelRunning() {
  if (running_) cancel(running_->id);
}

void JobQueue::cancelAll() {
  while (!waiting_.empty()) cancel(waiting_.back().id);
  cancelRunning();
}

JobId JobQueue::retry(JobId id) {
  const Job* job = find(id);
  if (job == nullptr || !isOver(job->state)) return {};
  return add(job->request);
}

bool JobQueue::move(JobId id, int place) {
  const auto from = std::find_if(waiting_.begin(), waiting_.end(), [id](const Job& job) { return job.id == id; });
  if (from == waiting_.end()) return false;
  Job job = std::move(*from);
  waiting_.erase(from);
  waiting_.insert(waiting_.begin() + std::clamp(place, 0, waiting()), std::move(job));
  Q_EMIT orderChanged();
  return true;
}

void JobQueue::setSuspended(bool suspended) {
  if (suspended == isSuspended_) return;
  isSuspended_ = suspended;
  Q_EMIT suspendedChanged(suspended);
  pump();
}

void JobQueue::forgetFinished() {
  const auto over = std::exchange(over_, {});
  for (const Job& job : over) Q_EMIT jobRemoved(job.id);
}

std::vector<const Job*> JobQueue::jobs() const {
  std::vector<const Job*> all;
  for (const Job& job : over_) all.push_back(&job);
  if (running_) all.push_back(&*running_);
  for (const Job& job : waiting_) all.push_back(&job);
  return all;
}

const Job* JobQueue::find(JobId id) const {
  for (const Job* job : jobs()) {
    if (job->id == id) return job;
  }
  return nullptr;
}

void JobQueue::onNodeProgressed(const protocol::NodeProgress& event) {
  if (!isMine(event.run)) return;
  running_->fraction = event.run_fraction;
  if (!isCancelling_ && !running_->isPaused) running_->text = QString::fromStdString(event.text);
  Q_EMIT jobChanged(running_->id);
}

// Keeps the values that a live-updated node really used, so that its picture's graph reproduces it.
void JobQueue::onNodeFinished(const protocol::NodeFinished& event) {
  if (!isMine(event.run)) return;
  running_->fraction = event.run_fraction;
  if (!event.live_updated || !client_.info().catalog) return;
  if (!used_) used_ = std::make_shared<graph::Graph>(*running_->request.graph);
  for (const auto& [name, json] : event.used) setUsed(event.node, name, json);
  for (const protocol::UsedUpstream& used : event.used_upstream) setUsed(used.node, used.param, used.value);
}

void JobQueue::setUsed(graph::NodeId id, const std::string& name, const Json& json) {
  const graph::Node* node = used_->find(id);
  const graph::NodeSpec* spec = node == nullptr ? nullptr : client_.info().catalog->find(node->type);
  const graph::ParamSpec* param = spec == nullptr ? nullptr : spec->find_param(name);
  auto value = param == nullptr ? std::nullopt : graph::param_from_json(json, *param);
  if (value) used_->set_param(id, name, std::move(*value));
}

void JobQueue::onNodeImaged(const protocol::RunImage& event, const QImage& image) {
  if (!isMine(event.run) || !event.is_result) return;
  ++running_->results;
  JobResult result{running_->id,
                   event.node,
                   event.index,
                   event.count,
                   image,
                   QString::fromStdString(event.hash),
                   running_->request.graph,
                   running_->request.title,
                   running_->isLive,
                   event.parameters};
  if (used_) result.graph = std::make_shared<const graph::Graph>(*used_);
  Q_EMIT jobChanged(running_->id);
  Q_EMIT resultArrived(result);
}

}  // namespace heddle::session
