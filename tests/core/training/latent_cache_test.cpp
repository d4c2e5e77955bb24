#include <ATen/TensorOperators.h>

#include "support/temporary_folder.h"
#include "training/latent_cache.h"
#include "training/model_files.h"

#include "support/test.h"

namespace heddle::training {

namespace {

void write_tiny_vae(const std::filesystem::path& folder, std::uint64_t seed) {
  models::VaeConfig config;
  config.block_out_channels = {4, 4, 8, 8};
  config.layers_per_block = 1;
  config.norm_num_groups = 2;
  config.scaling_factor = 0.25;
  tensor::NamedTensors weights;
  models::Vae::initialise(weights, config, generator_for(seed, 0, 0));
  REQUIRE(write_model(folder / "vae", config.to_json(), weights).has_value());
}

LatentCache opened(const LatentCacheSettings& settings, const ScenePool& pool) {
  auto cache = LatentCache::open(settings, pool, {}, RunControl::none());
  REQUIRE_MESSAGE(cache.has_value(), cache.error().message);
  return std::move(*cache);
}

}  // namespace

TEST_CASE("latents are worked out once, read back the same, and made anew for another VAE") {
  const testing::TemporaryFolder folder;
  write_tiny_vae(folder / "model", 1);
  const ScenePool pool(SceneSource{});
  const LatentCacheSettings settings{
      .folder = folder / "cache", .model = folder / "model", .scenes = 12, .size = 64, .images = ImageFeatures::none};
  const std::int64_t wanted[] = {11, 0, 3};
  const CachedRows first = opened(settings, pool).rows(wanted);
  CHECK(first.mean.sizes() == at::IntArrayRef{3, 4, 8, 8});
  CHECK_FALSE(first.images.defined());
  const auto file = folder / "cache" / "latents-00000.safetensors";
  const auto written = std::filesystem::last_write_time(file);

  const LatentCache again = opened(settings, pool);
  CHECK(again.scaling_factor() == doctest::Approx(0.25));
  CHECK(again.rows(wanted).mean.equal(first.mean));
  CHECK(again.rows(wanted).deviation.equal(first.deviation));
  CHECK(std::filesystem::last_write_time(file) == written);

  write_tiny_vae(folder / "model", 2);
  CHECK_FALSE(opened(settings, pool).rows(wanted).mean.equal(first.mean));
}

}  // namespace heddle::training
