#include <ATen/TensorOperators.h>
#include <ATen/ops/zeros.h>
#include <fmt/format.h>

#include "support/temporary_folder.h"
#include "tiny_model.h"
#include "training/data/repaint_scenes.h"
#include "training/trainer.h"
#include "weights/model_files.h"

#include "support/test.h"

namespace heddle::training {

namespace {

using tensor::NamedTensors;

class RepaintBench {
 public:
  RepaintBench() { testing::write_tiny_model(folder_ / "model"); }

  [[nodiscard]] std::string recipe(const std::string& copy) const {
    return fmt::format(
        "[train]\nobjective = \"repaint\"\nsteps = 6\nlearning_rate = 1e-2\nema = 0.9\nprecision = \"auto\"\n"
        "[data]\nmodel = \"{0}/model\"\ncache = \"{0}/cache\"\nscenes = 8\nsize = 64\nbatch = 4\n"
        "[model]\ncopy = \"{1}\"\n[loss]\nmin_snr_gamma = 5\n[export]\nfile = \"unet-inpaint\"\n",
        folder_.path().string(), copy);
  }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

 private:
  heddle::testing::TemporaryFolder folder_;
};

double share_of(const at::Tensor& hole) { return hole.gt(0).to(at::kFloat).mean().item<double>(); }

}  // namespace

TEST_CASE("a repainting UNet begins as the base with new channels of zeros, lowers the loss, and learns them") {
  const RepaintBench bench;
  for (const std::string copy : {"shared", "whole"}) {
    CAPTURE(copy);
    const auto objective = testing::prepared(bench.recipe(copy));
    auto weights = objective->initial_weights(generator_for(1, 0, 1));
    REQUIRE(weights.has_value());
    CHECK(weights->contains("mid_block.resnets.0.conv1.weight") == (copy == "whole"));
    CHECK(weights->at("conv_in.weight").size(1) == 9);
    CHECK(weights->at("conv_in.weight").slice(1, 4).abs().max().item<double>() == 0);
    const NamedTensors before = tensor::converted(*weights, at::kCPU, at::kDouble);
    const testing::Descent descent = testing::descend(*objective, *weights, 20, 1e-2);
    MESSAGE(copy << ": " << descent.first << " -> " << descent.last);
    CHECK(descent.last < descent.first * 0.97);
    CHECK(weights->at("conv_in.weight").slice(1, 4).abs().max().item<double>() > 1e-4);
    for (const char* name : {"down_blocks.0.resnets.0.conv1.weight", "up_blocks.3.resnets.0.conv1.weight"}) {
      CAPTURE(name);
      CHECK((weights->at(name).detach().to(at::kDouble) - before.at(name)).abs().max().item<double>() > 1e-4);
    }
  }
}

TEST_CASE("a stopped repainting run ends with the bits of one without a break") {
  const RepaintBench bench;
  const std::string file = "unet-inpaint/repaint.safetensors";
  const NamedTensors whole = testing::exported_after(bench.recipe("shared"), {6}, file);
  const NamedTensors broken = testing::exported_after(bench.recipe("shared"), {2, 6}, file);
  REQUIRE(whole.size() == broken.size());
  for (const auto& [name, value] : whole) CHECK(value.equal(broken.at(name)));
}

TEST_CASE("a repainting UNet takes the place of the base's in a model, shared or whole") {
  const RepaintBench bench;
  for (const std::string copy : {"shared", "whole"}) {
    CAPTURE(copy);
    auto recipe = Recipe::parse(bench.recipe(copy), "tiny.toml");
    REQUIRE(recipe.has_value());
    const TrainOptions options{.run_folder = bench / ("run " + copy), .export_folder = bench / copy, .stop_after = 1};
    const auto done = train(*recipe, options, RunControl::none());
    REQUIRE_MESSAGE(done.has_value(), done.error().message);
    CHECK(std::filesystem::exists(bench / copy / "unet-inpaint" / "base_unet.safetensors") == (copy == "shared"));
    weights::ModelOptions with;
    with.unet = bench / copy / "unet-inpaint";
    const auto model = weights::open_model(bench / "model", with);
    REQUIRE_MESSAGE(model.has_value(), model.error().message);
    CHECK(model->signature.input == weights::UnetInput::inpaint);
    CHECK(model->unet->check.complete());
    CHECK(model->text_encoder.has_value());
    const auto plain = weights::open_model(bench / "model");
    REQUIRE(plain.has_value());
    CHECK(plain->signature.input == weights::UnetInput::latents);
  }
}

TEST_CASE("holes cover the thing, or a part of the picture, and are the same for the same dice") {
  SceneSource source;
  const RepaintScenes scenes(source, 128);
  for (const HoleKind kind : {HoleKind::box, HoleKind::outline, HoleKind::strokes, HoleKind::side, HoleKind::all}) {
    for (const std::int64_t index : {0, 1, 2, 3}) {
      CAPTURE(index);
      CAPTURE(static_cast<int>(kind));
      scenes::Dice dice(7, static_cast<std::uint64_t>(index)), again(7, static_cast<std::uint64_t>(index));
      const auto repaint = scenes.repaint(index, kind, dice);
      CHECK(repaint.pixels.sizes() == at::IntArrayRef({3, 128, 128}));
      CHECK(repaint.hole.sizes() == at::IntArrayRef({1, 128, 128}));
      CHECK(repaint.hole.eq(0).logical_or(repaint.hole.eq(255)).all().item<bool>());
      CHECK(share_of(repaint.hole) > 0.01);
      CHECK((share_of(repaint.hole) == 1) == (kind == HoleKind::all));
      CHECK(repaint.hole.equal(scenes.repaint(index, kind, again).hole));
    }
  }
  const at::Tensor nothing = at::zeros({128, 128}, at::kByte);
  scenes::Dice dice(3);
  CHECK(share_of(hole_of(HoleKind::box, nothing, dice)) > 0.01);
}

}  // namespace heddle::training
