// The three kinds of image prompt adapters, trained on a model small enough to do so in a test.
#include <ATen/TensorOperators.h>
#include <fmt/format.h>

#include "adapters/ip_adapter.h"
#include "support/temporary_folder.h"
#include "tiny_model.h"
#include "weights/adapter_files.h"

#include "support/test.h"

namespace heddle::training {

namespace {

using tensor::NamedTensors;

class Bench {
 public:
  Bench() { testing::write_tiny_model(folder_ / "model"); }

  [[nodiscard]] std::string recipe(std::string_view kind, std::string_view model_lines = "") const {
    return fmt::format(
        "[train]\nobjective = \"ip_adapter\"\nsteps = 6\nlearning_rate = 1e-3\nema = 0.9\nprecision = \"auto\"\nseed = "
        "5\n"
        "[data]\nmodel = \"{0}\"\ncache = \"{1}/{2}\"\nscenes = 8\nsize = 64\nbatch = 4\n"
        "[model]\nkind = \"{2}\"\n{3}\n[loss]\ndrop_text = 0.3\n",
        (folder_ / "model").string(), folder_.path().string(), kind, model_lines);
  }
  [[nodiscard]] std::filesystem::path file(const char* name) const { return folder_ / name; }

 private:
  heddle::testing::TemporaryFolder folder_;
};

struct Kind {
  std::string name;
  const char* model_lines;
  const char* file;
  weights::AdapterKind kind;
  std::int64_t tokens;
  // Of the loss that may be left after forty steps; 0.84, 0.85 and 0.998 are. Three tokens among the text's 77 can do
  // little.
  double share;
};

const Kind kKinds[] = {
    {"base", "tokens = 3", "ip-adapter_bobbin.safetensors", weights::AdapterKind::base, 3, 0.93},
    {"plus", "width = 16\nheads = 1\ntokens = 5", "ip-adapter-plus_bobbin.safetensors", weights::AdapterKind::plus, 5,
     0.93},
    {"simple", "tokens = 3", "simple-adapter_bobbin.safetensors", weights::AdapterKind::simple, 3, 0.9994}};

}  // namespace

TEST_CASE("every kind of adapter lowers the loss of the frozen UNet, and every weight of it learns") {
  const Bench bench;
  for (const Kind& kind : kKinds) {
    CAPTURE(kind.name);
    const auto objective = testing::prepared(bench.recipe(kind.name, kind.model_lines));
    auto weights = objective->initial_weights(generator_for(1, 0, 1));
    REQUIRE(weights.has_value());
    const NamedTensors before = tensor::converted(*weights, at::kCPU, at::kDouble);
    const testing::Descent descent = testing::descend(*objective, *weights, 40, 3e-3);
    MESSAGE(kind.name << ": " << descent.first << " -> " << descent.last);
    CHECK(descent.last < descent.first * kind.share);
    for (const auto& [name, value] : *weights) {
      CAPTURE(name);
      CHECK((value.detach().to(at::kDouble) - before.at(name)).abs().max().item<double>() > 1e-4);
    }
  }
}

TEST_CASE("a stopped adapter run ends with the bits of one without a break, in a file that is read as its kind") {
  const Bench bench;
  for (const Kind& kind : kKinds) {
    CAPTURE(kind.name);
    const std::string recipe = bench.recipe(kind.name, kind.model_lines);
    const NamedTensors whole = testing::exported_after(recipe, {6}, kind.file);
    const NamedTensors broken = testing::exported_after(recipe, {2, 3, 6}, kind.file);
    REQUIRE(whole.size() == broken.size());
    for (const auto& [name, value] : whole) CHECK(value.equal(broken.at(name)));
    const auto file = bench.file(kind.file);
    REQUIRE(write_tensors(file, whole, {}).has_value());
    const auto opened = weights::open_adapter(file);
    REQUIRE_MESSAGE(opened.has_value(), opened.error().message);
    CHECK(opened->shape.kind == kind.kind);
    CHECK(opened->shape.tokens == kind.tokens);
    CHECK(adapters::IpAdapter::bind(whole).has_value());
  }
}

TEST_CASE("a picture left out is zeros to the base adapter, and what the encoder says of nothing to the plus adapter") {
  const Bench bench;
  for (const Kind& kind : kKinds) {
    CAPTURE(kind.name);
    std::string recipe = bench.recipe(kind.name, kind.model_lines) + "drop_image = 1.0\n";
    const at::Tensor left_out = testing::prepared(recipe)->draw_batch(0).at("images");
    CHECK(left_out.select(0, 0).equal(left_out.select(0, 3)));
    CHECK((left_out.abs().max().item<double>() > 0) == (kind.kind == weights::AdapterKind::plus));
    recipe = bench.recipe(kind.name, kind.model_lines) + "drop_image = 0.0\ndrop_both = 0.0\n";
    const at::Tensor seen = testing::prepared(recipe)->draw_batch(0).at("images");
    CHECK(seen.sizes() == left_out.sizes());
    CHECK_FALSE(seen.select(0, 0).equal(left_out.select(0, 0)));
    CHECK_FALSE(seen.select(0, 0).equal(seen.select(0, 3)));
  }
}

TEST_CASE("a new resampler has the sizes that were asked for and tokens of unit spread") {
  NamedTensors weights;
  adapters::ImageProjection::initialise_plus(
      weights, {.in = 12, .out = 20, .width = 24, .attention_width = 128, .feed_forward = 96, .depth = 4, .tokens = 7},
      generator_for(1, 0, 0));
  const auto projection = adapters::ImageProjection::bind(weights);
  REQUIRE(projection.has_value());
  CHECK(projection->kind() == adapters::ImageProjection::Kind::plus);
  const at::Tensor tokens = (*projection)(weights.at("image_proj.proj_in.weight").slice(0, 0, 18).view({2, 9, 12}));
  CHECK(tokens.sizes() == at::IntArrayRef{2, 7, 20});
  CHECK(tokens.std().item<double>() == doctest::Approx(1).epsilon(0.1));
  CHECK_FALSE(tokens.select(0, 0).equal(tokens.select(0, 1)));
  CHECK_FALSE(tokens.select(1, 0).equal(tokens.select(1, 1)));
}

TEST_CASE("a folder of pictures that is not there is named before any network is read") {
  const heddle::testing::TemporaryFolder folder;
  const auto recipe = Recipe::parse(fmt::format("[train]\nobjective = \"ip_adapter\"\nsteps = 2\n[data]\nmodel = "
                                                "\"{0}/no_model\"\npictures = \"{0}/no_pictures\"\n"
                                                "captions = \"{0}/captions.json\"\n",
                                                folder.path().string()),
                                    "nothing");
  REQUIRE(recipe.has_value());
  auto objective = make_objective("ip_adapter", *recipe);
  REQUIRE(objective.has_value());
  const auto prepared = (*objective)->prepare({}, RunControl::none());
  REQUIRE_FALSE(prepared.has_value());
  CHECK_MESSAGE(prepared.error().message.find("no_model") == std::string::npos, prepared.error().message);
}

}  // namespace heddle::training
