#include "pipeline/trajectory_cache.h"

#include <algorithm>

namespace heddle::pipeline {

std::optional<CachedRun> TrajectoryCache::find(const RunIdentity& identity) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(newest_first_, identity, &CachedRun::identity);
  if (found == newest_first_.end()) return std::nullopt;
  return *found;
}

void TrajectoryCache::put(CachedRun run) {
  const std::lock_guard lock(mutex_);
  newest_first_.remove_if([&](const CachedRun& kept) { return kept.identity == run.identity; });
  newest_first_.push_front(std::move(run));
  if (newest_first_.size() > capacity_) newest_first_.pop_back();
}

}  // namespace heddle::pipeline
