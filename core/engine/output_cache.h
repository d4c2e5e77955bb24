// OutputCache: results of nodes by content key, within a budget of bytes; evicts the least recently used first. Used by
// executors; several may share one. Thread rule: every call from any thread.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <mutex>
#include <optional>

#include "engine/outputs.h"
#include "engine/plan.h"

namespace heddle::engine {

class OutputCache final {
 public:
  explicit OutputCache(std::size_t budget_bytes) : budget_(budget_bytes) {}

  [[nodiscard]] std::optional<Outputs> find(const ContentKey& key);
  [[nodiscard]] bool contains(const ContentKey& key) const;
  // Results larger than the whole budget are not kept.
  void put(const ContentKey& key, Outputs outputs);

  // Drops what no longer fits.
  void set_budget(std::size_t bytes);
  // Drops at least `bytes`, if there are so many, to free memory for others. Returns the number of bytes dropped.
  std::size_t give_back(std::size_t bytes);
  void clear();

  [[nodiscard]] std::size_t bytes() const;
  [[nodiscard]] std::size_t budget() const;
  [[nodiscard]] std::size_t entries() const;

 private:
  struct Entry {
    ContentKey key;
    Outputs outputs;
    std::size_t bytes;
  };
  void shrink_to(std::size_t bytes, std::list<Entry>& dropped);

  mutable std::mutex mutex_;
  std::list<Entry> by_use_;  // the last used first
  std::map<ContentKey, std::list<Entry>::iterator> by_key_;
  std::size_t budget_;
  std::size_t bytes_ = 0;
};

}  // namespace heddle::engine
