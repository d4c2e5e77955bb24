#include "engine/executor.h"

#include <algorithm>
#include <chrono>

#include "engine/run_progress.h"

namespace heddle::engine {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// The state of each step of a plan in this run.
struct StepFate {
  bool visited = false;            // needed by a target, directly or through steps that are not cached
  bool reads_inputs = false;       // it was not in the cache when the run began
  bool steered = false;            // it, or a step that feeds it, ran with other parameters than its key has
  std::optional<Outputs> outputs;  // while a later step needs them
  std::size_t readers_left = 0;
};

// Works from the targets backwards: a cached step needs nothing before it.
std::vector<StepFate> decide(const Plan& plan, OutputCache& cache, const LiveValues* live) {
  std::vector<StepFate> fates(plan.steps.size());
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    fates[i].steered = live != nullptr && LiveReader(live, step.node, step.type->spec).differs(step.params);
    for (const auto& [port, sources] : step.inputs) {
      for (const StepSource& source : sources) fates[i].steered |= fates[source.step].steered;
    }
    fates[i].visited = step.is_target;
  }
  for (std::size_t i = plan.steps.size(); i-- > 0;) {
    StepFate& fate = fates[i];
    if (!fate.visited) continue;
    if (plan.steps[i].cacheable() && !fate.steered) fate.outputs = cache.find(plan.steps[i].key);
    if (fate.outputs) continue;
    fate.reads_inputs = true;
    for (const auto& [port, sources] : plan.steps[i].inputs) {
      for (const StepSource& source : sources) {
        fates[source.step].visited = true;
        ++fates[source.step].readers_left;
      }
    }
  }
  return fates;
}

// The live values that one step may read: its own by name, those of any node by handle.
struct StepReaders {
  StepReaders(const Step& step, const LiveParams::Specs& specs, const LiveValues* live)
      : own(live, step.node, step.type->spec), by_handle(live, specs) {}
  [[nodiscard]] bool steered() const { return own.steered() || by_handle.steered(); }

  LiveReader own;
  LiveParams by_handle;
};

LiveParams::Specs specs_of(const Plan& plan) {
  LiveParams::Specs specs;
  for (const Step& step : plan.steps) specs.emplace(step.node, &step.type->spec);
  return specs;
}

class Run final {
 public:
  Run(const Plan& plan, const RunOptions& options, OutputCache& cache, const ErrorTranslator& translator)
      : plan_(plan),
        options_(options),
        cache_(cache),
        translator_(translator),
        fates_(decide(plan, cache, options.live)),
        specs_(specs_of(plan)),
        progress_(options.on_event, total_cost()) {}

  RunResult go() {
    RunStarted started{plan_.steps.size(), {}};
    for (std::size_t i = 0; i < fates_.size(); ++i) {
      if (fates_[i].visited) started.to_visit.push_back(plan_.steps[i].node);
    }
    progress_.send(started);
    for (const graph::NodeNote& note : plan_.notes) tell(note.node, note.note);
    for (std::size_t i = 0; i < fates_.size(); ++i) {
      if (!fates_[i].visited) continue;
      if (options_.stop.stop_requested()) return cancel(std::nullopt);
      if (auto failed = visit(i)) return std::move(*failed);
    }
    progress_.send(RunFinished{nodes_run_, nodes_cached_, seconds_since(start_)});
    return std::move(result_);
  }

 private:
  double total_cost() const {
    double sum = 0;
    for (std::size_t i = 0; i < fates_.size(); ++i) {
      if (fates_[i].visited) sum += plan_.steps[i].type->spec.cost;
    }
    return sum > 0 ? sum : 1.0;
  }

  RunResult cancel(std::optional<graph::NodeId> node) {
    progress_.send(RunCancelled{node});
    result_.status = RunStatus::cancelled;
    return std::move(result_);
  }

  // The user's node for one that the program put in.
  graph::NodeId written(graph::NodeId node) const {
    const auto found = plan_.stands_for.find(node);
    return found == plan_.stands_for.end() ? node : found->second;
  }

  void tell(std::optional<graph::NodeId> node, const Note& note) {
    progress_.send(NodeNoted{node ? std::optional(written(*node)) : std::nullopt, note});
  }

  RunResult fail_at(const Step& step, Error error) {
    progress_.send(RunFailed{written(step.node), error});
    result_.status = RunStatus::failed;
    result_.error = std::move(error);
    return std::move(result_);
  }

