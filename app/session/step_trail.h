// StepTrail: the steps behind the pictures of this session, as far as the engine keeps them: which run and which of its
// samplers made a picture, how many steps it has, and their pictures. Used by the shell. Thread rule: the window's thread.
#pragma once

#include <QtCore/QObject>
#include <deque>
#include <map>
#include <set>

#include "session/branch.h"
#include "session/run_queue.h"

namespace heddle::session {

class StepTrail final : public QObject {
  Q_OBJECT
 public:
  StepTrail(EngineClient& client, RunQueue& queue, QObject* parent = nullptr);

  // The steps of the run that made the picture, by its hash. False when they are not kept any more.
  bool showResult(const QString& hash);
  // Those of the run that goes on or stands.
  bool showRunning();

  // Of what is shown; 0: nothing is.
  [[nodiscard]] int total() const { return shown() == nullptr ? 0 : shown()->total; }
  [[nodiscard]] int done() const { return shown() == nullptr ? 0 : shown()->done; }
  // Steps count from 1 here, as on the screen: step k is the picture after k steps. It comes by stepShown, at once where
  // it was seen before.
  void look(int step);
  // Nothing where the run is not over, or the step is its last.
  [[nodiscard]] std::optional<Branch> branchAt(int step) const;

 Q_SIGNALS:
  void changed();  // what is shown, or how far it is
  void stepShown(int step, const QImage& picture);
  void lost();  // the engine does not keep the steps any more

 private:
  // A sampler of a run.
  struct Place {
    RunId run;
    graph::NodeId node;
    bool operator==(const Place&) const = default;
  };
  struct Track {
    Place place;
    int total = 0;
    int done = 0;
    std::set<QString> hashes;                   // of its pictures; empty until they are there
    std::shared_ptr<const graph::Graph> graph;  // that makes the picture again
    std::map<int, QImage> pictures;
  };
  [[nodiscard]] const Track* shown() const { return const_cast<StepTrail*>(this)->find(shown_); }
  Track* find(const Place& place);
  // The sampler of the run that the picture of `node` comes from: the nearest before it.
  Track* before(RunId run, graph::NodeId node, const graph::Graph& graph);
  void begin(const NodeSteps& event);
  void take(const StepPicture& event);
  void takeProgress(const NodeProgress& event);
  void takeResult(const JobResult& result);
  void lose(RunId run);
  void forget();

  EngineClient& client_;
  RunQueue& queue_;
  std::deque<Track> tracks_;  // newest last
  Place shown_;
  int wanted_ = 0;  // the step that was asked for last
};

}  // namespace heddle::session
