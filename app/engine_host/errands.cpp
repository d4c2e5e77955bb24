#include "engine_host/errands.h"

#include <algorithm>

namespace heddle::engine_host {

// A thread's last act is on the map, so the map may go only when all have done it.
Errands::~Errands() {
  while (!stop(std::chrono::milliseconds(1000))) {
  }
}

void Errands::clear_ended() {
  std::erase_if(errands_, [](auto& entry) { return entry.second.ended; });
  std::erase_if(by_number_, [this](const auto& entry) { return !errands_.contains(entry.second); });
}

bool Errands::start(std::uint64_t number, std::function<void(std::stop_token)> work) {
  const std::lock_guard lock(mutex_);
  clear_ended();
  if (errands_.size() >= kErrandsMax) return false;
  const std::uint64_t key = ++last_;
  by_number_[number] = key;
  errands_[key].thread = std::jthread([this, key, work = std::move(work)](const std::stop_token& stop) {
    work(stop);
    const std::lock_guard ended(mutex_);
    errands_[key].ended = true;
    changed_.notify_all();
  });
  return true;
}

void Errands::cancel(std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  const auto key = by_number_.find(number);
  const auto errand = key == by_number_.end() ? errands_.end() : errands_.find(key->second);
  if (errand != errands_.end()) errand->second.thread.request_stop();
}

bool Errands::stop(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  for (auto& [key, errand] : errands_) errand.thread.request_stop();
  return changed_.wait_for(lock, patience, [this] {
    return std::all_of(errands_.begin(), errands_.end(), [](const auto& entry) { return entry.second.ended; });
  });
}

}  // namespace heddle::engine_host
