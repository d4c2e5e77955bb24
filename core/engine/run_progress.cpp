#include "engine/run_progress.h"

#include <algorithm>

namespace heddle::engine {

void RunProgress::send(const RunEvent& event) {
  if (!sink_) return;
  const std::lock_guard lock(mutex_);
  sink_(event);
}

double RunProgress::finish_node(double cost) {
  const std::lock_guard lock(mutex_);
  cost_done_ += cost;
  node_fraction_ = 0;
  return std::min(1.0, cost_done_ / cost_total_);
}

void RunProgress::report(graph::NodeId node, double cost, double fraction, std::string_view text) {
  if (!sink_) return;
  const std::lock_guard lock(mutex_);
  if (fraction > node_fraction_) node_fraction_ = std::min(fraction, 1.0);  // false for NaN too
  const double run_fraction = std::min(1.0, (cost_done_ + cost * node_fraction_) / cost_total_);
  sink_(NodeProgress{node, node_fraction_, run_fraction, std::string(text)});
}

std::optional<double> NodeControl::preview_pause() {
  if (preview_interval_.count() <= 0) return std::nullopt;
  return std::chrono::duration<double>(preview_interval_).count();
}

}  // namespace heddle::engine
