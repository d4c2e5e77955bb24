// Prompts that change over the steps, and several at once, in whole runs.
#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>

#include "nodes/sampling/sampler_ports.h"
#include "pipeline_bench.h"
#include "support/golden.h"
#include "support/test.h"

namespace heddle {
namespace {

using testing::PipelineBench;

struct StepsBench : PipelineBench {
  explicit StepsBench(bool with_reference = false) { build(with_reference); }

  at::Tensor latents_of(const std::string& text) {
    set(positive, "text", text);
    run();
    return latents();
  }
  std::vector<at::Tensor> steps_of(const std::string& text) {
    (void)latents_of(text);
    const auto kept = std::dynamic_pointer_cast<const nodes::HistoryPreviews>(sampled.steps());
    REQUIRE(kept != nullptr);
    return kept->history().all();
  }
};

TEST_CASE("the steps before a change are those of the first text to the bit, and then the second leads") {
  StepsBench bench;
  const auto edited = bench.steps_of("a [red:blue:2] ball"), red = bench.steps_of("a red ball");
  REQUIRE(edited.size() == 10);
  for (std::size_t step = 0; step < 3; ++step) CHECK(at::equal(edited[step], red[step]));
  CHECK_FALSE(at::equal(edited[3], red[3]));
  CHECK(at::equal(bench.latents_of("a [red:blue:0] ball"), bench.latents_of("a blue ball")));
}

TEST_CASE("AND is the sum of the prompts' pushes away from the negative one, by weight") {
  for (const bool with_reference : {false, true}) {
    StepsBench bench(with_reference);
    const at::Tensor red = bench.latents_of("a red ball");
    CHECK(testing::relative_error(bench.latents_of("a red ball:0.25 AND a red ball:0.75"), red) < 1e-4);
    CHECK(testing::relative_error(bench.latents_of("a red ball AND beach:0"), red) < 1e-4);
    CHECK(testing::relative_error(bench.latents_of("a red ball AND beach"), red) > 1e-2);
    // The weight of a single prompt multiplies the guidance.
    const at::Tensor twice = bench.latents_of("a red ball:2");
    bench.set(bench.sampler, "guidance", graph::Lane::scalar(15.0));
    CHECK(testing::relative_error(twice, bench.latents_of("a red ball")) < 1e-4);
  }
}

TEST_CASE("without guidance AND still weighs against the negative prompt") {
  StepsBench bench;
  bench.set(bench.sampler, "guidance", graph::Lane::scalar(1.0));
  const at::Tensor red = bench.latents_of("a red ball");
  CHECK(testing::relative_error(bench.latents_of("a red ball:0.5 AND a red ball:0.5"), red) < 1e-4);
  CHECK(testing::relative_error(bench.latents_of("a red ball:0.5"), red) > 1e-3);
}

TEST_CASE("lambda moves in flight with a prompt that changes") {
  StepsBench bench(true);
  bench.on_step = [&](std::size_t step, engine::LiveValues& live) {
    if (step == 4) live.set(bench.prompt, "scale", graph::Lane::scalar(0.9));
  };
  const at::Tensor moved = bench.latents_of("a [red|blue] ball AND beach:0.3");
  REQUIRE(bench.sampled.used_upstream().size() == 1);
  const graph::ParamValue used = bench.sampled.used_upstream().front().value;
  StepsBench again(true);
  again.set(again.prompt, "scale", used);
  CHECK(at::equal(again.latents_of("a [red|blue] ball AND beach:0.3"), moved));
}

}  // namespace
}  // namespace heddle
