#include "models/unet/unet.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>

#include <stdexcept>
#include <string>

#include "support/golden.h"
#include "support/test.h"

namespace heddle::models {
namespace {

using testing::Golden;

UNet bound(const Golden& golden, const tensor::NamedTensors& weights) {
  auto config = UNetConfig::from_json(golden.config);
  REQUIRE(config);
  auto net = UNet::bind(weights, *config);
  REQUIRE_MESSAGE(net, (net ? "" : net.error().message));
  return *net;
}

double error_at(const UNet& net, const Golden& golden, double t, const std::string& name) {
  UNetInput input;
  input.sample = golden["x"];
  input.timesteps = at::full({2}, t, at::kFloat);
  input.text = net.project_context(golden["context"]);
  return testing::relative_error(net.forward(input), golden[name]);
}

void check_against_diffusers(const std::string& file) {
  const Golden golden = testing::read_selftest(file);
  const tensor::NamedTensors weights = golden.weights();
  const UNet net = bound(golden, weights);
  CHECK(error_at(net, golden, 1, "out_1") < 1e-5);
  CHECK(error_at(net, golden, 500, "out_500") < 1e-5);
  CHECK(error_at(net, golden, 999, "out_999") < 1e-5);
  CHECK(error_at(net, golden, 123.25, "out_fractional") < 1e-5);
}

TEST_CASE("the UNet of SD 1.5's topology predicts what diffusers predicts") {
  check_against_diffusers("unet_sd15.safetensors");
}
TEST_CASE("a UNet with linear projections, heads per level and nine input channels predicts what diffusers predicts") {
  check_against_diffusers("unet_sd2.safetensors");
}
TEST_CASE("a UNet of three levels with attention on one of them predicts what diffusers predicts") {
  check_against_diffusers("unet_small.safetensors");
}

// The small UNet, and what a control network adds to it.
struct Residuals {
  Golden unet = testing::read_selftest("unet_small.safetensors");
  Golden recorded = testing::read_golden("models/unet_residuals.safetensors");
  tensor::NamedTensors weights = unet.weights();
  UNet net = bound(unet, weights);

  [[nodiscard]] UNetInput input() const {
    UNetInput input;
    input.sample = unet["x"];
    input.timesteps = at::full({2}, 500.0, at::kFloat);
    input.text = net.project_context(unet["context"]);
    return input;
  }
  [[nodiscard]] std::vector<Tensor> down(double scale = 1) const {
    std::vector<Tensor> down;
    for (std::size_t i = 0; recorded.tensors.contains("down_" + std::to_string(i)); ++i) {
      down.push_back(recorded["down_" + std::to_string(i)] * scale);
    }
    return down;
  }
};

TEST_CASE("a control network's residuals are added where diffusers adds them") {
  const Residuals r;
  UNetInput input = r.input();
  input.down_residuals = r.down();
  input.mid_residual = r.recorded["mid"];
  CHECK(testing::relative_error(r.net.forward(input), r.recorded["out"]) < 1e-5);
  CHECK(testing::relative_error(r.net.forward(r.input()), r.recorded["out"]) > 1e-3);
}

TEST_CASE("the residuals of several control networks sum up, with a mid block's or without") {
  const Residuals r;
  UNetInput input = r.input();
  input.add_residuals(r.down(0.25), r.recorded["mid"]);
  input.add_residuals(r.down(0.75), {});
  CHECK(testing::relative_error(r.net.forward(input), r.recorded["out"]) < 1e-5);
}

TEST_CASE("residuals that are not one a skip are refused") {
  const Residuals r;
  UNetInput input = r.input();
  input.down_residuals = r.down();
  input.down_residuals.pop_back();
  CHECK_THROWS_AS(r.net.forward(input), std::invalid_argument);
  CHECK_THROWS_AS(input.add_residuals(r.down(), {}), std::invalid_argument);
}

TEST_CASE("a UNet with a missing tensor is refused with the tensor's name") {
  const Golden golden = testing::read_selftest("unet_small.safetensors");
  tensor::NamedTensors weights = golden.weights();
  weights.erase("mid_block.resnets.0.conv1.weight");
  const auto net = UNet::bind(weights, *UNetConfig::from_json(golden.config));
  REQUIRE_FALSE(net);
  CHECK(net.error().message.find("mid_block.resnets.0.conv1.weight") != std::string::npos);
}

TEST_CASE("cross-attention layers are listed in the order data flows") {
  const Golden golden = testing::read_selftest("unet_sd15.safetensors");
  const tensor::NamedTensors weights = golden.weights();
  const UNet net = bound(golden, weights);
  const auto& layers = net.cross_attention_layers();
  REQUIRE(layers.size() == 16);
  CHECK(layers[0].name == "down_blocks.0.attentions.0.transformer_blocks.0.attn2");
  CHECK(layers[6].name == "mid_block.attentions.0.transformer_blocks.0.attn2");
  CHECK(layers[15].name == "up_blocks.3.attentions.2.transformer_blocks.0.attn2");
}

}  // namespace
}  // namespace heddle::models
