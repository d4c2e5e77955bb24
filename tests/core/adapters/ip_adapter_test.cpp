#include "adapters/ip_adapter.h"

#include <ATen/ops/equal.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros.h>

#include "support/golden.h"
#include "support/test.h"

namespace heddle::adapters {
namespace {

using models::ImagePrompt;
using models::UNet;
using testing::Golden;

// The UNet and the adapters of the golden, and what one denoising call gives with chosen image prompts.
class Bench {
 public:
  Bench() : adapters_(testing::read_selftest("ip_adapter.safetensors")) {
    const Golden unet = testing::read_selftest("unet_sd15.safetensors");
    weights_ = unet.weights();
    net_ = std::make_unique<UNet>(*UNet::bind(weights_, *models::UNetConfig::from_json(unet.config)));
  }

  [[nodiscard]] IpAdapter adapter(const std::string& kind) const {
    auto bound = IpAdapter::bind(adapters_.weights(kind + "."));
    REQUIRE_MESSAGE(bound, (bound ? "" : bound.error().message));
    return *bound;
  }
  [[nodiscard]] at::Tensor tokens(const std::string& kind) const {
    return adapter(kind).tokens(adapters_["feature_" + kind]);
  }
  [[nodiscard]] ImagePrompt prompt(const std::string& kind, double scale) const {
    const std::size_t layers = net_->cross_attention_layers().size();
    return {*in_unet_order(adapter(kind).project(tokens(kind)), *net_), std::vector<double>(layers, scale), {}};
  }
  [[nodiscard]] at::Tensor run(std::vector<ImagePrompt> prompts) const {
    models::UNetInput input;
    input.sample = adapters_["x"];
    input.timesteps = at::full({1}, 500.0, at::kFloat);
    input.text = net_->project_context(adapters_["context"]);
    input.image_prompts = std::move(prompts);
    return net_->forward(input);
  }
  [[nodiscard]] double error(std::vector<ImagePrompt> prompts, const std::string& expected) const {
    return testing::relative_error(run(std::move(prompts)), adapters_[expected]);
  }
  [[nodiscard]] const Golden& golden() const { return adapters_; }
  [[nodiscard]] const UNet& net() const { return *net_; }

 private:
  Golden adapters_;
  tensor::NamedTensors weights_;
  std::unique_ptr<UNet> net_;
};

TEST_CASE("image tokens of the base, plus and full-face projections equal diffusers'") {
  const Bench bench;
  for (const std::string kind : {"base", "plus", "full"}) {
    CAPTURE(kind);
    CHECK(testing::relative_error(bench.tokens(kind), bench.golden()[kind + "_tokens"]) < 1e-5);
  }
}

TEST_CASE("the UNet with an adapter at lambda 0, 0.5 and 1 predicts what diffusers predicts") {
  const Bench bench;
  for (const std::string kind : {"base", "plus", "full"}) {
    CAPTURE(kind);
    CHECK(bench.error({bench.prompt(kind, 0.0)}, kind + "_0.0") < 1e-5);
    CHECK(bench.error({bench.prompt(kind, 0.5)}, kind + "_0.5") < 1e-5);
    CHECK(bench.error({bench.prompt(kind, 1.0)}, kind + "_1.0") < 1e-5);
  }
}

TEST_CASE("two adapters add up as in diffusers") {
  const Bench bench;
  CHECK(bench.error({bench.prompt("base", 0.6), bench.prompt("plus", 0.4)}, "base_plus") < 1e-5);
}

TEST_CASE("a soft mask weighs what an adapter adds place by place, as in diffusers") {
  const Bench bench;
  ImagePrompt prompt = bench.prompt("base", 1.0);
  prompt.mask = bench.golden()["mask"];
  CHECK(bench.error({prompt}, "masked") < 1e-5);
}

TEST_CASE("lambda 0 gives the base model's prediction to the bit") {
  const Bench bench;
  CHECK(at::equal(bench.run({bench.prompt("base", 0.0)}), bench.run({})));
}

TEST_CASE("a mask that is zero on one side leaves the other side's sum alone at the first layer's grid") {
  const Bench bench;
  ImagePrompt full = bench.prompt("base", 1.0), zero = full;
  zero.mask = at::zeros({1, 1, 16, 8});
  CHECK(testing::relative_error(bench.run({zero}), bench.run({})) < 1e-6);
  CHECK(testing::relative_error(bench.run({full}), bench.run({})) > 1e-3);
}

TEST_CASE("processor numbers follow diffusers' order: down, up, then mid") {
  const Bench bench;
  const std::vector<std::size_t> expected = {1, 3, 5, 7, 9, 11, 31, 13, 15, 17, 19, 21, 23, 25, 27, 29};
  CHECK(processor_numbers(bench.net()) == expected);
}

}  // namespace
}  // namespace heddle::adapters
