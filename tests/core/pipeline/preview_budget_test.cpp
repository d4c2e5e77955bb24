// When a run is previewed and how: the clock is the test's.
#include "pipeline/preview_budget.h"

#include <vector>

#include "support/test.h"

namespace heddle::pipeline {
namespace {

using Seconds = PreviewBudget::Seconds;
using Ways = std::vector<PreviewWay>;

// A run of the sampler whose steps and previews take what the test says.
struct SimulatedRun {
  struct Preview {
    int step;
    PreviewWay way;
  };

  explicit SimulatedRun(Ways ways, double pause = 0)
      : budget(std::move(ways), Seconds(pause), [this] { return now; }) {}

  void pass(double seconds) {
    now += std::chrono::duration_cast<std::chrono::steady_clock::duration>(Seconds(seconds));
  }
  void step(bool has_new_value = false, bool is_last = false) {
    budget.begin_step();
    pass(step_seconds);
    const auto way = budget.end_step(has_new_value, is_last);
    if (way) {
      pass(*way == PreviewWay::tiny ? tiny_seconds : *way == PreviewWay::map ? map_seconds : whole_seconds);
      budget.end_preview();
      previews.push_back({steps, *way});
    }
    ++steps;
  }
  [[nodiscard]] double share() const { return budget.spent() / (budget.spent() + budget.stepped()); }

  std::chrono::steady_clock::time_point now;
  PreviewBudget budget;
  double step_seconds = 0.1, tiny_seconds = 0.012, map_seconds = 0.001, whole_seconds = 0.13;
  int steps = 0;
  std::vector<Preview> previews;
};

constexpr double kShareRounding = 1e-9;

TEST_CASE("previews never take more than a tenth of a run after what its first one cost is worked off") {
  for (const Ways& ways : {Ways{PreviewWay::tiny, PreviewWay::map}, Ways{PreviewWay::map}, Ways{PreviewWay::whole}}) {
    SimulatedRun run(ways);
    double most = 0;
    for (int i = 0; i < 100; ++i) {
      run.step(false, i == 99);
      if (run.previews.size() > 1) most = std::max(most, run.share());
    }
    CHECK(run.previews.size() > 5);
    CHECK(most <= PreviewBudget::kShare + kShareRounding);
    CHECK(run.share() <= PreviewBudget::kShare + kShareRounding);
  }
}

TEST_CASE("the share holds where costs change on the way") {
  SimulatedRun run({PreviewWay::tiny, PreviewWay::map});
  for (int i = 0; i < 200; ++i) {
    run.step_seconds = i < 100 ? 0.4 : 0.1;
    run.tiny_seconds = i % 2 == 0 ? 0.01 : 0.014;
    run.step();
  }
  CHECK(run.share() <= PreviewBudget::kShare + 0.001);
  CHECK(run.previews.size() >= 100);
}

TEST_CASE("the first preview is made at once, whatever it costs, and the last step has none") {
  SimulatedRun run({PreviewWay::whole}, 3600);
  for (int i = 0; i < 20; ++i) run.step(false, i == 19);
  REQUIRE(run.previews.size() == 1);
  CHECK(run.previews[0].step == 0);

  SimulatedRun single({PreviewWay::map});
  single.step(true, true);
  CHECK(single.previews.empty());
  SimulatedRun blind({});
  for (int i = 0; i < 20; ++i) blind.step(true);
  CHECK(blind.previews.empty());
}

TEST_CASE("the first step that carries a new value is shown, without waiting for pause or budget") {
  SimulatedRun run({PreviewWay::whole}, 3600);
  for (int i = 0; i < 20; ++i) run.step(i == 3 || i == 4 || i == 19, i == 19);
  REQUIRE(run.previews.size() == 3);
  CHECK(run.previews[1].step == 3);
  CHECK(run.previews[2].step == 4);
}

TEST_CASE("no two previews of one value are nearer than the pause") {
  SimulatedRun run({PreviewWay::map}, 0.25);
  for (int i = 0; i < 21; ++i) run.step();
  CHECK(run.previews.size() == 7);  // every third step of 0.1 s
}

TEST_CASE("a way too dear to follow the steps gives way to the next, once; a first use that was slow does not") {
  SimulatedRun run({PreviewWay::tiny, PreviewWay::map});
  run.tiny_seconds = 0.05;  // the first use builds what later ones have
  run.step();
  run.tiny_seconds = 0.012;
  for (int i = 0; i < 60; ++i) run.step();
  CHECK(run.previews.size() > 20);
  for (const auto& preview : run.previews) CHECK(preview.way == PreviewWay::tiny);

  SimulatedRun dear({PreviewWay::tiny, PreviewWay::map});
  dear.tiny_seconds = 0.1;
  for (int i = 0; i < 60; ++i) dear.step();
  CHECK(dear.previews.size() > 30);
  int changes = 0;
  for (std::size_t i = 1; i < dear.previews.size(); ++i)
    changes += dear.previews[i].way != dear.previews[i - 1].way ? 1 : 0;
  CHECK(changes == 1);
  CHECK(dear.previews.back().way == PreviewWay::map);
}

TEST_CASE("the time that a run is held is no time of its steps") {
  SimulatedRun run({PreviewWay::whole});
  run.step();
  run.pass(1000);
  for (int i = 0; i < 9; ++i) run.step();
  CHECK(run.previews.size() == 1);
}

}  // namespace
}  // namespace heddle::pipeline
