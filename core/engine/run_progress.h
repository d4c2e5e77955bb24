// Sends a run's events one at a time and keeps its progress from falling. Used by the executor alone. Thread rule:
// every call from any thread, since a node may report from its own threads.
#pragma once

#include <chrono>
#include <mutex>
#include <stop_token>

#include "base/run_control.h"
#include "engine/run_event.h"

namespace heddle::engine {

class RunProgress final {
 public:
  RunProgress(const EventSink& sink, double cost_total) : sink_(sink), cost_total_(cost_total) {}

  void send(const RunEvent& event);
  // Marks a node's share of the run as done and returns the run's fraction.
  double finish_node(double cost);
  void report(graph::NodeId node, double cost, double fraction, std::string_view text);

 private:
  const EventSink& sink_;
  const double cost_total_;
  std::mutex mutex_;
  double cost_done_ = 0;
  double node_fraction_ = 0;  // of the node that runs
};

// The sink of a node's RunControl.
class NodeControl final : public RunControl::Sink {
 public:
  NodeControl(RunProgress& progress, const std::stop_token& stop, graph::NodeId node, double cost,
              std::chrono::milliseconds preview_interval)
      : progress_(progress), stop_(stop), node_(node), cost_(cost), preview_interval_(preview_interval) {}

  bool cancelled() override { return stop_.stop_requested(); }
  void report(double fraction, std::string_view text) override { progress_.report(node_, cost_, fraction, text); }
  void preview(const image::Image& image) override { progress_.send(Preview{node_, image}); }
  std::optional<double> preview_pause() override;

 private:
  RunProgress& progress_;
  const std::stop_token& stop_;
  graph::NodeId node_;
  double cost_;
  std::chrono::milliseconds preview_interval_;
};

}  // namespace heddle::engine
