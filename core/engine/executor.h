// Executor: walks a plan, takes cached results, runs the other steps and reports progress. It knows node types by their
// registered functions only. Used by `heddle render`, `heddle generate` and the engine process. Thread rule: run()
// blocks its caller; several runs may be in flight on different threads.
#pragma once

#include <chrono>
#include <map>
#include <stop_token>

#include "engine/live_values.h"
#include "engine/output_cache.h"
#include "engine/plan.h"
#include "engine/run_event.h"
#include "engine/step_observer.h"
#include "engine/translate.h"

namespace heddle::engine {

struct RunOptions {
  std::stop_token stop = {};                      // another thread cancels by its stop_source
  const LiveValues* live = nullptr;               // another thread sets live values through it; may be nullptr
  StepObserver* observer = nullptr;               // may be nullptr
  EventSink on_event = {};                        // may be empty
  std::chrono::milliseconds preview_interval{0};  // minimum time between two previews of a node; 0: no previews
};

enum class RunStatus { finished, failed, cancelled };

struct RunResult {
  RunStatus status = RunStatus::finished;
  Error error = {};                               // of a failed run
  std::map<graph::NodeId, Outputs> targets = {};  // of those targets that were reached
};

class Executor final {
 public:
  // The cache must outlive the executor.
  explicit Executor(OutputCache& cache, ErrorTranslator translator = {})
      : cache_(cache), translator_(std::move(translator)) {}

  [[nodiscard]] RunResult run(const Plan& plan, const RunOptions& options) const;

 private:
  OutputCache& cache_;
  ErrorTranslator translator_;
};

}  // namespace heddle::engine
