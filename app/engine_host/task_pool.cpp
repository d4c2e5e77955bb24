#include "engine_host/task_pool.h"

#include <algorithm>

namespace heddle::engine_host {

// Each thread last touches the map, so the map is destroyed only after all have ended.
TaskPool::~TaskPool() {
  while (!stop(std::chrono::milliseconds(1000))) {
  }
}

void TaskPool::clear_ended() {
  std::erase_if(tasks_, [](auto& entry) { return entry.second.ended; });
  std::erase_if(by_number_, [this](const auto& entry) { return !tasks_.contains(entry.second); });
}

bool TaskPool::start(std::uint64_t number, std::function<void(std::stop_token)> work) {
  const std::lock_guard lock(mutex_);
  clear_ended();
  if (tasks_.size() >= kErrandsMax) return false;
  const std::uint64_t key = ++last_;
  by_number_[number] = key;
  tasks_[key].thread = std::jthread([this, key, work = std::move(work)](const std::stop_token& stop) {
    work(stop);
    const std::lock_guard ended(mutex_);
    tasks_[key].ended = true;
    changed_.notify_all();
  });
  return true;
}

void TaskPool::cancel(std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  const auto key = by_number_.find(number);
  const auto errand = key == by_number_.end() ? tasks_.end() : tasks_.find(key->second);
  if (errand != tasks_.end()) errand->second.thread.request_stop();
}

bool TaskPool::stop(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  for (auto& [key, errand] : tasks_) errand.thread.request_stop();
  return changed_.wait_for(lock, patience, [this] {
    return std::all_of(tasks_.begin(), tasks_.end(), [](const auto& entry) { return entry.second.ended; });
  });
}

}  // namespace heddle::engine_host
