#include "engine/lock_step.h"

#include <mutex>

#include "support/test.h"
#include "toy_nodes.h"

namespace heddle::engine {

namespace {

// Nodes that work in steps, and a list of who took which.
struct Steps {
  Steps() {
    using namespace graph;
    toys.add(NodeSpec("toy.steps_of", 1, "Steps")
                 .input("in", port::number)
                 .optional()
                 .param(integer("steps", 3))
                 .param(real("pane", 0))
                 .output("out", port::number),
             [this](const Inputs& in, RunControl& control) -> Result<Outputs> {
               double sum = in.find<double>("in") == nullptr ? 0 : *in.find<double>("in");
               const auto pane = static_cast<int>(in.params().real("pane"));
               in.begin_steps(nullptr);
               for (int step = 0; step < in.params().integer("steps"); ++step) {
                 in.between_steps(step);
                 if (control.cancelled()) return cancelled();
                 const std::lock_guard lock(mutex);
                 taken.emplace_back(step, pane);
                 sum += pane + step;
               }
               return Outputs().set("out", Value::of(sum));
             });
  }

  Toys toys;
  std::mutex mutex;
  std::vector<std::pair<int, int>> taken;  // step, pane
};

Plan plan_of(const Steps& steps, int pane, int count) {
  ToyGraph toy;
  const auto shared = toy.node("toy.number", {{"value", 7.0}});
  const auto doubled = toy.node("toy.multiply");
  toy.wire(shared, doubled, "a");
  const auto work = toy.node("toy.steps_of", {{"steps", std::int64_t{count}}, {"pane", double(pane)}});
  toy.wire(doubled, work, "in");
  auto made = plan(toy.graph, steps.toys.registry, {work});
  REQUIRE(made.has_value());
  return *made;
}

std::vector<RunResult> run(Steps& steps, const std::vector<Plan>& plans, const LockStepOptions& options = {}) {
  OutputCache cache(kBudget);
  const Executor executor(cache);
  std::vector<Pane> panes;
  for (const Plan& plan : plans) panes.push_back({&plan, {}});
  steps.taken.clear();
  return run_in_lock_step(executor, panes, options);
}

}  // namespace

TEST_CASE("each pane takes its step before any takes the next, and what they share runs once") {
  Steps steps;
  const std::vector<Plan> plans = {plan_of(steps, 1, 3), plan_of(steps, 2, 3), plan_of(steps, 3, 3)};
  const auto results = run(steps, plans);
  const std::vector<std::pair<int, int>> wanted = {{0, 1}, {0, 2}, {0, 3}, {1, 1}, {1, 2},
                                                   {1, 3}, {2, 1}, {2, 2}, {2, 3}};
  CHECK(steps.taken == wanted);
  CHECK(steps.toys.runs("toy.number") == 1);
  CHECK(steps.toys.runs("toy.multiply") == 1);
  REQUIRE(results.size() == 3);
  for (int pane = 1; pane <= 3; ++pane) {
    const RunResult& result = results[static_cast<std::size_t>(pane - 1)];
    REQUIRE(result.status == RunStatus::finished);
    CHECK(number_at(result, plans.front().steps.back().node) == 7 + 3 * pane + 3);
  }
}

TEST_CASE("panes of fewer steps end earlier and hold up none") {
  Steps steps;
  const auto results = run(steps, {plan_of(steps, 1, 1), plan_of(steps, 2, 3)});
  CHECK(steps.taken == std::vector<std::pair<int, int>>{{0, 1}, {0, 2}, {1, 2}, {2, 2}});
  CHECK(results[1].status == RunStatus::finished);
}

TEST_CASE("where memory is short, whole runs follow each other") {
  Steps steps;
  (void)run(steps, {plan_of(steps, 1, 2), plan_of(steps, 2, 2)}, {.one_after_another = true});
  CHECK(steps.taken == std::vector<std::pair<int, int>>{{0, 1}, {1, 1}, {0, 2}, {1, 2}});
}

TEST_CASE("a pane that is cancelled or fails leaves the others running") {
  Steps steps;
  const Plan first = plan_of(steps, 1, 3), second = plan_of(steps, 2, 3);
  ToyGraph broken;
  const auto fails = broken.node("toy.fails");
  const Plan third = *plan(broken.graph, steps.toys.registry, {fails});
  std::stop_source stop;
  stop.request_stop();
  OutputCache cache(kBudget);
  const Executor executor(cache);
  std::vector<Pane> panes = {{&first, {}}, {&second, {}}, {&third, {}}};
  panes[0].options.stop = stop.get_token();
  const auto results = run_in_lock_step(executor, panes);
  CHECK(results[0].status == RunStatus::cancelled);
  CHECK(results[1].status == RunStatus::finished);
  CHECK(results[2].status == RunStatus::failed);
}

TEST_CASE("two nodes whose outputs depend on less than they do share what reads them") {
  Steps steps;
  using namespace graph;
  steps.toys.registry.add(
      NodeSpec("toy.two_parts", 1, "Parts")
          .param(real("style", 0))
          .output("plain", port::number)
          .output("styled", port::number),
      [](const Inputs& in, RunControl&) -> Result<Outputs> {
        return Outputs().set("plain", Value::of(1.0)).set("styled", Value::of(in.params().real("style")));
      },
      {},
      [](const Params&, std::string_view port) -> Result<std::string> {
        return port == "plain" ? std::string("one file") : std::string();
      });
  OutputCache cache(kBudget);
  const Executor executor(cache);
  std::vector<Plan> plans;
  for (const double style : {1.0, 2.0}) {
    for (const char* part : {"plain", "styled"}) {
      ToyGraph toy;
      const auto parts = toy.node("toy.two_parts", {{"style", style}});
      const auto reader = toy.node("toy.multiply");
      REQUIRE(toy.graph.connect({{parts, part}, {reader, "a"}}).has_value());
      plans.push_back(*plan(toy.graph, steps.toys.registry, {reader}));
      CHECK(number_at(executor.run(plans.back(), {}), reader) == (std::string_view(part) == "plain" ? 1.0 : style));
    }
  }
  CHECK(steps.toys.runs("toy.multiply") == 3);
  CHECK(plans[0].steps.back().key == plans[2].steps.back().key);
  CHECK(plans[1].steps.back().key != plans[3].steps.back().key);
}

}  // namespace heddle::engine
