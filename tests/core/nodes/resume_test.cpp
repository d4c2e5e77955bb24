#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>

#include "pipeline_bench.h"
#include "support/test.h"

namespace heddle {
namespace {

using testing::PipelineBench;

graph::Lane by_step(double first, double second, int change_at) {
  graph::Lane lane;
  lane.values = {{}};
  for (int k = 0; k < 10; ++k) lane.values[0].push_back(k < change_at ? first : second);
  return lane;
}

TEST_CASE("moving lambda runs no encoder and no text again") {
  PipelineBench bench;
  bench.build(true);
  bench.run();
  CHECK(bench.nodes_run == 9);
  bench.set(bench.prompt, "scale", graph::Lane::scalar(0.9));
  bench.run();
  CHECK(bench.nodes_run == 3);  // the image prompt takes its keys from the cache; the sampler; the decoder
}

TEST_CASE("a run that changes lambda at step k reuses the steps before it and is equal to the bit to a fresh one") {
  PipelineBench resumed, fresh;
  resumed.build(true);
  fresh.build(true);
  resumed.set(resumed.prompt, "scale", graph::Lane::scalar(0.3));
  resumed.run();
  const std::size_t whole = resumed.network_steps;
  resumed.set(resumed.prompt, "scale", by_step(0.3, 0.8, 6));
  resumed.run();
  CHECK(resumed.network_steps < whole);
  fresh.set(fresh.prompt, "scale", by_step(0.3, 0.8, 6));
  fresh.run();
  CHECK(at::equal(resumed.latents(), fresh.latents()));
}

TEST_CASE("a run that changes guidance at step k is equal to the bit to a fresh one") {
  PipelineBench resumed, fresh;
  resumed.build(false);
  fresh.build(false);
  resumed.set(resumed.sampler, "guidance", graph::Lane::scalar(5.0));
  resumed.run();
  resumed.set(resumed.sampler, "guidance", by_step(5.0, 2.0, 4));
  resumed.run();
  fresh.set(fresh.sampler, "guidance", by_step(5.0, 2.0, 4));
  fresh.run();
  CHECK(at::equal(resumed.latents(), fresh.latents()));
}

TEST_CASE("a sampler shows the forming picture only to those who ask, and computes the same") {
  PipelineBench unseen, seen;
  unseen.build(false);
  seen.build(false);
  seen.preview_interval = std::chrono::hours(1);
  unseen.run();
  seen.run();
  CHECK(unseen.previews.empty());
  REQUIRE(seen.previews.size() == 1);  // the first step's, then one an interval
  CHECK(seen.previews.front().width() == 64);
  CHECK(seen.previews.front().height() == 48);
  CHECK(at::equal(seen.latents(), unseen.latents()));
}

TEST_CASE("a run steered in flight is repeated to the bit by the lanes that it recorded") {
  PipelineBench steered, planned, replayed;
  for (PipelineBench* bench : {&steered, &planned, &replayed}) bench->build(true);
  steered.on_step = [&](std::size_t step, engine::LiveValues& live) {
    if (step == 3) live.set(steered.prompt, "scale", graph::Lane::scalar(1.0));
    if (step == 6) live.set(steered.sampler, "guidance", graph::Lane::scalar(2.0));
  };
  steered.run();
  planned.run();
  CHECK_FALSE(at::equal(steered.latents(), planned.latents()));
  CHECK(planned.sampled.used().empty());
  CHECK(planned.sampled.used_upstream().empty());

  REQUIRE(steered.sampled.used_upstream().size() == 1);
  const engine::UsedUpstream& scale = steered.sampled.used_upstream().front();
  CHECK(scale.param.node == steered.prompt);
  replayed.set(scale.param.node, scale.param.param, scale.value);
  replayed.set(replayed.sampler, "guidance", steered.sampled.used().at("guidance"));
  replayed.run();
  CHECK(at::equal(replayed.latents(), steered.latents()));
}

TEST_CASE("two image prompts give the same latents whichever is wired first") {
  PipelineBench one, other;
  for (PipelineBench* bench : {&one, &other}) {
    bench->build(true);
    graph::Node second;
    second.type = "image_prompt";
    second.params = {{"scale", graph::Lane::scalar(0.4)}, {"fit", graph::Choice{"squash"}}};
    const graph::NodeId id = bench->graph.add(second);
    for (const auto& [from, port] :
         {std::pair{bench->image, "image"}, {bench->adapter, "adapter"}, {bench->encoder, "image_encoder"}}) {
      REQUIRE(bench->graph.connect({{from, port}, {id, port}}));
    }
    const std::optional<std::size_t> place =
        bench == &one ? std::optional<std::size_t>() : std::optional<std::size_t>(0);
    REQUIRE(bench->graph.connect({{id, "image_prompt"}, {bench->sampler, "image_prompt"}}, place));
    bench->run();
  }
  CHECK(at::equal(one.latents(), other.latents()));
}

TEST_CASE("an adapter for another network is refused with a message") {
  PipelineBench bench;
  bench.build(true);
  bench.set(bench.adapter, "adapter",
            graph::FilePath{std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/pipeline/reference.png"});
  CHECK_THROWS_WITH_AS(bench.run(), doctest::Contains("reference.png"), std::runtime_error);
}

}  // namespace
}  // namespace heddle
