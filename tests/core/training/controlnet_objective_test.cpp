#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <fmt/format.h>

#include "support/temporary_folder.h"
#include "tiny_model.h"
#include "training/data/scene_maps.h"
#include "training/model_files.h"
#include "training/trainer.h"
#include "weights/control_files.h"

#include "support/test.h"

namespace heddle::training {

namespace {

using tensor::NamedTensors;

class ControlBench {
 public:
  ControlBench() { testing::write_tiny_model(folder_ / "model"); }

  [[nodiscard]] std::string recipe(const std::string& copy, const std::string& map) const {
    return fmt::format(
        "[train]\nobjective = \"controlnet\"\nsteps = 6\nlearning_rate = 1e-2\nema = 0.9\nprecision = \"auto\"\n"
        "[data]\nmodel = \"{0}/model\"\ncache = \"{0}/cache {2}\"\nscenes = 8\nsize = 64\nbatch = 4\nmap = \"{2}\"\n"
        "{3}[model]\ncopy = \"{1}\"\nhint_widths = [4, 4, 4, 4]\n[loss]\nmin_snr_gamma = 5\n"
        "[export]\nfile = \"controlnet-{2}\"\n",
        folder_.path().string(), copy, map, map == "pose" ? "subject = \"figure\"\n" : "");
  }
  [[nodiscard]] std::filesystem::path operator/(const char* name) const { return folder_ / name; }

 private:
  heddle::testing::TemporaryFolder folder_;
};

double share_lit(const at::Tensor& map) { return map.gt(0).to(at::kFloat).mean().item<double>(); }

}  // namespace

TEST_CASE("a ControlNet begins at nothing, lowers the loss, and what is its own learns") {
  const ControlBench bench;
  for (const std::string copy : {"shared", "whole"}) {
    CAPTURE(copy);
    const auto objective = testing::prepared(bench.recipe(copy, "canny"));
    auto weights = objective->initial_weights(generator_for(1, 0, 1));
    REQUIRE(weights.has_value());
    CHECK(weights->contains("mid_block.resnets.0.conv1.weight") == (copy == "whole"));
    CHECK(weights->at("controlnet_mid_block.weight").abs().max().item<double>() == 0);
    const NamedTensors before = tensor::converted(*weights, at::kCPU, at::kDouble);
    const testing::Descent descent = testing::descend(*objective, *weights, 20, 1e-2);
    MESSAGE(copy << ": " << descent.first << " -> " << descent.last);
    CHECK(descent.last < descent.first * 0.97);
    for (const char* name : {"controlnet_mid_block.weight", "controlnet_down_blocks.0.weight", "conv_in.weight",
                             "controlnet_cond_embedding.conv_in.weight", "down_blocks.0.resnets.0.conv1.weight"}) {
      CAPTURE(name);
      CHECK((weights->at(name).detach().to(at::kDouble) - before.at(name)).abs().max().item<double>() > 1e-4);
    }
  }
}

TEST_CASE("a stopped ControlNet run ends with the bits of one without a break") {
  const ControlBench bench;
  const std::string file = "controlnet-depth/controlnet.safetensors";
  const NamedTensors whole = testing::exported_after(bench.recipe("shared", "depth"), {6}, file);
  const NamedTensors broken = testing::exported_after(bench.recipe("shared", "depth"), {2, 6}, file);
  REQUIRE(whole.size() == broken.size());
  for (const auto& [name, value] : whole) CHECK(value.equal(broken.at(name)));
}

TEST_CASE("a ControlNet that shares its encoder is a folder that opens as any other") {
  const ControlBench bench;
  for (const std::string copy : {"shared", "whole"}) {
    CAPTURE(copy);
    auto recipe = Recipe::parse(bench.recipe(copy, "canny"), "tiny.toml");
    REQUIRE(recipe.has_value());
    const TrainOptions options{
        .run_folder = bench / ("run " + copy).c_str(), .export_folder = bench / copy.c_str(), .stop_after = 1};
    const auto done = train(*recipe, options, RunControl::none());
    REQUIRE_MESSAGE(done.has_value(), done.error().message);
    const auto part = weights::open_control(bench / copy.c_str() / "controlnet-canny");
    REQUIRE_MESSAGE(part.has_value(), part.error().message);
    CHECK(part->check.complete());
    CHECK(std::filesystem::exists(bench / copy.c_str() / "controlnet-canny" / "base_unet.safetensors") ==
          (copy == "shared"));
  }
}

TEST_CASE("fp8 halves matrices, and leaves vectors and what is too small for it as fp16") {
  const NamedTensors weights = {{"matrix", at::arange(64, at::kFloat).view({8, 8}) / 32 + 0.5},
                                {"small", at::arange(64, at::kFloat).view({8, 8}) / 65536},
                                {"vector", at::arange(8, at::kFloat)}};
  const NamedTensors stored = stored_as(weights, StoredAs::fp8);
  CHECK((stored.at("matrix").scalar_type() == at::kFloat8_e4m3fn));
  CHECK((stored.at("small").scalar_type() == at::kHalf));
  CHECK((stored.at("vector").scalar_type() == at::kHalf));
  const heddle::testing::TemporaryFolder folder;
  REQUIRE(write_model(folder / "part", {{"a", 1}}, weights, kDiffusersWeights, StoredAs::fp8).has_value());
  const auto read = read_model(folder / "part");
  REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error().message));
  CHECK((read->weights.at("matrix") - weights.at("matrix")).abs().max().item<double>() <=
        0.125);  // half a step between 2 and 4
  for (const auto& [name, value] : stored_as(weights, StoredAs::fp16)) CHECK((value.scalar_type() == at::kHalf));
}

TEST_CASE("maps are of the scene that has their number, exact and every other one the annotator's") {
  SceneSource source;
  const SceneMaps edges(source, MapKind::canny, 128), depth(source, MapKind::depth, 128);
  for (const std::int64_t index : {0, 1, 2, 3}) {
    CAPTURE(index);
    CHECK(share_lit(edges.map(index)) > 0.002);
    CHECK(share_lit(edges.map(index)) < 0.25);
    CHECK(edges.map(index).gt(0).eq(edges.map(index).eq(255)).all().item<bool>());
    CHECK(edges.map(index).equal(SceneMaps(source, MapKind::canny, 128).map(index)));
    CHECK(depth.map(index).max().item<int>() > 150);
  }
  CHECK(hint_of(edges.maps({0, 1})).sizes() == at::IntArrayRef({2, 3, 128, 128}));
#ifndef HEDDLE_WITHOUT_OPENCV
  source.has_figure = true;
  const SceneMaps poses(source, MapKind::pose, 128);
  CHECK(poses.pool().scene(5).items.front().object == scenes::Object::figure);
  CHECK(poses.pool().source().describe() == "1 0 figure");
  CHECK(poses.map(5).size(0) == 3);
  CHECK(share_lit(poses.map(5)) > 0.01);
#endif
}

}  // namespace heddle::training
