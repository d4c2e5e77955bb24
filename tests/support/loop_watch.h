// LoopWatch: whether the window's thread answers. A thread beside it asks every two milliseconds; what is kept is how
// long each answer took. Wall time includes what other processes took of the cores; time on the processor is the
// window's own doing. Tests and benchmarks hold it to 16 ms.
#pragma once

#include <pthread.h>
#include <time.h>

#include <QObject>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace heddle::testing {

struct Busy {
  double wall = 0;       // ms until the answer
  double processor = 0;  // ms of it on a core
};

class LoopWatch final : public QObject {
 public:
  // Watches the thread that makes it, which has an event loop.
  explicit LoopWatch(QObject* parent = nullptr) : QObject(parent) {
    ::pthread_getcpuclockid(::pthread_self(), &clock_);
    thread_ = std::thread([this] { ask(); });
  }
  ~LoopWatch() override {
    isEnding_ = true;
    thread_.join();
  }

  // What was seen so far; starts a new count.
  std::vector<Busy> take() { return std::exchange(seen_, {}); }

  // The longest of what was seen so far, without the waiting for a core.
  double mostOnProcessor() {
    double most = 0;
    for (const Busy& busy : take()) most = std::max(most, busy.processor);
    return most;
  }

  static double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
  }

 private:
  static double now(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
  }

  void ask() {
    while (!isEnding_) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      if (isAsked_.exchange(true)) continue;
      const double wall = now(CLOCK_MONOTONIC), processor = now(clock_);
      QMetaObject::invokeMethod(
          this,
          [this, wall, processor] {
            seen_.push_back({now(CLOCK_MONOTONIC) - wall, now(clock_) - processor});
            isAsked_ = false;
          },
          Qt::QueuedConnection);
    }
  }

  clockid_t clock_{};
  std::atomic<bool> isEnding_{false}, isAsked_{false};
  std::vector<Busy> seen_;
  std::thread thread_;
};

}  // namespace heddle::testing
