#include <ATen/TensorOperators.h>
#include <ATen/ops/mm.h>
#include <fmt/format.h>

#include <algorithm>

#include "adapters/lora_merge.h"
#include "support/temporary_folder.h"
#include "tiny_model.h"
#include "training/data/scene_pool.h"
#include "training/frozen_model.h"
#include "training/model_files.h"
#include "training/objectives/lora_layers.h"
#include "weights/model_files.h"

#include "support/test.h"

namespace heddle::training {

namespace {

using tensor::NamedTensors;

class LoraBench {
 public:
  LoraBench() { testing::write_tiny_model(folder_ / "model"); }

  [[nodiscard]] std::string recipe(const std::string& layers) const {
    return fmt::format(
        "[train]\nobjective = \"lora\"\nsteps = 6\nlearning_rate = 1e-2\nema = 0.9\nprecision = \"auto\"\n"
        "[data]\nmodel = \"{0}/model\"\ncache = \"{0}/cache\"\nscenes = 8\nsize = 128\nbatch = 4\nstyle = \"neon\"\n"
        "[model]\nrank = 2\nalpha = 3\nlayers = \"{1}\"\n[export]\nfile = \"styles/neon\"\n",
        folder_.path().string(), layers);
  }
  [[nodiscard]] std::filesystem::path operator/(const char* name) const { return folder_ / name; }

 private:
  heddle::testing::TemporaryFolder folder_;
};

std::ptrdiff_t count_with(const std::vector<std::string>& layers, std::string_view piece) {
  return std::ranges::count_if(layers,
                               [&](const std::string& layer) { return layer.find(piece) != std::string::npos; });
}

}  // namespace

TEST_CASE("a LoRA lowers the loss on pictures of another style, and every factor of it learns") {
  const LoraBench bench;
  for (const std::string layers : {"attention", "all"}) {
    CAPTURE(layers);
    const auto objective = testing::prepared(bench.recipe(layers));
    auto weights = objective->initial_weights(generator_for(1, 0, 1));
    REQUIRE(weights.has_value());
    const NamedTensors before = tensor::converted(*weights, at::kCPU, at::kDouble);
    for (const auto& [name, value] : before) {
      CHECK((value.abs().max().item<double>() == 0) == name.ends_with(".up"));  // a new LoRA changes nothing
    }
    const testing::Descent descent = testing::descend(*objective, *weights, 20, 1e-2);
    MESSAGE(layers << ": " << descent.first << " -> " << descent.last);
    CHECK(descent.last < descent.first * 0.97);
    for (const auto& [name, value] : *weights) {
      CAPTURE(name);
      CHECK((value.detach().to(at::kDouble) - before.at(name)).abs().max().item<double>() > 1e-4);
    }
  }
}

TEST_CASE("the layers of a LoRA are those that its recipe names") {
  const LoraBench bench;
  auto files = read_model(bench / "model" / "unet");
  REQUIRE(files.has_value());
  const auto attention = lora_layers(files->weights, LoraLayers::attention);
  const auto transformers = lora_layers(files->weights, LoraLayers::transformers);
  const auto all = lora_layers(files->weights, LoraLayers::all);
  // One block a level: 3 of 4 levels down, the middle, 2 a level up.
  CHECK(attention.size() == 10 * 8);
  CHECK(transformers.size() == 10 * (8 + 4));
  CHECK(count_with(attention, "proj_in") == 0);
  CHECK(count_with(transformers, "ff.net.0.proj") == 10);
  CHECK(count_with(transformers, "resnets") == 0);
  CHECK(count_with(all, "resnets.0.conv1") > 0);
  CHECK(count_with(all, "downsamplers.0.conv") == 3);
  CHECK(count_with(all, "time_emb") == 0);
  CHECK(count_with(all, "conv_in") == 0);
}

TEST_CASE(
    "a stopped LoRA run ends with the bits of one without a break, and what it exports merges to the same weights") {
  const LoraBench bench;
  const std::string file = "styles/neon.safetensors";
  const NamedTensors whole = testing::exported_after(bench.recipe("all"), {6}, file);
  const NamedTensors broken = testing::exported_after(bench.recipe("all"), {2, 3, 6}, file);
  REQUIRE(whole.size() == broken.size());
  for (const auto& [name, value] : whole) CHECK(value.equal(broken.at(name)));

  REQUIRE(write_tensors(bench / "neon.safetensors", whole, {}).has_value());
  const auto lora = weights::open_lora(bench / "neon.safetensors");
  REQUIRE_MESSAGE(lora.has_value(), lora.error().message);
  CHECK(lora->unknown.empty());
  const auto unet = weights::open_unet(bench / "model" / "unet");
  REQUIRE(unet.has_value());
  const auto match = weights::match_lora(*lora, weights::LoraPart::unet, unet->weights);
  REQUIRE(match.has_value());
  CHECK(match->unmatched.empty());

  auto files = read_model(bench / "model" / "unet");
  REQUIRE(files.has_value());
  CHECK(match->patches.size() == lora_layers(files->weights, LoraLayers::all).size());
  std::size_t changed = 0;
  for (const weights::LoraPatch& patch : match->patches) {
    std::string module =
        "lora_unet_" + patch.weight.substr(0, patch.weight.size() - std::string_view(".weight").size());
    const std::string layer = patch.weight.substr(0, patch.weight.size() - std::string_view(".weight").size());
    std::ranges::replace(module, '.', '_');
    CAPTURE(module);
    const NamedTensors factors = {{layer + ".down", whole.at(module + ".lora_down.weight")},
                                  {layer + ".up", whole.at(module + ".lora_up.weight")}};
    const at::Tensor ours = with_lora_layers(files->weights, files->weights, factors, 1.5).at(patch.weight);
    const adapters::LoraTerm term{&patch, 1};
    const auto merged = adapters::merged(files->weights.at(patch.weight), {&term, 1});
    REQUIRE(merged.has_value());
    CHECK((*merged - ours).abs().max().item<double>() < 1e-6);
    if ((ours - files->weights.at(patch.weight)).abs().max().item<double>() > 0) ++changed;
  }
  CHECK(changed == match->patches.size());
}

TEST_CASE("styles change the pictures that are drawn, the caches know it, and the captions stay") {
  const auto source_of = [](const char* style) {
    auto recipe = Recipe::parse(fmt::format("[data]\nstyle = \"{}\"\n", style), "styles.toml");
    REQUIRE(recipe.has_value());
    RecipeSection data = recipe->section("data");
    const SceneSource source = SceneSource::read(data);
    REQUIRE(recipe->finish().has_value());
    return source;
  };
  const ScenePool base(source_of("base")), neon(source_of("neon")), mixed(source_of("mixed"));
  CHECK(base.source().describe() == "1 0");
  CHECK(neon.source().describe() == "1 0 neon");
  CHECK(*base.image(3, 64) != *neon.image(3, 64));
  CHECK(base.scene(3).items.front().object == neon.scene(3).items.front().object);
  std::array<int, 4> met{};
  for (std::int64_t i = 0; i < 600; ++i) ++met[static_cast<std::size_t>(mixed.scene(i).style)];
  CHECK(std::abs(met[0] - 300) < 60);
  for (std::size_t style = 1; style < 4; ++style) CHECK(std::abs(met[style] - 100) < 40);
}

}  // namespace heddle::training
