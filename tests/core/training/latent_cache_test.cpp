#include <ATen/TensorOperators.h>

#include "support/temporary_folder.h"
#include "training/data/latent_cache.h"
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

LatentCache opened(const LatentCacheSettings& settings, const ImageSource& source) {
  auto cache = LatentCache::open(settings, source, {}, RunControl::none());
  REQUIRE_MESSAGE(cache.has_value(), cache.error().message);
  return std::move(*cache);
}

std::unique_ptr<ImageSource> source_of(const std::string& recipe) {
  auto source = make_image_source(Recipe::parse(recipe, "toy.toml")->section("data"));
  REQUIRE(source->open().has_value());
  return source;
}

LatentCacheSettings settings_in(const testing::TemporaryFolder& folder) {
  return {.folder = folder / "cache",
          .model = {.model = folder / "model", .image_encoder = {}, .vocabulary = {}},
          .size = 64,
          .images = ImageFeatures::none};
}

}  // namespace

TEST_CASE("latents are computed once, read back the same, and made again for another VAE") {
  const testing::TemporaryFolder folder;
  write_tiny_vae(folder / "model", 1);
  const auto source = source_of("[data]\nscenes = 12\n");
  const LatentCacheSettings settings = settings_in(folder);
  const std::int64_t wanted[] = {11, 0, 3};
  const CachedRows first = opened(settings, *source).rows(wanted);
  CHECK(first.mean.sizes() == at::IntArrayRef{3, 4, 8, 8});
  CHECK_FALSE(first.images.defined());
  const auto file = folder / "cache" / "latents-00000.safetensors";
  const auto written = std::filesystem::last_write_time(file);

  const LatentCache again = opened(settings, *source);
  CHECK(again.scaling_factor() == doctest::Approx(0.25));
  CHECK(again.rows(wanted).mean.equal(first.mean));
  CHECK(again.rows(wanted).deviation.equal(first.deviation));
  CHECK(std::filesystem::last_write_time(file) == written);

  write_tiny_vae(folder / "model", 2);
  CHECK_FALSE(opened(settings, *source).rows(wanted).mean.equal(first.mean));
}

TEST_CASE("a user's picture that is replaced is encoded again") {
  const testing::TemporaryFolder folder;
  write_tiny_vae(folder / "model", 1);
  const std::filesystem::path golden = std::filesystem::path(HEDDLE_SOURCE_DIR) / "tests/golden/training/folder";
  std::filesystem::copy(golden, folder / "pictures");
  const auto source = source_of(fmt::format("[data]\npictures = '{}'\n", (folder / "pictures").string()));
  const LatentCacheSettings settings = settings_in(folder);
  const std::int64_t wanted[] = {0, 1, 2};
  const CachedRows first = opened(settings, *source).rows(wanted);
  CHECK(first.mean.sizes() == at::IntArrayRef{3, 4, 8, 8});
  std::filesystem::copy_file(golden / "wide.png", folder / "pictures" / "tall.png",
                             std::filesystem::copy_options::overwrite_existing);
  const CachedRows second = opened(settings, *source).rows(wanted);
  CHECK(second.mean[0].equal(first.mean[0]));
  CHECK(second.mean[1].equal(first.mean[0]));
}

TEST_CASE("a model without a VAE is refused by name") {
  const testing::TemporaryFolder folder;
  write_tiny_vae(folder / "other", 1);
  const auto cache = LatentCache::open(settings_in(folder), *source_of("[data]\n"), {}, RunControl::none());
  REQUIRE_FALSE(cache.has_value());
  CHECK(cache.error().message.find("model") != std::string::npos);
}

}  // namespace heddle::training
