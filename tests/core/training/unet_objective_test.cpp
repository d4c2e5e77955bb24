#include <ATen/TensorOperators.h>
#include <fmt/format.h>

#include "support/temporary_folder.h"
#include "tiny_model.h"
#include "training/model_files.h"

#include "support/test.h"

namespace heddle::training {

namespace {

std::string unet_recipe(const heddle::testing::TemporaryFolder& folder, bool trains_text) {
  return fmt::format(
      "[train]\nobjective = \"unet\"\nsteps = 4\nlearning_rate = 1e-3\nema = 0.5\nprecision = \"auto\"\n"
      "[data]\nmodel = \"{0}/model\"\ncache = \"{0}/cache\"\nscenes = 8\nsize = 64\nbatch = 4\n"
      "[model]\nblock_out_channels = [16, 16, 16]\nattention = [0, 1, 1]\nheads = [1, 2, 2]\nlayers_per_block = 1\n"
      "norm_num_groups = 4\ntrain_text = {1}\n[loss]\ndrop_text = 0.0\n",
      folder.path().string(), trains_text);
}

}  // namespace

TEST_CASE(
    "a UNet trained with its text encoder changes both and exports both; without it, the text encoder is left alone") {
  const heddle::testing::TemporaryFolder folder;
  testing::write_tiny_model(folder / "model");
  for (const bool trains_text : {true, false}) {
    CAPTURE(trains_text);
    const auto objective = testing::prepared(unet_recipe(folder, trains_text));
    auto weights = objective->initial_weights(generator_for(1, 0, 1));
    REQUIRE(weights.has_value());
    CHECK(weights->contains("text.text_model.final_layer_norm.weight") == trains_text);
    const testing::Descent descent = testing::descend(*objective, *weights, 20, 3e-3);
    CHECK(descent.last < descent.first);
    const auto out = folder / (trains_text ? "both" : "one");
    REQUIRE(objective->export_to(*weights, {}, out, RunControl::none()).has_value());
    CHECK(read_model(out / "unet").value().weights.size() > 100);
    const auto text = read_model(out / "text_encoder");
    REQUIRE(text.has_value() == trains_text);
    if (!trains_text) continue;
    const ModelFiles before = read_model(folder / "model/text_encoder").value();
    REQUIRE(text->weights.size() == before.weights.size());
    for (const auto& [name, value] : text->weights) {
      CAPTURE(name);
      if (name.find("layers.0") == std::string::npos || name.find("bias") != std::string::npos) continue;
      CHECK((value - before.weights.at(name)).abs().max().item<double>() > 1e-3);
    }
  }
}

TEST_CASE("a run with the text encoder that was stopped ends with the bits of one without a break") {
  const heddle::testing::TemporaryFolder folder;
  testing::write_tiny_model(folder / "model");
  const std::string file = "text_encoder/model.safetensors";
  const tensor::NamedTensors whole = testing::exported_after(unet_recipe(folder, true), {4}, file);
  const tensor::NamedTensors broken = testing::exported_after(unet_recipe(folder, true), {1, 3, 4}, file);
  for (const auto& [name, value] : whole) CHECK(value.equal(broken.at(name)));
}

}  // namespace heddle::training
