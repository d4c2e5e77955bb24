// StepHistory: the denoising steps of this session's images, as far as the engine keeps them: the run and the sampler
// of an image, its number of steps, and the image after each. Used by the shell. Window thread only.
#pragma once

#include <QtCore/QObject>
#include <deque>
#include <map>
#include <set>

#include "session/branch.h"
#include "session/job_queue.h"

namespace heddle::session {

class StepHistory final : public QObject {
  Q_OBJECT
 public:
  StepHistory(EngineClient& client, JobQueue& queue, QObject* parent = nullptr);

  // The steps of the run that made the picture, by its hash. False when they are not kept any more.
  bool showResult(const QString& hash);
  // Those of the running or paused run.
  bool showRunning();

  // Of what is shown; 0: nothing is.
  [[nodiscard]] int total() const { return shown() == nullptr ? 0 : shown()->total; }
  [[nodiscard]] int done() const { return shown() == nullptr ? 0 : shown()->done; }
  // Steps count from 1 here, as on the screen: step k is the picture after k steps. It comes by stepShown, at once
  // where it was seen before.
  void look(int step);
  // Nothing where the run is not over, or the step is its last.
  [[nodiscard]] std::optional<Branch> branchAt(int step) const;

 Q_SIGNALS:
  void changed();  // what is shown, or how far it is
  void stepShown(int step, const QImage& image);
  void lost();  // the engine does not keep the steps any more

 private:
  // One sampler of one run.
  struct Place {
    RunId run;
    graph::NodeId node;
    bool operator==(const Place&) const = default;
  };
  struct RunSteps {
    Place place;
    int total = 0;
    int done = 0;
    std::set<QString> hashes;                   // of its pictures; empty until they are there
    std::shared_ptr<const graph::Graph> graph;  // that makes the picture again
    std::map<int, QImage> images;
  };
  [[nodiscard]] const RunSteps* shown() const;
  RunSteps* find(const Place& place);
  // The sampler of the run that the picture of `node` comes from: the nearest before it.
  RunSteps* before(RunId run, graph::NodeId node, const graph::Graph& graph);
  void onNodeStepped(const protocol::NodeSteps& event);
  void onStepImaged(const protocol::StepImage& event, const QImage& image);
  void onNodeProgressed(const protocol::NodeProgress& event);
  void onResult(const JobResult& result);
  void lose(RunId run);
  void forget();

  EngineClient& client_;
  JobQueue& queue_;
  std::deque<RunSteps> runs_;  // newest last
  Place shown_;
  int wanted_ = 0;  // the step that was asked for last
};

}  // namespace heddle::session
