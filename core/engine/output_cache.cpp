#include "engine/output_cache.h"

namespace heddle::engine {
namespace {

constexpr std::size_t kEntryBytes = 512;  // keys and bookkeeping, so that empty results count too

}  // namespace

std::optional<Outputs> OutputCache::find(const ContentKey& key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  by_use_.splice(by_use_.begin(), by_use_, found->second);
  return found->second->outputs;
}

bool OutputCache::contains(const ContentKey& key) const {
  const std::lock_guard lock(mutex_);
  return by_key_.contains(key);
}

// In all that follows, dropped results are destroyed after the lock is gone: freeing tensors may take a while.

void OutputCache::put(const ContentKey& key, Outputs outputs) {
  const std::size_t size = outputs.bytes() + kEntryBytes;
  std::list<Entry> dropped;
  const std::lock_guard lock(mutex_);
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    bytes_ -= found->second->bytes;
    dropped.splice(dropped.begin(), by_use_, found->second);
    by_key_.erase(found);
  }
  if (size > budget_) return;
  shrink_to(budget_ - size, dropped);
  by_use_.push_front({key, std::move(outputs), size});
  by_key_[key] = by_use_.begin();
  bytes_ += size;
}

void OutputCache::set_budget(std::size_t bytes) {
  std::list<Entry> dropped;
  const std::lock_guard lock(mutex_);
  budget_ = bytes;
  shrink_to(budget_, dropped);
}

std::size_t OutputCache::give_back(std::size_t bytes) {
  std::list<Entry> dropped;
  const std::lock_guard lock(mutex_);
  const std::size_t before = bytes_;
  shrink_to(bytes >= bytes_ ? 0 : bytes_ - bytes, dropped);
  return before - bytes_;
}

void OutputCache::clear() { (void)give_back(static_cast<std::size_t>(-1)); }

std::size_t OutputCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}
std::size_t OutputCache::budget() const {
  const std::lock_guard lock(mutex_);
  return budget_;
}
std::size_t OutputCache::entries() const {
  const std::lock_guard lock(mutex_);
  return by_use_.size();
}

void OutputCache::shrink_to(std::size_t bytes, std::list<Entry>& dropped) {
  while (bytes_ > bytes) {
    const auto last = std::prev(by_use_.end());
    bytes_ -= last->bytes;
    by_key_.erase(last->key);
    dropped.splice(dropped.begin(), by_use_, last);
  }
}

}  // namespace heddle::engine
