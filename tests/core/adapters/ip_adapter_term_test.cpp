#include "adapters/ip_adapter_term.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros_like.h>

#include "support/golden.h"
#include "support/test.h"

namespace heddle::adapters {
namespace {

// The recorded network and adapter, and the network asked with what a term puts into its input.
struct TermBench {
  testing::Golden recorded = testing::read_selftest("ip_adapter.safetensors");
  testing::Golden unet = testing::read_selftest("unet_sd15.safetensors");
  tensor::NamedTensors weights = unet.weights();
  models::UNet net = *models::UNet::bind(weights, *models::UNetConfig::from_json(unet.config));
  IpAdapter adapter = *IpAdapter::bind(recorded.weights("base."));

  [[nodiscard]] std::shared_ptr<const EncodedReference> reference() const {
    EncodedReference made;
    made.tokens = adapter.tokens(recorded["feature_base"]);
    made.negative_tokens = at::zeros_like(made.tokens);
    made.keys = adapter.project(made.tokens);
    made.negative_keys = adapter.project(made.negative_tokens);
    made.identity = "a picture";
    return std::make_shared<const EncodedReference>(std::move(made));
  }
  [[nodiscard]] Tensor asked(const std::vector<std::pair<const IpAdapterTerm*, double>>& terms,
                             bool both = false) const {
    const std::int64_t count = both ? 2 : 1;
    models::UNetInput input;
    input.sample = recorded["x"].expand({count, 4, 16, 8});
    input.timesteps = at::full({count}, 500.0, at::kFloat);
    input.text = net.project_context(recorded["context"].expand({count, 7, 24}));
    const TermBatch batch{.images = 1, .both = both};
    for (const auto& [term, scale] : terms) {
      const std::vector<double> scales(term->scale_count(net), scale);
      term->prepare({.unet = net, .height = 16, .width = 8})->apply({0, scales}, batch, input);
    }
    return net.forward(input);
  }
};

TEST_CASE("an image prompt as a term predicts what diffusers predicts") {
  const TermBench bench;
  const IpAdapterTerm term(bench.reference());
  CHECK(testing::relative_error(bench.asked({{&term, 0.5}}), bench.recorded["base_0.5"]) < 1e-5);
  CHECK(testing::relative_error(bench.asked({{&term, 1.0}}), bench.recorded["base_1.0"]) < 1e-5);
}

TEST_CASE("with both halves the unconditional one sees the negative tokens, and comes first") {
  const TermBench bench;
  const IpAdapterTerm term(bench.reference());
  EncodedReference swapped = *bench.reference();
  std::swap(swapped.keys, swapped.negative_keys);
  const IpAdapterTerm negative(std::make_shared<const EncodedReference>(std::move(swapped)));
  const Tensor both = bench.asked({{&term, 1.0}}, true);
  CHECK(testing::relative_error(both.slice(0, 1, 2), bench.recorded["base_1.0"]) < 1e-5);
  CHECK(testing::relative_error(both.slice(0, 0, 1), bench.asked({{&negative, 1.0}})) < 1e-5);
}

TEST_CASE("a soft mask weighs a term place by place, as in diffusers, and names its place but not its identity") {
  const TermBench bench;
  const IpAdapterTerm everywhere(bench.reference()), masked(bench.reference(), {bench.recorded["mask"], "a mask"});
  CHECK(testing::relative_error(bench.asked({{&masked, 1.0}}), bench.recorded["masked"]) < 1e-5);
  CHECK(masked.place() == "a mask");
  CHECK(everywhere.place().empty());
  CHECK(masked.identity() == everywhere.identity());
}

TEST_CASE("a term prepared once serves both kinds of batch of a run") {
  const TermBench bench;
  const IpAdapterTerm term(bench.reference());
  const auto prepared = term.prepare({.unet = bench.net, .height = 16, .width = 8});
  const std::vector<double> scales(term.scale_count(bench.net), 1.0);
  models::UNetInput alone, halves, again;
  prepared->apply({0, scales}, {.images = 2, .both = false}, alone);
  prepared->apply({1, scales}, {.images = 2, .both = true}, halves);
  prepared->apply({2, scales}, {.images = 2, .both = false}, again);
  CHECK(alone.image_prompts.front().layers.front().key.size(0) == 2);
  CHECK(halves.image_prompts.front().layers.front().key.size(0) == 4);
  CHECK(again.image_prompts.front().layers.front().key.is_same(alone.image_prompts.front().layers.front().key));
}

TEST_CASE("an adapter for another network does not fit, and the message says what differs") {
  const TermBench bench;
  EncodedReference wide = *bench.reference();
  wide.tokens = at::cat({wide.tokens, wide.tokens}, 2);
  const auto fits = IpAdapterTerm(std::make_shared<const EncodedReference>(std::move(wide))).fits(bench.net);
  REQUIRE_FALSE(fits);
  CHECK(fits.error().message.find("48 numbers, the checkpoint reads 24") != std::string::npos);
  EncodedReference short_one = *bench.reference();
  short_one.keys.erase(short_one.keys.begin());
  CHECK_FALSE(IpAdapterTerm(std::make_shared<const EncodedReference>(std::move(short_one))).fits(bench.net));
  CHECK(IpAdapterTerm(bench.reference()).fits(bench.net));
}

}  // namespace
}  // namespace heddle::adapters
