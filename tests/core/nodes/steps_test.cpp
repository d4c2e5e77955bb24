// Runs that are paused, looked at, and branched from a step.
#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>

#include <stop_token>

#include "graph/lane.h"
#include "pipeline_bench.h"
#include "support/test.h"

namespace heddle {
namespace {

using testing::PipelineBench;

constexpr int kSteps = 10;

// Looks at a run between its steps, and does something before one of them.
class Watch final : public engine::StepObserver {
 public:
  void begin(graph::NodeId node, std::shared_ptr<const engine::StepPreviews> kept) override {
    at = node;
    images = std::move(kept);
  }
  void between(graph::NodeId, int done) override {
    asked.push_back(done);
    if (before_step) before_step(done);
  }
  graph::NodeId at;
  std::shared_ptr<const engine::StepPreviews> images;
  std::vector<int> asked;
  std::function<void(int done)> before_step;
};

graph::Lane branched_at(int step, double before, double after, bool has_spans = true) {
  return *graph::merged(graph::Lane::scalar(before), graph::Lane::scalar(after), {step, kSteps, has_spans});
}

TEST_CASE("a branch from step k is equal to the bit to a run that had the change at k from the start") {
  for (const int k : {1, 4, 9}) {
    PipelineBench branch, fresh;
    branch.build(true);
    fresh.build(true);
    branch.set(branch.prompt, "scale", graph::Lane::scalar(0.3));
    branch.set(branch.sampler, "guidance", graph::Lane::scalar(6.0));
    branch.run();
    for (PipelineBench* bench : {&branch, &fresh}) {
      bench->set(bench->prompt, "scale", branched_at(k, 0.3, 0.9));
      bench->set(bench->sampler, "guidance", branched_at(k, 6.0, 3.0, false));
      bench->run();
    }
    CHECK(branch.network_steps == static_cast<std::size_t>(kSteps - k));  // only what comes after
    CHECK(fresh.network_steps == kSteps);
    CHECK(at::equal(branch.latents(), fresh.latents()));
  }
}

TEST_CASE("a branch of a branch costs only the steps after its own") {
  PipelineBench branch, fresh;
  branch.build(true);
  fresh.build(true);
  branch.set(branch.prompt, "scale", graph::Lane::scalar(0.3));
  branch.run();
  const graph::Lane first = branched_at(3, 0.3, 0.9);
  branch.set(branch.prompt, "scale", first);
  branch.run();
  const graph::Lane second = *graph::merged(first, graph::Lane::scalar(0.1), {7, kSteps, true});
  branch.set(branch.prompt, "scale", second);
  branch.run();
  CHECK(branch.network_steps == kSteps - 7);
  fresh.set(fresh.prompt, "scale", second);
  fresh.run();
  CHECK(at::equal(branch.latents(), fresh.latents()));
}

TEST_CASE("a run that is held before step k and changed is equal to the bit to one that had the change at k") {
  PipelineBench held, fresh;
  held.build(true);
  fresh.build(true);
  Watch watch;
  watch.before_step = [&](int done) {
    if (done == 4) held.live.set(held.prompt, "scale", graph::Lane::scalar(0.9));
  };
  held.watch = &watch;
  held.set(held.prompt, "scale", graph::Lane::scalar(0.3));
  held.run();
  fresh.set(fresh.prompt, "scale", branched_at(4, 0.3, 0.9));
  fresh.run();
  CHECK(at::equal(held.latents(), fresh.latents()));
  REQUIRE(held.sampled.used_upstream().size() == 1);
  PipelineBench replayed;
  replayed.build(true);
  replayed.set(replayed.prompt, "scale", held.sampled.used_upstream().front().value);
  replayed.run();
  CHECK(at::equal(replayed.latents(), held.latents()));
}

TEST_CASE("every step of a run has its picture, those that an earlier run made too") {
  PipelineBench bench;
  bench.build(true);
  Watch watch;
  bench.watch = &watch;
  bench.set(bench.prompt, "scale", graph::Lane::scalar(0.3));
  bench.run();
  CHECK(watch.at == bench.sampler);
  CHECK(watch.asked == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  REQUIRE(watch.images);
  CHECK(watch.images->total() == kSteps);
  REQUIRE(watch.images->done() == kSteps);
  CHECK(watch.images->bytes() > 0);
  const auto whole = watch.images;
  bench.set(bench.prompt, "scale", branched_at(6, 0.3, 0.9));
  watch.asked.clear();
  bench.run();
  CHECK(watch.asked == std::vector<int>{6, 7, 8, 9});
  REQUIRE(watch.images->done() == kSteps);
  const auto pixels = [](const image::Image& image) {
    const auto all = image.pixels();
    return std::vector<std::uint8_t>(all.begin(), all.end());
  };
  CHECK(pixels(watch.images->image(5)) == pixels(whole->image(5)));
  CHECK(pixels(watch.images->image(9)) != pixels(whole->image(9)));
  CHECK(watch.images->image(10).empty());
  CHECK(watch.images->image(-1).empty());
}

TEST_CASE("a result from the cache comes with its steps") {
  PipelineBench bench;
  bench.build(false);
  bench.run();
  Watch watch;
  bench.watch = &watch;
  bench.run();
  CHECK(watch.asked.empty());
  REQUIRE(watch.images);
  CHECK(watch.images->done() == kSteps);
}

}  // namespace
}  // namespace heddle
