#include "session/step_trail.h"

#include <QtCore/QPointer>
#include <algorithm>
#include <cmath>

namespace heddle::session {
namespace {

constexpr std::size_t kTracksMax = 8;  // as many runs as the engine keeps

}  // namespace

StepTrail::StepTrail(EngineClient& client, RunQueue& queue, QObject* parent)
    : QObject(parent), client_(client), queue_(queue) {
  connect(&client_, &EngineClient::nodeStepped, this, &StepTrail::begin);
  connect(&client_, &EngineClient::stepPictured, this, &StepTrail::take);
  connect(&client_, &EngineClient::nodeProgressed, this, &StepTrail::takeProgress);
  connect(&client_, &EngineClient::runPaused, this, [this](const RunPaused& event) {
    Track* track = find(event.run);
    if (track == nullptr || track->node != event.node) return;
    track->done = event.step;
    Q_EMIT changed();
  });
  connect(&client_, &EngineClient::died, this, &StepTrail::forget);
  connect(&queue_, &RunQueue::resultArrived, this, &StepTrail::takeResult);
}

StepTrail::Track* StepTrail::find(RunId run) {
  const auto found =
      std::find_if(tracks_.begin(), tracks_.end(), [run](const Track& track) { return track.run == run; });
  return found == tracks_.end() ? nullptr : &*found;
}

// Of several samplers in one run the last is shown: the picture is made of its steps.
void StepTrail::begin(const NodeSteps& event) {
  Track* track = find(event.run);
  if (track == nullptr) {
    tracks_.push_back({});
    track = &tracks_.back();
    track->run = event.run;
  }
  track->node = event.node;
  track->total = event.total;
  track->done = 0;
  track->pictures.clear();
  if (tracks_.size() > kTracksMax) tracks_.pop_front();
  if (shown_ == event.run) Q_EMIT changed();
}

void StepTrail::takeProgress(const NodeProgress& event) {
  Track* track = find(event.run);
  if (track == nullptr || track->node != event.node) return;
  const int done = static_cast<int>(std::lround(event.fraction * track->total));
  if (done == track->done) return;
  track->done = done;
  if (shown_ == event.run) Q_EMIT changed();
}

void StepTrail::takeResult(const JobResult& result) {
  const Job* job = queue_.running();
  Track* track = job == nullptr ? nullptr : find(job->run);
  if (track == nullptr) return;  // nothing ran: the picture has the steps of the run that first made it
  track->hash = result.hash;
  track->graph = result.graph;
  track->done = track->total;
}

bool StepTrail::showResult(const QString& hash) {
  const auto found = std::find_if(tracks_.rbegin(), tracks_.rend(),
                                  [&](const Track& track) { return !hash.isEmpty() && track.hash == hash; });
  shown_ = found == tracks_.rend() ? RunId{} : found->run;
  wanted_ = 0;
  Q_EMIT changed();
  return shown_.value != 0;
}

bool StepTrail::showRunning() {
  const Job* job = queue_.running();
  shown_ = job == nullptr || find(job->run) == nullptr ? RunId{} : job->run;
  wanted_ = 0;
  Q_EMIT changed();
  return shown_.value != 0;
}

void StepTrail::look(int step) {
  const Track* track = shown();
  if (track == nullptr || step < 1 || step > track->done) return;
  wanted_ = step;
  const auto seen = track->pictures.find(step);
  if (seen != track->pictures.end()) return Q_EMIT stepShown(step, seen->second);
  client_.look(track->run, track->node, step - 1, [self = QPointer(this), run = track->run](const Result<Json>& result) {
    if (!result && self) self->lose(run);  // a client that is stopped answers those that are gone too
  });
}

void StepTrail::take(const StepPicture& event) {
  Track* track = find(event.run);
  if (track == nullptr || track->node != event.node) return;
  track->pictures.insert_or_assign(event.step + 1, event.image);
  if (event.run == shown_ && event.step + 1 == wanted_) Q_EMIT stepShown(wanted_, event.image);
}

std::optional<Branch> StepTrail::branchAt(int step) const {
  const Track* track = shown();
  if (track == nullptr || !track->graph || step < 1 || step >= track->total) return std::nullopt;
  return Branch{track->graph, step, track->total};
}

void StepTrail::lose(RunId run) {
  std::erase_if(tracks_, [run](const Track& track) { return track.run == run; });
  if (run != shown_) return;
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
