// Previews through a tiny VAE: a model's own, or TAESD where tools keep it.
#include <algorithm>
#include <fstream>

#include "models/tiny_vae/tiny_vae.h"
#include "nodes/sampling/sampler_ports.h"
#include "pipeline/denoised_history.h"
#include "pipeline/image_tensors.h"
#include "pipeline/load/tiny_vae_files.h"
#include "pipeline/preview.h"
#include "pipeline_bench.h"
#include "support/golden.h"
#include "support/temporary_folder.h"
#include "training/model_files.h"

#include "support/test.h"

namespace heddle {
namespace {

namespace fs = std::filesystem;
using testing::PipelineBench;

void touch(const fs::path& file) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << "x";
}

weights::Signature signature(weights::Family family, std::int64_t context) {
  weights::Signature found;
  found.family = family;
  found.cross_attention_dim = context;
  return found;
}

}  // namespace

TEST_CASE("previews are the tiny VAE's pictures of the latents where the model's folder has one") {
  const testing::TemporaryFolder folder;
  fs::copy(fs::path(HEDDLE_SOURCE_DIR) / "tests/golden/pipeline/model", folder / "model", fs::copy_options::recursive);
  const testing::Golden golden = testing::read_selftest("vae_tiny.safetensors");
  const models::TinyVaeConfig config = models::TinyVaeConfig::from_json(golden.config).value();
  REQUIRE(training::write_model(folder / "model" / "vae_tiny", config.to_json(), golden.weights()).has_value());

  PipelineBench bench;
  bench.build(false);
  bench.set(bench.model, "model", graph::FilePath{(folder / "model").string()});
  bench.set(bench.sampler, "steps", std::int64_t{2});
  bench.preview_interval = std::chrono::hours(1);
  bench.run();
  REQUIRE(bench.previews.size() == 1);
  const auto* kept = dynamic_cast<const nodes::HistoryPreviews*>(bench.sampled.steps().get());
  REQUIRE(kept != nullptr);
  const auto tiny = models::TinyVae::bind(golden.weights(), config);
  REQUIRE(tiny.has_value());
  const image::Image expected = pipeline::to_images(tiny->decode(kept->history().all().front())).front();
  CHECK(bench.previews.front().width() == 64);
  REQUIRE(bench.previews.front().pixels().size() == expected.pixels().size());
  int worst = 0;
  for (std::size_t i = 0; i < expected.pixels().size(); ++i) {
    worst = std::max(worst, std::abs(int{bench.previews.front().pixels()[i]} - int{expected.pixels()[i]}));
  }
  CHECK(worst <= 1);
  CHECK(*std::ranges::max_element(expected.pixels()) >
        *std::ranges::min_element(expected.pixels()));  // a picture at all
}

TEST_CASE("a tiny VAE that is broken costs the model its previews' sharpness, not the run") {
  const testing::TemporaryFolder folder;
  fs::copy(fs::path(HEDDLE_SOURCE_DIR) / "tests/golden/pipeline/model", folder / "model", fs::copy_options::recursive);
  touch(folder / "model" / "vae_tiny" / "diffusion_pytorch_model.safetensors");
  PipelineBench bench;
  bench.build(false);
  bench.set(bench.model, "model", graph::FilePath{(folder / "model").string()});
  bench.preview_interval = std::chrono::hours(1);
  bench.run();
  CHECK(bench.previews.size() == 1);
  REQUIRE(bench.notes.size() == 1);
  CHECK(bench.notes.front().starts_with("previews do without the model's tiny VAE: "));
}

TEST_CASE(
    "TAESD is found where ComfyUI, A1111 and people keep it, the nearest first, for Stable Diffusion's latents alone") {
  const testing::TemporaryFolder folder;
  const fs::path model = folder / "models" / "Stable-diffusion" / "some.safetensors";
  touch(model);
  CHECK_FALSE(pipeline::find_tiny_vae(model, {}).has_value());
  touch(folder / "elsewhere" / "vae_approx" / "taesd_decoder.safetensors");
  CHECK(pipeline::find_tiny_vae(model, {folder / "elsewhere"}) ==
        folder / "elsewhere" / "vae_approx" / "taesd_decoder.safetensors");
  touch(folder / "models" / "VAE-taesd" / "taesd_decoder.pth");
  CHECK(pipeline::find_tiny_vae(model, {folder / "elsewhere"}) ==
        folder / "models" / "VAE-taesd" / "taesd_decoder.pth");
  touch(folder / "models" / "Stable-diffusion" / "taesd" / "config.json");
  CHECK(pipeline::find_tiny_vae(model, {}) == folder / "models" / "Stable-diffusion" / "taesd");

  CHECK(pipeline::has_published_latents(signature(weights::Family::sd1, 768)));
  CHECK(pipeline::has_published_latents(signature(weights::Family::sd2, 1024)));
  CHECK_FALSE(pipeline::has_published_latents(signature(weights::Family::sd1, 192)));
  CHECK_FALSE(pipeline::has_published_latents(signature(weights::Family::sdxl, 2048)));
}

}  // namespace heddle
