#include <ATen/TensorOperators.h>
#include <fmt/format.h>

#include "models/tiny_vae/tiny_vae.h"
#include "support/temporary_folder.h"
#include "tiny_model.h"
#include "training/model_files.h"

#include "support/test.h"

namespace heddle::training {

namespace {

std::string tiny_decoder_recipe(const heddle::testing::TemporaryFolder& folder) {
  return fmt::format(
      "[train]\nobjective = \"tiny_decoder\"\nsteps = 6\nlearning_rate = 1e-3\nema = 0.9\nprecision = \"auto\"\n"
      "[data]\nmodel = \"{0}/model\"\ncache = \"{0}/cache\"\nscenes = 8\nsize = 64\nbatch = 4\n"
      "[model]\nwidth = 8\nblocks = [1, 1, 1, 0]\n",
      folder.path().string());
}

}  // namespace

TEST_CASE("the tiny decoder comes nearer to the VAE's pictures, and every weight of it learns") {
  const heddle::testing::TemporaryFolder folder;
  testing::write_tiny_model(folder / "model");
  const auto objective = testing::prepared(tiny_decoder_recipe(folder));
  auto weights = objective->initial_weights(generator_for(1, 0, 1));
  REQUIRE(weights.has_value());
  const tensor::NamedTensors before = tensor::converted(*weights, at::kCPU, at::kDouble);
  const testing::Descent descent = testing::descend(*objective, *weights, 80, 5e-3);
  MESSAGE(descent.first << " -> " << descent.last);
  CHECK(descent.last < descent.first * 0.8);  // 0.60 of it, in bf16 and in fp32
  for (const auto& [name, value] : *weights) {
    CAPTURE(name);
    CHECK((value.detach().to(at::kDouble) - before.at(name)).abs().max().item<double>() > 1e-4);
  }
}

TEST_CASE("a stopped run of the tiny decoder ends with the bits of one without a break, and its folder is read back") {
  const heddle::testing::TemporaryFolder folder;
  testing::write_tiny_model(folder / "model");
  const std::string file = "vae_tiny/diffusion_pytorch_model.safetensors";
  const tensor::NamedTensors whole = testing::exported_after(tiny_decoder_recipe(folder), {6}, file);
  const tensor::NamedTensors broken = testing::exported_after(tiny_decoder_recipe(folder), {1, 4, 6}, file);
  for (const auto& [name, value] : whole) CHECK(value.equal(broken.at(name)));
  models::TinyVaeConfig config;
  config.width = 8;
  config.blocks = {1, 1, 1, 0};
  const auto read = models::TinyVaeConfig::from_json(config.to_json()).value();
  CHECK(read.width == 8);
  CHECK(read.blocks == config.blocks);
  CHECK(models::TinyVae::bind(whole, read).has_value());
}

TEST_CASE("half of the latents are paled and roughened, the same for a step each time") {
  const heddle::testing::TemporaryFolder folder;
  testing::write_tiny_model(folder / "model");
  const auto objective = testing::prepared(tiny_decoder_recipe(folder));
  const at::Tensor first = objective->draw_batch(0).at("latents");
  CHECK(first.equal(objective->draw_batch(0).at("latents")));
  int whole = 0, touched = 0;  // scenes come again every other step: an item that is left alone is the same then
  for (std::int64_t step = 0; step < 20; ++step) {
    const at::Tensor one = objective->draw_batch(step).at("latents");
    for (std::int64_t i = 0; i < 4; ++i) {
      bool met = false;
      for (std::int64_t other = 0; other < 20 && !met; ++other) {
        if (other == step) continue;
        const at::Tensor two = objective->draw_batch(other).at("latents");
        for (std::int64_t j = 0; j < 4; ++j) met = met || one.select(0, i).equal(two.select(0, j));
      }
      ++(met ? whole : touched);
    }
  }
  CHECK(whole > 20);
  CHECK(touched > 20);
}

}  // namespace heddle::training
