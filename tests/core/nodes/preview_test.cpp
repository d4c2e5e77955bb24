// Previews of the real sampler, with a clock that advances by one at each call: a step and a preview cost the same.
#include <ATen/ops/equal.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "pipeline_bench.h"
#include "support/temporary_folder.h"
#include "support/test.h"

namespace heddle {
namespace {

namespace fs = std::filesystem;
using testing::PipelineBench;

constexpr int kStepsPreviewed = 10, kImageWidth = 64;  // of the bench's graph, in pixels

void count_looks(PipelineBench& bench) {
  bench.services->clock = [now = std::chrono::steady_clock::time_point()]() mutable {
    return now += std::chrono::seconds(1);
  };
  bench.preview_interval = std::chrono::milliseconds(1);
}

TEST_CASE("a run of ten steps decodes through the whole VAE for one preview alone where that costs as much as a step") {
  PipelineBench unseen, seen;
  for (PipelineBench* bench : {&unseen, &seen}) bench->build(true);
  count_looks(seen);
  unseen.run();
  seen.run();
  CHECK(seen.network_steps == kStepsPreviewed);
  CHECK(seen.previews.size() == 1);  // the bench's model has neither a tiny VAE nor a map
  CHECK(at::equal(seen.latents(), unseen.latents()));
}

TEST_CASE("a value that arrives in flight is shown at the first step that has it") {
  PipelineBench bench;
  bench.build(true);
  count_looks(bench);
  std::vector<std::size_t> shown;  // previews there were after each step
  bench.on_step = [&](std::size_t step, engine::LiveValues& live) {
    shown.push_back(bench.previews.size());
    if (step == 4) live.set(bench.prompt, "scale", graph::Lane::scalar(0.9));
    if (step == 7) live.set(bench.sampler, "guidance", graph::Lane::scalar(2.0));
  };
  bench.run();
  CHECK(shown == std::vector<std::size_t>{1, 1, 1, 1, 2, 2, 2, 3, 3, 3});
}

TEST_CASE("a run whose change touches its last step alone makes no preview: the picture follows at once") {
  PipelineBench bench;
  bench.build(false);
  bench.run();
  graph::Lane last;
  last.values = {std::vector<double>(kStepsPreviewed, 7.5)};
  last.values[0].back() = 3;
  count_looks(bench);
  bench.set(bench.sampler, "guidance", last);
  bench.run();
  CHECK(bench.network_steps == 1);
  CHECK(bench.previews.empty());
}

TEST_CASE("a model whose VAE knows a map to RGB is previewed by it, at the picture's size, and never through the VAE") {
  const testing::TemporaryFolder folder;
  fs::copy(fs::path(HEDDLE_SOURCE_DIR) / "tests/golden/pipeline/model", folder / "model", fs::copy_options::recursive);
  const fs::path file = folder / "model" / "vae" / "config.json";
  Json config = Json::parse(std::ifstream(file));
  config["_latent_rgb_factors"] = {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}};
  config["_latent_rgb_bias"] = {1, 0, -1};
  std::ofstream(file) << config;

  PipelineBench bench;
  bench.build(false);
  bench.set(bench.model, "model", graph::FilePath{(folder / "model").string()});
  count_looks(bench);
  bench.run();
  REQUIRE(bench.previews.size() == 1);
  const image::Image& preview = bench.previews.front();
  REQUIRE(preview.width() == kImageWidth);
  const std::array<std::uint8_t, 3> bias = {255, 128, 0};  // what every pixel is, by this map alone
  for (std::size_t i = 0; i < preview.pixels().size(); ++i) REQUIRE(preview.pixels()[i] == bias[i % 3]);
}

}  // namespace
}  // namespace heddle
