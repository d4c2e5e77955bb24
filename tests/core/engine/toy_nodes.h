// Small nodes that tests of the planner and the executor run: numbers that add and multiply, a slow one, broken ones.
// Used by tests/core/engine. Each test owns its Toys. Thread rule: counts may be read during a run.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>

#include "engine/executor.h"
#include "engine/node_registry.h"
#include "graph/graph.h"

namespace heddle::engine {

class Toys final {
 public:
  Toys() {
    using namespace graph;
    add(NodeSpec("toy.number", 1, "Number").param(real("value", 1.0).range(-1000, 1000)).output("out", port::number),
        [](const Inputs& in, RunControl&) -> Result<Outputs> {
          return Outputs().set("out", Value::of(in.params().real("value")));
        });
    add(NodeSpec("toy.add", 1, "Add").input("terms", port::number).multiple().output("out", port::number),
        [](const Inputs& in, RunControl&) -> Result<Outputs> {
          double sum = 0;
          for (const Value& term : in.values("terms")) sum += term.as<double>();
          return Outputs().set("out", Value::of(sum));
        });
    add(NodeSpec("toy.multiply", 2, "Multiply")
            .input("a", port::number)
            .input("b", port::number)
            .optional()
            .output("out", port::number),
        [](const Inputs& in, RunControl&) -> Result<Outputs> {
          const double* b = in.find<double>("b");
          return Outputs().set("out", Value::of(in.get<double>("a") * (b == nullptr ? 1.0 : *b)));
        });
    add(NodeSpec("toy.show", 1, "Show").input("in", port::number).result(),
        [](const Inputs&, RunControl&) -> Result<Outputs> { return Outputs(); });
    add(NodeSpec("toy.save", 1, "Save").input("in", port::number).writes_files(),
        [](const Inputs&, RunControl&) -> Result<Outputs> { return Outputs(); });
    add_slow();
    add_broken();
    add_wired();
  }

  void add(graph::NodeSpec spec, RunFunction run, IdentityFunction identity = {}) {
    const std::string type = spec.type;
    registry.add(
        std::move(spec),
        [this, type, run = std::move(run)](const Inputs& in, RunControl& control) {
          count(type);
          return run(in, control);
        },
        std::move(identity));
  }

  int runs(const std::string& type) const {
    const std::lock_guard lock(mutex_);
    const auto found = counts_.find(type);
    return found == counts_.end() ? 0 : found->second;
  }

  NodeRegistry registry;
  std::function<void(int step)> on_slow_step;  // called by toy.slow before each step; set before the run

 private:
  void count(const std::string& type) {
    const std::lock_guard lock(mutex_);
    ++counts_[type];
  }

  // Adds the live parameter once a step, polls for cancelling, reports backwards now and then.
  void add_slow() {
    using namespace graph;
    add(NodeSpec("toy.slow", 1, "Slow")
            .input("in", port::number)
            .optional()
            .param(integer("steps", 10).range(1, 100000))
            .param(real("weight", 1.0).range(0, 2).live().recomputes_from(Stage::denoise))
            .param(real("fixed", 1.0))
            .output("out", port::number)
            .costs(20),
        [this](const Inputs& in, RunControl& control) -> Result<Outputs> {
          const double* start = in.find<double>("in");
          double sum = start == nullptr ? 0 : *start;
          const auto steps = in.params().integer("steps");
          for (std::int64_t step = 0; step < steps; ++step) {
            if (control.cancelled()) return cancelled();
            if (on_slow_step) on_slow_step(static_cast<int>(step));
            sum += std::get<double>(in.live("weight"));
            control.report(static_cast<double>(step + 1) / static_cast<double>(steps), "step");
            control.report(0.0, "an earlier figure");
          }
          return Outputs().set("out", Value::of(sum)).record("weight", in.live("weight"));
        });
  }

  void add_broken() {
    using namespace graph;
    const auto broken = [](std::string type) {
      return NodeSpec(std::move(type), 1, "Broken").output("out", port::number);
    };
    add(broken("toy.throws"),
        [](const Inputs&, RunControl&) -> Result<Outputs> { throw std::runtime_error("shapes differ"); });
    add(broken("toy.out_of_memory"), [](const Inputs&, RunControl&) -> Result<Outputs> { throw std::bad_alloc(); });
    add(broken("toy.throws_a_number"), [](const Inputs&, RunControl&) -> Result<Outputs> { throw 3; });
    add(broken("toy.fails"), [](const Inputs&, RunControl&) -> Result<Outputs> {
      return fail(ErrorKind::not_found, "[toy.fails] 'model.safetensors' does not exist");
    });
    add(broken("toy.gives_nothing"), [](const Inputs&, RunControl&) -> Result<Outputs> { return Outputs(); });
    add(broken("toy.gives_text"), [](const Inputs&, RunControl&) -> Result<Outputs> {
      return Outputs().set("out", Value::of(std::string("not a number")));
    });
  }

  // Values that feed parameters.
  void add_wired() {
    using namespace graph;
    add(NodeSpec("toy.steps", 1, "Steps").param(integer("value", 3)).output("out", port::integer),
        [](const Inputs& in, RunControl&) -> Result<Outputs> {
          return Outputs().set_param("out", in.params().integer("value"));
        });
  }

  mutable std::mutex mutex_;
  std::map<std::string, int> counts_;
};

// Bytes for the cache of a test's executor: more than toys need.
inline constexpr std::size_t kBudget = 1 << 20;

// The number that a run's target gave at its port "out".
inline double number_at(const RunResult& result, graph::NodeId node) {
  return result.targets.at(node).find("out")->as<double>();
}

// A graph of toys, written briefly.
class ToyGraph final {
 public:
  graph::NodeId node(const std::string& type, graph::ParamMap params = {}) {
    graph::Node made;
    made.type = type;
    made.params = std::move(params);
    return graph.add(std::move(made));
  }
  void wire(graph::NodeId from, graph::NodeId to, const std::string& port) {
    if (!graph.connect({{from, "out"}, {to, port}})) throw std::logic_error("a test wires what is not there");
  }

  graph::Graph graph;
};

}  // namespace heddle::engine
