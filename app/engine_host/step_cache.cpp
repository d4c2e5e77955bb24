#include "engine_host/step_cache.h"

#include <algorithm>

namespace heddle::engine_host {

void StepCache::put(protocol::RunId run, graph::NodeId node, Previews images) {
  const std::lock_guard lock(mutex_);
  // Runs side by side take turns: the run need not be the first one.
  const auto found = std::ranges::find(newest_first_, run, &Shelf::run);
  if (found == newest_first_.end()) {
    newest_first_.push_front({run, {}});
  } else {
    newest_first_.splice(newest_first_.begin(), newest_first_, found);
  }
  newest_first_.front().nodes.insert_or_assign(node, std::move(images));
  if (newest_first_.size() > kRunsMax) newest_first_.pop_back();
}

StepCache::Previews StepCache::find(protocol::RunId run, graph::NodeId node) const {
  const std::lock_guard lock(mutex_);
  for (const Shelf& shelf : newest_first_) {
    if (shelf.run != run) continue;
    const auto found = shelf.nodes.find(node);
    return found == shelf.nodes.end() ? nullptr : found->second;
  }
  return nullptr;
}

}  // namespace heddle::engine_host
