#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <ATen/ops/allclose.h>
#include <ATen/ops/rand.h>

#include "models/vae/vae.h"
#include "support/temporary_folder.h"
#include "tiny_model.h"
#include "training/model_files.h"

#include "support/test.h"

namespace heddle::training {

namespace {

// The decoder of the tiny model alone, with one more block a level than it has.
std::string vae_recipe(const heddle::testing::TemporaryFolder& folder, int layers = 2) {
  return fmt::format(
      "[train]\nobjective = \"vae\"\nsteps = 4\nlearning_rate = 1e-3\nema = 0.5\nprecision = \"auto\"\n"
      "[data]\nstages = [{{ size = 32, batch = 4, crops_a_scene = 1 }}]\n"
      "[model]\nstart_from = \"{}/model/vae\"\ntrain = \"decoder\"\nblock_out_channels = [4, 4, 8, "
      "8]\nlayers_per_block = {}\n"
      "norm_num_groups = 2\n[loss]\nkl = 0.0\n",
      folder.path().string(), layers);
}

models::Vae bound(const tensor::NamedTensors& weights, int layers) {
  models::VaeConfig config;
  config.block_out_channels = {4, 4, 8, 8};
  config.layers_per_block = layers;
  config.norm_num_groups = 2;
  return models::Vae::bind(weights, config).value();
}

}  // namespace

TEST_CASE("a VAE whose decoder alone is trained keeps its latents to the bit, begins as it was, and learns") {
  const heddle::testing::TemporaryFolder folder;
  testing::write_tiny_model(folder / "model");
  const auto objective = testing::prepared(vae_recipe(folder));
  auto weights = objective->initial_weights(generator_for(1, 0, 1));
  REQUIRE(weights.has_value());
  for (const auto& [name, value] : *weights)
    CHECK((name.starts_with("decoder.") || name.starts_with("post_quant_conv.")));

  const at::NoGradGuard no_grad;
  const at::Tensor image = at::rand({1, 3, 32, 32}, generator_for(7, 0, 0)) * 2 - 1;
  const ModelFiles old_files = read_model(folder / "model/vae").value();
  const models::Vae old = bound(old_files.weights, 1);
  REQUIRE(objective->export_to(*weights, {}, folder / "begun", RunControl::none()).has_value());
  const ModelFiles begun_files = read_model(folder / "begun/vae").value();
  const models::Vae begun = bound(begun_files.weights, 2);
  const at::Tensor latents = old.encode(image).mean;
  CHECK(begun.encode(image).mean.equal(latents));
  CHECK(at::allclose(begun.decode(latents), old.decode(latents), 1e-4, 1e-4));
  CHECK(begun_files.config.at("scaling_factor") == old_files.config.at("scaling_factor"));

  testing::Descent descent;
  {
    const at::AutoGradMode with_grad(true);
    descent = testing::descend(*objective, *weights, 40, 5e-3);
  }
  CHECK(descent.last < descent.first * 0.9);
  REQUIRE(objective->export_to(*weights, {}, folder / "ended", RunControl::none()).has_value());
  const ModelFiles ended_files = read_model(folder / "ended/vae").value();
  const models::Vae ended = bound(ended_files.weights, 2);
  CHECK(ended.encode(image).mean.equal(latents));
  CHECK_FALSE(at::allclose(ended.decode(latents), old.decode(latents), 1e-2, 1e-2));
}

TEST_CASE("a VAE that is smaller than what it starts from is refused, with the name of what has no place") {
  const heddle::testing::TemporaryFolder folder;
  testing::write_tiny_model(folder / "model");
  auto read = Recipe::parse(vae_recipe(folder), "larger").value();
  auto larger = make_objective("vae", read).value();
  REQUIRE(larger->prepare({}, RunControl::none()).has_value());
  REQUIRE(
      larger
          ->export_to(larger->initial_weights(generator_for(1, 0, 1)).value(), {}, folder / "model", RunControl::none())
          .has_value());
  auto smaller = make_objective("vae", Recipe::parse(vae_recipe(folder, 1), "smaller").value()).value();
  const auto refused = smaller->prepare({}, RunControl::none());
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message.find("resnets") != std::string::npos);
}

}  // namespace heddle::training
