#include "adapters/simple_adapter_term.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

#include "support/golden.h"
#include "support/test.h"

namespace heddle::adapters {
namespace {

struct SimpleBench {
  testing::Golden unet = testing::read_selftest("unet_small.safetensors");
  tensor::NamedTensors weights = unet.weights();
  models::UNet net = *models::UNet::bind(weights, *models::UNetConfig::from_json(unet.config));

  static SimpleAdapterTerm term(std::int64_t width = 24) {
    EncodedReference made;
    made.tokens = at::ones({1, 4, width}) * 0.3;
    made.negative_tokens = at::ones({1, 4, width}) * -0.7;
    made.identity = "a picture";
    return SimpleAdapterTerm(std::make_shared<const EncodedReference>(std::move(made)));
  }
};

TEST_CASE("a simple adapter appends its tokens times its one scale, each half its own, in the text's type") {
  const SimpleBench bench;
  const SimpleAdapterTerm term = SimpleBench::term();
  REQUIRE(term.scale_count(bench.net) == 1);
  const auto prepared = term.prepare({.unet = bench.net, .height = 16, .width = 8});
  for (const at::ScalarType dtype : {at::kFloat, at::kBFloat16}) {
    const TermBatch batch{.text = at::zeros({1, 7, 24}, dtype)};
    const std::vector<double> scale{dtype == at::kFloat ? 0.5 : 0.25};
    const auto tokens = prepared->text_tokens({0, scale}, batch);
    REQUIRE(tokens);
    CHECK(at::equal(tokens->cond, (at::ones({1, 4, 24}) * 0.3).to(dtype) * scale.front()));
    CHECK(at::equal(tokens->uncond, (at::ones({1, 4, 24}) * -0.7).to(dtype) * scale.front()));
  }
}

TEST_CASE("as long as the scale stays, the same tensors come back, so that the text is not projected again") {
  const SimpleBench bench;
  const auto prepared = SimpleBench::term().prepare({.unet = bench.net, .height = 16, .width = 8});
  const TermBatch batch{.text = at::zeros({1, 7, 24})};
  const std::vector<double> half{0.5}, more{0.75};
  const Tensor first = prepared->text_tokens({0, half}, batch)->cond;
  CHECK(prepared->text_tokens({1, half}, batch)->cond.is_same(first));
  CHECK_FALSE(prepared->text_tokens({2, more}, batch)->cond.is_same(first));
}

TEST_CASE("tokens of another width than the network's texts do not fit") {
  const SimpleBench bench;
  CHECK(SimpleBench::term().fits(bench.net));
  const auto fits = SimpleBench::term(32).fits(bench.net);
  REQUIRE_FALSE(fits);
  CHECK(fits.error().message.find("made for different base models") != std::string::npos);
}

}  // namespace
}  // namespace heddle::adapters
