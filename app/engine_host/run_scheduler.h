// RunScheduler: one thread that runs graphs, or several of them side by side in lock step. At most one order runs and
// one waits; a newer one for the same slot replaces the one that waits. Used by the host's calls. Thread rule: every
// call from any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "engine/live_values.h"
#include "engine/run_event.h"
#include "engine_host/engine_context.h"
#include "engine_host/message_writer.h"
#include "engine_host/step_cache.h"
#include "engine_host/uploaded_images.h"
#include "graph/graph.h"
#include "protocol/members.h"

namespace heddle::engine_host {

class RunImages;

struct ScheduledRun {
  protocol::RunId run;
  std::string slot;
  bool replace = false;  // what runs in the same slot is cancelled
  bool previews = true;
  graph::Graph graph;  // with hashes, as it came
  std::vector<graph::NodeId> targets;
};

class RunScheduler final {
 public:
  RunScheduler(const EngineContext& parts, MessageWriter& writer, const UploadedImages& images);
  ~RunScheduler();

  // Takes the place of what waits in its slot; other slots' runs go before it in the order in which they came. Every
  // run ends with one of run.finished, run.failed and run.cancelled.
  void submit(ScheduledRun order);
  // Several side by side: each takes its step k before any takes step k + 1. They have one slot, the first one's.
  // Requires: not empty.
  void submit(std::vector<ScheduledRun> orders);
  // False when no such run runs or waits.
  bool cancel(protocol::RunId run);
  // The value as JSON, in the kind of the node's parameter. Fails for another run, a node or parameter that is not
  // there, one that is not live, and a value of another kind.
  Result<void> update(protocol::RunId run, graph::NodeId node, const std::string& param, const Json& value);

  // Pauses a run before its node's next step, or resumes it; a paused run still takes values, requests and cancelling.
  // Fails for a run that is over.
  Result<void> pause(protocol::RunId run, bool paused);
  // Sends the picture of a node's step, from 0, between two steps of whatever runs; a newer look takes the place of one
  // that waits. Fails for what is not kept.
  Result<void> show_step(protocol::RunId run, graph::NodeId node, int step);

  // Runs `task` in the run's thread when no graph runs: for settings that nodes read.
  void between_runs(std::function<void()> task);
  // The same when no graph waits either: for what may wait. One after another; dropped at the end.
  void when_idle(std::function<void()> task);

  // Of the running run, for the notices of its nodes; 0 when none runs.
  [[nodiscard]] protocol::RunId current_run() const;

  // Cancels everything and ends the thread. False when the run did not stop in time; the thread still runs then.
  bool stop(std::chrono::milliseconds patience);

 private:
  struct ActiveRun {  // an order on its way
    ScheduledRun order;
    engine::LiveValues live;
    std::stop_source stop;
    bool paused = false;
    bool is_over = false;     // its end is on its way out
    bool has_others = false;  // beside it; saved images carry the graph of the run whose turn it is
  };
  using Batch = std::vector<std::shared_ptr<ActiveRun>>;  // runs side by side; empty: none
  struct PlannedRun;
  struct StepImageRequest {
    protocol::RunId run;
    graph::NodeId node;
    int step;
    StepCache::Previews images;
  };
  class Watch;
  void work();
  void run(const Batch& batch);
  std::unique_ptr<PlannedRun> planned(ActiveRun& active);
  void take_turn(ActiveRun& active);
  void on_event(ActiveRun& active, RunImages& images, const engine::RunEvent& event);
  template <class End>
  void send_end(ActiveRun& active, const End& end);
  void record_steering(ActiveRun& active, const engine::NodeFinished& finished);
  void begin_steps(protocol::RunId run, graph::NodeId node, StepCache::Previews images);
  void between_steps(ActiveRun& active, graph::NodeId node, int done);
  void show_wanted(std::unique_lock<std::mutex>& lock);
  ActiveRun* find(protocol::RunId run);

  const EngineContext& parts_;
  MessageWriter& writer_;
  const UploadedImages& images_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Batch running_;
  std::deque<Batch> waiting_;     // one a slot, none empty
  ActiveRun* in_turn_ = nullptr;  // of those that run
  std::vector<std::function<void()>> tasks_;
  std::deque<std::function<void()>> idle_tasks_;
  std::optional<StepImageRequest> wanted_;
  StepCache step_cache_;
  bool ending_ = false;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace heddle::engine_host
