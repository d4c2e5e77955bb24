#include "models/unet/unet.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>

#include <stdexcept>
#include <string>

#include "models/tiny_vae/tiny_vae.h"
#include "models/vae/vae.h"
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

// The tensors are listed once for files (no LibTorch) and once by the network itself: they must be the same ones.
template <class Network, class Config>
void check_same_tensors(const Config& config) {
  tensor::NamedTensors weights;
  Network::initialise(weights, config, at::detail::createCPUGenerator());
  const auto expected = weights::layouts::expected_tensors(config).tensors();
  CHECK(expected.size() == weights.size());
  for (const auto& tensor : expected) {
    INFO(tensor.name);
    const auto found = weights.find(tensor.name);
    REQUIRE(found != weights.end());
    CHECK(found->second.sizes().vec() == std::vector<std::int64_t>(tensor.shape.begin(), tensor.shape.end()));
  }
}

TEST_CASE("the tensors that a file must have are those that the network asks for") {
  UNetConfig config;
  config.block_out_channels = {8, 16, 24};
  config.down_attention = {false, true, true};
  config.up_attention = {true, true, false};
  config.transformer_layers = {1, 2, 3};
  config.heads = {2, 2, 2};
  config.norm_num_groups = 8;
  config.cross_attention_dim = 8;
  check_same_tensors<UNet>(config);
  config.use_linear_projection = true;
  config.mid_attention = false;
  check_same_tensors<UNet>(config);
  VaeConfig vae;
  vae.block_out_channels = {4, 4, 8};
  vae.norm_num_groups = 4;
  check_same_tensors<Vae>(vae);
  TinyVaeConfig tiny;
  tiny.width = 8;
  check_same_tensors<TinyVae>(tiny);
}

TEST_CASE("a UNet with several transformer blocks a place has a layer for each, and reads a text for each") {
  UNetConfig config;
  config.block_out_channels = {8, 16};
  config.down_attention = {false, true};
  config.up_attention = {true, false};
  config.transformer_layers = {1, 2};
  config.heads = {2, 2};
  config.norm_num_groups = 8;
  config.cross_attention_dim = 8;
  tensor::NamedTensors weights;
  UNet::initialise(weights, config, at::detail::createCPUGenerator());
  const UNet net = UNet::bind(weights, config).value();
  REQUIRE(net.cross_attention_layers().size() == 12);
  CHECK(net.cross_attention_layers()[1].name == "down_blocks.1.attentions.0.transformer_blocks.1.attn2");
  CHECK(net.cross_attention_layers()[1].dim == 16);
  UNetInput input;
  input.sample = at::ones({1, 4, 4, 4});
  input.timesteps = at::full({1}, 500.0);
  input.text = net.project_context(at::ones({1, 3, 8}));
  CHECK(input.text.size() == 12);
  CHECK(net.forward(input).sizes() == input.sample.sizes());
}

TEST_CASE("a UNet that reads more than a text is refused in words") {
  UNetConfig config;
  config.added_embedding_width = 2816;
  const auto net = UNet::bind({}, config);
  REQUIRE_FALSE(net);
  CHECK(net.error().message.find("SDXL") != std::string::npos);
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