  // Produces one step's outputs. Returns the run's end when it cannot continue.
  std::optional<RunResult> visit(std::size_t index) {
    const Step& step = plan_.steps[index];
    StepFate& fate = fates_[index];
    // An equal node earlier in this run may have made the result meanwhile.
    if (!fate.outputs && step.cacheable() && !inputs_steered(step)) fate.outputs = find_again(step);
    if (fate.outputs) {
      ++nodes_cached_;
      if (options_.observer != nullptr && fate.outputs->steps())
        options_.observer->begin(step.node, fate.outputs->steps());
      const double done = progress_.finish_node(step.type->spec.cost);
      for (const Note& note : fate.outputs->notes()) tell(step.node, note);
      progress_.send(NodeFinished{step.node, true, false, 0, done, *fate.outputs});
    } else {
      if (auto end = run_node(step, fate)) return end;
    }
    if (step.is_target) result_.targets.insert_or_assign(step.node, *fate.outputs);
    release_inputs(index);
    if (fate.readers_left == 0) fate.outputs.reset();
    return std::nullopt;
  }

  std::optional<Outputs> find_again(const Step& step) {
    const bool differs =
        options_.live != nullptr && LiveReader(options_.live, step.node, step.type->spec).differs(step.params);
    return differs ? std::nullopt : cache_.find(step.key);
  }

  bool inputs_steered(const Step& step) const {
    for (const auto& [port, sources] : step.inputs) {
      for (const StepSource& source : sources) {
        if (fates_[source.step].steered) return true;
      }
    }
    return false;
  }

  std::optional<RunResult> run_node(const Step& step, StepFate& fate) {
    const auto start = Clock::now();
    progress_.send(NodeStarted{step.node});
    const StepReaders readers(step, specs_, options_.live);
    auto outputs = call(step, readers);
    if (!outputs) {
      if (outputs.error().kind == ErrorKind::cancelled) return cancel(step.node);
      return fail_at(step, std::move(outputs.error()));
    }
    fate.outputs = std::move(*outputs);
    fate.steered = readers.steered() || inputs_steered(step);
    if (step.cacheable() && !fate.steered) cache_.put(step.key, *fate.outputs);
    ++nodes_run_;
    const double done = progress_.finish_node(step.type->spec.cost);
    for (const Note& note : fate.outputs->notes()) tell(step.node, note);
    progress_.send(NodeFinished{step.node, false, readers.steered(), seconds_since(start), done, *fate.outputs});
    return std::nullopt;
  }

  Result<Outputs> call(const Step& step, const StepReaders& readers) {
    NodeControl sink(progress_, options_.stop, step.node, step.type->spec.cost, options_.preview_interval);
    RunControl control(sink);
    try {
      auto outputs = step.type->run(gather(step, readers), control);
      if (!outputs) return Failure(std::move(outputs.error()).with_context(fmt::format("node '{}'", step.name)));
      for (const graph::PortSpec& port : step.type->spec.outputs) {
        if (outputs->find(port.name) == nullptr) {
          return fail(ErrorKind::internal, "[run] {} gave nothing at its output '{}'", step.name, port.name);
        }
      }
      return outputs;
    } catch (...) {
      return Failure(translate_exception(std::current_exception(), step.name, translator_));
    }
  }

  // Throws std::logic_error when a wired parameter receives something that is no parameter value.
  Inputs gather(const Step& step, const StepReaders& readers) const {
    graph::Params params = step.params;
    PortValues values;
    for (const auto& [port, sources] : step.inputs) {
      const graph::ParamSpec* param = step.type->spec.find_param(port);
      for (const StepSource& source : sources) {
        const Value& value = *fates_[source.step].outputs->find(source.port);
        if (param == nullptr) {
          values[port].push_back(value);
        } else {
          params.set(port, wired_param(value, *param));
        }
      }
    }
    return Inputs(std::move(params), std::move(values), step.node, &readers.own, &readers.by_handle, options_.observer);
  }

  static graph::ParamValue wired_param(const Value& value, const graph::ParamSpec& spec) {
    auto fitted = graph::coerce(value.as<graph::ParamValue>(), spec);
    if (!fitted) throw std::logic_error("the value wired to '" + spec.name + "' is of another kind");
    graph::clamp(*fitted, spec);
    return std::move(*fitted);
  }

  // Frees outputs as soon as their last reader has run, so that a run holds no more than it needs.
  void release_inputs(std::size_t index) {
    if (!fates_[index].reads_inputs) return;
    for (const auto& [port, sources] : plan_.steps[index].inputs) {
      for (const StepSource& source : sources) {
        StepFate& fate = fates_[source.step];
        if (--fate.readers_left == 0) fate.outputs.reset();
      }
    }
  }

  const Plan& plan_;
  const RunOptions& options_;
  OutputCache& cache_;
  const ErrorTranslator& translator_;
  std::vector<StepFate> fates_;
  const LiveParams::Specs specs_;
  RunProgress progress_;
  Clock::time_point start_ = Clock::now();
  std::size_t nodes_run_ = 0;
  std::size_t nodes_cached_ = 0;
  RunResult result_;
};

}  // namespace

RunResult Executor::run(const Plan& plan, const RunOptions& options) const {
  return Run(plan, options, cache_, translator_).go();
}

}  // namespace heddle::engine
