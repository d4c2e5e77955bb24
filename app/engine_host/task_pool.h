// TaskPool: tasks beside the runs that may block on a bad disk, such as searching model folders, each in its own
// thread, so that a blocked one delays no other. Used by the host's library calls. Thread rule: any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <thread>

namespace heddle::engine_host {

inline constexpr std::size_t kErrandsMax = 16;  // more than that are blocked

class TaskPool final {
 public:
  ~TaskPool();

  // False when too many are running. The number cancels it.
  bool start(std::uint64_t number, std::function<void(std::stop_token)> work);
  void cancel(std::uint64_t number);

  // Cancels all. False when some did not end in time.
  bool stop(std::chrono::milliseconds patience);

 private:
  void clear_ended();

  struct Task {
    std::jthread thread;
    bool ended = false;
  };
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::uint64_t, Task> tasks_;
  std::uint64_t last_ = 0;
  std::map<std::uint64_t, std::uint64_t> by_number_;
};

}  // namespace heddle::engine_host
