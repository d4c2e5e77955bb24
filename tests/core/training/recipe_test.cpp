#include "training/recipe.h"
#include "training/objective.h"
#include "training/trainer.h"

#include "support/test.h"

namespace heddle::training {

namespace {

Recipe parsed(std::string text) {
  auto recipe = Recipe::parse(std::move(text), "folder/toy.toml");
  REQUIRE(recipe.has_value());
  return *recipe;
}

std::string problem_of(const Recipe& recipe) {
  const auto finished = recipe.finish();
  return finished ? std::string() : finished.error().message;
}

}  // namespace

TEST_CASE("a recipe gives what it says and fallbacks for the rest") {
  const Recipe recipe = parsed("[train]\nsteps = 20\nrate = 1e-3\nloud = true\nname = 'x'\nsizes = [1, 2]\n");
  RecipeSection train = recipe.section("train");
  CHECK(recipe.name() == "toy");
  CHECK(train.integer("steps", 1) == 20);
  CHECK(train.real("rate", 1.0) == doctest::Approx(1e-3));
  CHECK(train.flag("loud", false));
  CHECK(train.text("name", "") == "x");
  CHECK(train.integers("sizes", {}) == std::vector<std::int64_t>{1, 2});
  CHECK(train.integer("absent", 7) == 7);
  CHECK(problem_of(recipe).empty());
}

TEST_CASE("an unknown setting is refused with its line") {
  const Recipe recipe = parsed("[train]\nsteps = 20\nlerning_rate = 1e-3\n");
  recipe.section("train").integer("steps", 1);
  CHECK(problem_of(recipe) ==
        "[recipe.read] 'folder/toy.toml' line 3: 'train.lerning_rate' is not a setting that is known here");
}

TEST_CASE("an unknown section and an unknown setting in a list of tables are refused") {
  const Recipe section = parsed("[tain]\nsteps = 20\n");
  CHECK(problem_of(section).find("line 2: 'tain.steps'") != std::string::npos);
  const Recipe row = parsed("[data]\nstages = [\n  { until = 3, cropp = 4 },\n]\n");
  for (RecipeSection& stage : row.section("data").tables("stages")) CHECK(stage.integer("until", 0) == 3);
  CHECK(problem_of(row).find("line 3: 'data.stages[0].cropp'") != std::string::npos);
}

TEST_CASE("values of another type or out of range are refused, and the fallback is taken") {
  const Recipe recipe = parsed("[train]\nsteps = 2.5\nrate = -1\nmode = 'fast'\nsizes = [0]\n");
  RecipeSection train = recipe.section("train");
  CHECK(train.integer("steps", 9) == 9);
  CHECK(train.real("rate", 0.5, {0, 1}) == 0.5);
  CHECK(train.choice("mode", "slow", {"slow", "steady"}) == "slow");
  CHECK(train.integers("sizes", {4}) == std::vector<std::int64_t>{4});
  CHECK(problem_of(recipe) ==
        "[recipe.read] 'folder/toy.toml' line 2: 'train.steps' must be a whole number (3 more like it)");
}

TEST_CASE("what is not TOML is refused with its line, and a missing file by its name") {
  const auto broken = Recipe::parse("[train]\nsteps = \n", "broken.toml");
  REQUIRE_FALSE(broken.has_value());
  CHECK(broken.error().message.starts_with("[recipe.read] 'broken.toml' line 2: "));
  const auto missing = Recipe::read("/nowhere/recipe.toml");
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().kind == ErrorKind::not_found);
}

TEST_CASE("a line of the recipe is changed as the recipe would say it") {
  auto recipe = Recipe::parse("[train]\ndevice = \"cpu\"\n[data]\nbatch = 16\n", "r.toml");
  REQUIRE(recipe.has_value());
  for (const char* change : {"train.device=cuda", "data.batch = 256", "loss.drop_text=0.5", "model.widths=[1, 2]"}) {
    recipe = recipe->with(change);
    REQUIRE(recipe.has_value());
  }
  CHECK(recipe->section("train").choice("device", "cpu", {"cpu", "cuda"}) == "cuda");
  CHECK(recipe->section("data").integer("batch", 1) == 256);
  CHECK(recipe->section("loss").real("drop_text", 0) == doctest::Approx(0.5));
  CHECK(recipe->section("model").integers("widths", {}) == std::vector<std::int64_t>{1, 2});
  for (const char* wrong : {"device=cuda", "train.device", "=1", "a.b.c=1", "train.device=\n[x]\ny=1"}) {
    CAPTURE(wrong);
    const auto refused = recipe->with(wrong);
    REQUIRE(!refused.has_value());
    CHECK(refused.error().message.find("section.key=value") != std::string::npos);
  }
}

TEST_CASE("precision = auto takes bf16 where it is multiplied in hardware, and bf16 elsewhere is fp32 with a note") {
  tensor::Processor without, with;
  with.avx512_bf16 = true;
  const auto settings = [](const std::string& lines, const tensor::Processor& processor) {
    const auto recipe = Recipe::parse("[train]\nobjective = \"vae\"\n" + lines, "precision");
    REQUIRE(recipe.has_value());
    return TrainSettings::read(recipe->section("train"), processor);
  };
  const std::string automatic = "precision = \"auto\"\n", explicit_bf16 = "precision = \"bf16\"\n";
  CHECK((settings(automatic, with).dtype == at::kBFloat16));
  CHECK((settings(automatic, without).dtype == at::kFloat));
  CHECK(settings(automatic, without).note.empty());
  CHECK((settings(automatic + "device = \"cuda\"\n", without).dtype == at::kBFloat16));
  CHECK((settings(explicit_bf16, with).dtype == at::kBFloat16));
  CHECK((settings(explicit_bf16, without).dtype == at::kFloat));
  CHECK(settings(explicit_bf16, without).note == "this processor does not multiply bf16; training computes in fp32");
  CHECK((settings("precision = \"fp32\"\n", with).dtype == at::kFloat));
  CHECK((settings("", with).dtype == at::kFloat));
  CHECK(settings("precision = \"fp32\"\n", with).arithmetic_words().starts_with("fp32 "));
}

TEST_CASE("every recipe of training that comes with the program is understood, to the last key") {
  std::size_t met = 0;
  const std::string recipes = std::string(HEDDLE_SOURCE_DIR) + "/resources/recipes";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(recipes)) {
    if (entry.path().extension() != ".toml" || entry.path().stem().string().starts_with("evaluate_")) continue;
    CAPTURE(entry.path().filename().string());
    auto recipe = Recipe::read(entry.path());
    REQUIRE(recipe.has_value());
    CHECK(recipe->source().find("\nprecision = \"auto\"\n") != std::string::npos);
    const TrainSettings settings = TrainSettings::read(recipe->section("train"));
    const auto objective = make_objective(settings.objective, *recipe);
    CHECK_MESSAGE(objective.has_value(), objective.error().message);
    const auto fine = recipe->finish();
    CHECK_MESSAGE(fine.has_value(), fine.error().message);
    ++met;
  }
  CHECK(met > 5);
}

}  // namespace heddle::training
