#include "engine/lock_step.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace heddle::engine {
namespace {

// Whose turn it is: the pane that has taken the fewest steps, the first among equals. A pane keeps its turn from one
// `pass` to the next.
class Turns final {
 public:
  explicit Turns(std::size_t panes) : taken_(panes, kNotBegun), over_(panes, false) {}

  void wait(std::size_t pane) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return now_ == pane; });
  }
  // After `taken` steps of the whole pane. Returns when its next turn comes.
  void pass(std::size_t pane, int taken) {
    std::unique_lock lock(mutex_);
    taken_[pane] = taken;
    choose();
    changed_.wait(lock, [&] { return now_ == pane; });
  }
  void end(std::size_t pane) {
    const std::lock_guard lock(mutex_);
    over_[pane] = true;
    choose();
  }

 private:
  static constexpr int kNotBegun = -1;  // before its first step it prepares: encoders run here

  void choose() {
    std::optional<std::size_t> next;
    for (std::size_t pane = 0; pane < taken_.size(); ++pane) {
      if (!over_[pane] && (!next || taken_[pane] < taken_[*next])) next = pane;
    }
    if (next) now_ = *next;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<int> taken_;
  std::vector<bool> over_;
  std::size_t now_ = 0;
};

// Gives way between two steps, then calls the pane's own observer.
class GivingWay final : public StepObserver {
 public:
  GivingWay(Turns& turns, std::size_t pane, StepObserver* inner) : turns_(turns), pane_(pane), inner_(inner) {}

  void begin(graph::NodeId node, std::shared_ptr<const StepPreviews> images) override {
    before_ += within_;  // of a node before this one in the same pane
    within_ = 0;
    if (inner_ != nullptr) inner_->begin(node, std::move(images));
  }
  void between(graph::NodeId node, int done) override {
    within_ = done;
    turns_.pass(pane_, before_ + done);
    if (inner_ != nullptr) inner_->between(node, done);
  }

 private:
  Turns& turns_;
  std::size_t pane_;
  StepObserver* inner_;
  int before_ = 0, within_ = 0;
};

}  // namespace

std::vector<RunResult> run_in_lock_step(const Executor& executor, std::span<const Pane> panes,
                                        const LockStepOptions& options) {
  std::vector<RunResult> results(panes.size());
  Turns turns(panes.size());
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < panes.size(); ++i) {
    threads.emplace_back([&, i] {
      turns.wait(i);
      if (options.on_thread) options.on_thread();
      RunOptions run = panes[i].options;
      GivingWay giving_way(turns, i, run.observer);
      if (!options.one_after_another) run.observer = &giving_way;
      results[i] = executor.run(*panes[i].plan, run);
      turns.end(i);
    });
  }
  threads.clear();  // waits for all
  return results;
}

}  // namespace heddle::engine
