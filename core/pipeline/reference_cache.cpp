#include "pipeline/reference_cache.h"

#include <algorithm>

namespace heddle::pipeline {

std::shared_ptr<const adapters::EncodedReference> ReferenceCache::find(const std::string& identity) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find_if(by_use_, [&](const auto& kept) { return kept->identity == identity; });
  if (found == by_use_.end()) return nullptr;
  by_use_.splice(by_use_.begin(), by_use_, found);
  return *found;
}

void ReferenceCache::put(std::shared_ptr<const adapters::EncodedReference> reference) {
  const std::lock_guard lock(mutex_);
  by_use_.push_front(std::move(reference));
  if (by_use_.size() > capacity_) by_use_.pop_back();
}

}  // namespace heddle::pipeline
