// run_in_lock_step(): several plans at once, where each takes its step k before any takes step k + 1, so that results
// of many settings form side by side. One runs at a time and the next takes over between two steps: what they have in
// common is in the cache when the second asks for it, and each gives the same bits as alone. Used by `heddle compare`
// and the engine process. Thread rule: blocks its caller; events and observers come from one thread at a time.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "engine/executor.h"

namespace heddle::engine {

// One of the results side by side. What it points to outlives the call.
struct Pane {
  const Plan* plan = nullptr;
  RunOptions options = {};  // its observer is called in its turn and may pause everything
};

struct LockStepOptions {
  bool one_after_another = false;        // whole runs in the panes' order, where memory is short
  std::function<void()> on_thread = {};  // called in each thread before its run: for settings that belong to a thread
};

// The results in the panes' order. A pane that fails leaves the others running.
[[nodiscard]] std::vector<RunResult> run_in_lock_step(const Executor& executor, std::span<const Pane> panes,
                                                      const LockStepOptions& options = {});

}  // namespace heddle::engine
