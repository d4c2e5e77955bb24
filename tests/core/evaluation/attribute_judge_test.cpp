#include "evaluation/judges/attribute_judge.h"

#include <ATen/TensorOperators.h>

#include "scenes/held_out.h"
#include "scenes/render.h"
#include "toy_context.h"
#include "training/data/single_scenes.h"
#include "training/objectives/objectives.h"
#include "training/tensor_store.h"
#include "training/trainer.h"

#include "support/test.h"

namespace heddle::evaluation {

namespace {

constexpr const char* kRecipe = R"(
[train]
objective = "attributes"
steps = 150
learning_rate = 5e-3
learning_rate_end = 1e-4
schedule = "cosine"
warmup = 10
seed = 3
workers = 0
log_every = 50
sample_every = 0
[data]
world = "first"
seed = 5
batch = 32
[model]
side = 32
widths = [16, 32, 32]
groups = 8
[export]
unseen_scenes = 200
matrices = "fp8"
)";

}  // namespace

TEST_CASE("a judge learns the settings in a hundred steps, says how well it does, and reads pictures of any size") {
  const testing::TemporaryFolder folder;
  auto recipe = training::Recipe::parse(kRecipe, "judge.toml");
  REQUIRE(recipe.has_value());
  auto trained =
      training::train(*recipe, {.run_folder = folder / "run", .export_folder = folder / "judge"}, RunControl::none());
  REQUIRE_MESSAGE(trained.has_value(), (trained ? "" : trained.error().message));
  auto judge = AttributeJudge::open(folder / "judge" / "attributes", at::kCPU);
  REQUIRE(judge.has_value());
  auto config = training::read_model(folder / "judge" / "attributes")->config;
  const auto stored = training::read_tensors(folder / "judge" / "attributes" / "model.safetensors");
  REQUIRE(stored.has_value());
  CHECK((stored->tensors.at("colour.weight").scalar_type() == at::kFloat8_e4m3fn));
  CHECK((stored->tensors.at("colour.bias").scalar_type() == at::kHalf));
  const double told = config["accuracy"]["setting"];
  CHECK(told > 0.9);
  CHECK(judge->knows(scenes::SceneSet::first));
  CHECK(!judge->knows(scenes::SceneSet::full));
  // Its reported accuracy against a separate count, on larger images of other scenes.
  scenes::SceneOptions options;
  std::vector<image::Image> images;
  std::vector<Attributes> truth;
  for (std::uint64_t i = 0; i < 100; ++i) {
    const scenes::Scene scene = training::single_scene(77, i, options);
    images.push_back(scenes::render(scene, 128).image);
    truth.push_back(attributes_of(scene));
  }
  const std::vector<Attributes> seen = judge->read(images);
  int right = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) right += seen[i].background == truth[i].background ? 1 : 0;
  CHECK(right / 100.0 == doctest::Approx(told).epsilon(0.1));
}

TEST_CASE("the judge is taught the held-out combinations too, and pictures of one thing only") {
  scenes::SceneOptions options;
  options.scene_set = scenes::SceneSet::full;
  options.allow_held_out = true;
  int held_out = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const scenes::Scene scene = training::single_scene(9, i, options);
    CHECK(scene.items.size() == 1);
    held_out += scenes::is_held_out(scene) ? 1 : 0;
  }
  CHECK(held_out > 4);
}

TEST_CASE("a folder without a judge, or with another network, is refused") {
  const testing::TemporaryFolder folder;
  CHECK(AttributeJudge::open(folder.path(), at::kCPU).error().kind == ErrorKind::not_found);
  auto other = AttributeJudge::open(std::string(HEDDLE_SOURCE_DIR) + "/resources/models/bobbin/vae", at::kCPU);
  CHECK(other.error().message.find("another kind of network") != std::string::npos);
}

}  // namespace heddle::evaluation
