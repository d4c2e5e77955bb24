#include "session/step_trail.h"

#include <QtCore/QPointer>
#include <algorithm>
#include <cmath>

namespace heddle::session {
namespace {

constexpr std::size_t kRunsMax = 8;  // as many as the engine keeps

}  // namespace

StepTrail::StepTrail(EngineClient& client, RunQueue& queue, QObject* parent)
    : QObject(parent), client_(client), queue_(queue) {
  connect(&client_, &EngineClient::nodeStepped, this, &StepTrail::begin);
  connect(&client_, &EngineClient::stepPictured, this, &StepTrail::take);
  connect(&client_, &EngineClient::nodeProgressed, this, &StepTrail::takeProgress);
  connect(&client_, &EngineClient::runPaused, this, [this](const RunPaused& event) {
    Track* track = find({event.run, event.node});
    if (track == nullptr) return;
    track->done = event.step;
    Q_EMIT changed();
  });
  connect(&client_, &EngineClient::died, this, &StepTrail::forget);
  connect(&queue_, &RunQueue::resultArrived, this, &StepTrail::takeResult);
}

StepTrail::Track* StepTrail::find(const Place& place) {
  const auto found = std::find_if(tracks_.begin(), tracks_.end(), [&](const Track& track) { return track.place == place; });
  return found == tracks_.end() ? nullptr : &*found;
}

StepTrail::Track* StepTrail::before(RunId run, graph::NodeId node, const graph::Graph& graph) {
  std::vector<graph::NodeId> layer = {node};
  std::set<graph::NodeId> seen = {node};
  while (!layer.empty()) {
    for (const graph::NodeId at : layer) {
      if (Track* track = find({run, at})) return track;
    }
    std::vector<graph::NodeId> next;
    for (const graph::Link& link : graph.links()) {
      const bool leadsHere = std::find(layer.begin(), layer.end(), link.to.node) != layer.end();
      if (leadsHere && seen.insert(link.from.node).second) next.push_back(link.from.node);
    }
    layer = std::move(next);
  }
  return nullptr;
}

void StepTrail::begin(const NodeSteps& event) {
  const Place place{event.run, event.node};
  Track* track = find(place);
  if (track == nullptr) {
    tracks_.push_back({});
    track = &tracks_.back();
    track->place = place;
  }
  track->total = event.total;
  track->done = 0;
  track->pictures.clear();
  std::set<std::uint64_t> runs;
  for (const Track& kept : tracks_) runs.insert(kept.place.run.value);
  if (runs.size() > kRunsMax) std::erase_if(tracks_, [&](const Track& kept) { return kept.place.run.value == *runs.begin(); });
  if (shown_.run != event.run) return;
  shown_ = place;  // while a run goes on, the sampler that works is shown
  Q_EMIT changed();
}

void StepTrail::takeProgress(const NodeProgress& event) {
  Track* track = find({event.run, event.node});
  if (track == nullptr) return;
  const int done = static_cast<int>(std::lround(event.fraction * track->total));
  if (done == track->done) return;
  track->done = done;
  if (shown_ == track->place) Q_EMIT changed();
}

void StepTrail::takeResult(const JobResult& result) {
  const Job* job = queue_.running();
  if (job == nullptr || !job->order.graph) return;
  Track* track = before(job->run, result.node, *job->order.graph);
  if (track == nullptr) return;  // nothing ran: the picture has the steps of the run that first made it
  track->hashes.insert(result.hash);
  track->graph = result.graph;
  track->done = track->total;
}

bool StepTrail::showResult(const QString& hash) {
  const auto found = std::find_if(tracks_.rbegin(), tracks_.rend(),
                                  [&](const Track& track) { return track.hashes.contains(hash); });
  shown_ = found == tracks_.rend() ? Place{} : found->place;
  wanted_ = 0;
  Q_EMIT changed();
  return found != tracks_.rend();
}

bool StepTrail::showRunning() {
  const Job* job = queue_.running();
  const auto found = std::find_if(tracks_.rbegin(), tracks_.rend(),
                                  [job](const Track& track) { return job != nullptr && track.place.run == job->run; });
  shown_ = found == tracks_.rend() ? Place{} : found->place;
  wanted_ = 0;
  Q_EMIT changed();
  return found != tracks_.rend();
}

void StepTrail::look(int step) {
  const Track* track = shown();
  if (track == nullptr || step < 1 || step > track->done) return;
  wanted_ = step;
  const auto seen = track->pictures.find(step);
  if (seen != track->pictures.end()) return Q_EMIT stepShown(step, seen->second);
  client_.look(track->place.run, track->place.node, step - 1, [self = QPointer(this), run = track->place.run](const Result<Json>& result) {
    if (!result && self) self->lose(run);  // a client that is stopped answers those that are gone too
  });
}

void StepTrail::take(const StepPicture& event) {
  Track* track = find({event.run, event.node});
  if (track == nullptr) return;
  track->pictures.insert_or_assign(event.step + 1, event.image);
  if (track->place == shown_ && event.step + 1 == wanted_) Q_EMIT stepShown(wanted_, event.image);
}

std::optional<Branch> StepTrail::branchAt(int step) const {
  const Track* track = shown();
  if (track == nullptr || !track->graph || step < 1 || step >= track->total) return std::nullopt;
  return Branch{track->graph, step, track->total};
}

void StepTrail::lose(RunId run) {
  std::erase_if(tracks_, [run](const Track& track) { return track.place.run == run; });
  if (run != shown_.run) return;
  shown_ = {};
  Q_EMIT changed();
  Q_EMIT lost();
}

void StepTrail::forget() {
  const bool wasShown = shown() != nullptr;
  tracks_.clear();
  shown_ = {};
  wanted_ = 0;
  Q_EMIT changed();
  if (wasShown) Q_EMIT lost();
}

}  // namespace heddle::session
