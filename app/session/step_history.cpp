#include "session/step_history.h"

#include <QtCore/QPointer>
#include <algorithm>
#include <cmath>

#include "graph/traverse.h"

namespace heddle::session {
namespace {

constexpr std::size_t kRunsMax = 8;  // as many as the engine keeps

}  // namespace

StepHistory::StepHistory(EngineClient& client, JobQueue& queue, QObject* parent)
    : QObject(parent), client_(client), queue_(queue) {
  connect(&client_, &EngineClient::nodeStepped, this, &StepHistory::onNodeStepped);
  connect(&client_, &EngineClient::stepImaged, this, &StepHistory::onStepImaged);
  connect(&client_, &EngineClient::nodeProgressed, this, &StepHistory::onNodeProgressed);
  connect(&client_, &EngineClient::runPaused, this, [this](const protocol::RunPaused& event) {
    RunSteps* steps = find({event.run, event.node});
    if (steps == nullptr) return;
    steps->done = event.step;
    Q_EMIT changed();
  });
  connect(&client_, &EngineClient::died, this, &StepHistory::forget);
  connect(&queue_, &JobQueue::resultArrived, this, &StepHistory::onResult);
}

StepHistory::RunSteps* StepHistory::find(const Place& place) {
  const auto found =
      std::find_if(runs_.begin(), runs_.end(), [&](const RunSteps& steps) { return steps.place == place; });
  return found == runs_.end() ? nullptr : &*found;
}

const StepHistory::RunSteps* StepHistory::shown() const {
  const auto found =
      std::find_if(runs_.begin(), runs_.end(), [&](const RunSteps& steps) { return steps.place == shown_; });
  return found == runs_.end() ? nullptr : &*found;
}

StepHistory::RunSteps* StepHistory::before(RunId run, graph::NodeId node, const graph::Graph& graph) {
  for (const graph::NodeId at : graph::upstream_of(graph, node)) {
    if (RunSteps* steps = find({run, at})) return steps;
  }
  return nullptr;
}

void StepHistory::onNodeStepped(const protocol::NodeSteps& event) {
  const Job* job = queue_.running();
  if (job == nullptr || job->run != event.run) return;  // of a comparison
  const Place place{event.run, event.node};
  RunSteps* steps = find(place);
  if (steps == nullptr) {
    runs_.push_back({});
    steps = &runs_.back();
    steps->place = place;
  }
  steps->total = event.total;
  steps->done = 0;
  steps->images.clear();
  std::set<std::uint64_t> runs;
  for (const RunSteps& kept : runs_) runs.insert(kept.place.run.value);
  if (runs.size() > kRunsMax)
    std::erase_if(runs_, [&](const RunSteps& kept) { return kept.place.run.value == *runs.begin(); });
  if (shown_.run != event.run) return;
  shown_ = place;  // while a run is in progress, the active sampler is shown
  Q_EMIT changed();
}

void StepHistory::onNodeProgressed(const protocol::NodeProgress& event) {
  RunSteps* steps = find({event.run, event.node});
  if (steps == nullptr) return;
  const int done = static_cast<int>(std::lround(event.fraction * steps->total));
  if (done == steps->done) return;
  steps->done = done;
  if (shown_ == steps->place) Q_EMIT changed();
}

void StepHistory::onResult(const JobResult& result) {
  const Job* job = queue_.running();
  if (job == nullptr || !job->request.graph) return;
  RunSteps* steps = before(job->run, result.node, *job->request.graph);
  if (steps == nullptr) return;  // nothing ran: the picture has the steps of the run that first made it
  steps->hashes.insert(result.hash);
  steps->graph = result.graph;
  steps->done = steps->total;
}

bool StepHistory::showResult(const QString& hash) {
  const auto found =
      std::find_if(runs_.rbegin(), runs_.rend(), [&](const RunSteps& steps) { return steps.hashes.contains(hash); });
  shown_ = found == runs_.rend() ? Place{} : found->place;
  wanted_ = 0;
  Q_EMIT changed();
  return found != runs_.rend();
}

bool StepHistory::showRunning() {
  const Job* job = queue_.running();
  const auto found = std::find_if(runs_.rbegin(), runs_.rend(), [job](const RunSteps& steps) {
    return job != nullptr && steps.place.run == job->run;
  });
  shown_ = found == runs_.rend() ? Place{} : found->place;
  wanted_ = 0;
  Q_EMIT changed();
  return found != runs_.rend();
}

void StepHistory::look(int step) {
  const RunSteps* steps = shown();
  if (steps == nullptr || step < 1 || step > steps->done) return;
  wanted_ = step;
  const auto seen = steps->images.find(step);
  if (seen != steps->images.end()) return Q_EMIT stepShown(step, seen->second);
  client_.look(steps->place.run, steps->place.node, step - 1,
               [self = QPointer(this), run = steps->place.run](const Result<protocol::Done>& done) {
                 if (!done && self) self->lose(run);  // a client that is stopped answers those that are gone too
               });
}

void StepHistory::onStepImaged(const protocol::StepImage& event, const QImage& image) {
  RunSteps* steps = find({event.run, event.node});
  if (steps == nullptr) return;
  steps->images.insert_or_assign(event.step + 1, image);
  if (steps->place == shown_ && event.step + 1 == wanted_) Q_EMIT stepShown(wanted_, image);
}

std::optional<Branch> StepHistory::branchAt(int step) const {
  const RunSteps* steps = shown();
  if (steps == nullptr || !steps->graph || step < 1 || step >= steps->total) return std::nullopt;
  return Branch{steps->graph, step, steps->total};
}

void StepHistory::lose(RunId run) {
  std::erase_if(runs_, [run](const RunSteps& steps) { return steps.place.run == run; });
  if (run != shown_.run) return;
  shown_ = {};
  Q_EMIT changed();
  Q_EMIT lost();
}

void StepHistory::forget() {
  const bool wasShown = shown() != nullptr;
  runs_.clear();
  shown_ = {};
  wanted_ = 0;
  Q_EMIT changed();
  if (wasShown) Q_EMIT lost();
}

}  // namespace heddle::session
