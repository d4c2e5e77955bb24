// Networks whose matrices are kept in 16 bits and computed in fp32, against networks of the same numbers kept in fp32.
#include <ATen/ops/equal.h>
#include <ATen/ops/full.h>

#include "models/clip_text/clip_text.h"
#include "models/clip_vision/clip_vision.h"
#include "models/tiny_vae/tiny_vae.h"
#include "models/unet/unet.h"
#include "models/vae/vae.h"
#include "support/golden.h"
#include "support/test.h"
#include "tensor/weight_conversion.h"

namespace heddle::models {
namespace {

using tensor::ConvLayout;

struct Pair {
  tensor::NamedTensors kept;  // matrices and kernels in 16 bits
  tensor::NamedTensors wide;  // the same numbers in fp32
};

Pair pair_of(const tensor::NamedTensors& weights, at::ScalarType storage, ConvLayout layout = ConvLayout::plain) {
  Pair pair;
  for (const auto& [name, value] : weights) {
    const at::ScalarType type = tensor::kept_type(value, at::kFloat, storage);
    const at::Tensor kept = tensor::convert_weight(value, at::kCPU, type, layout);
    pair.wide.emplace(name, tensor::convert_weight(kept.contiguous(), at::kCPU, at::kFloat, layout));
    pair.kept.emplace(name, kept);
  }
  return pair;
}

at::Tensor step_of(const testing::Golden& golden, const tensor::NamedTensors& weights) {
  const auto net = UNet::bind(weights, *UNetConfig::from_json(golden.config));
  REQUIRE(net.has_value());
  UNetInput input;
  input.sample = golden["x"];
  input.timesteps = at::full({2}, 500.0, at::kFloat);
  input.text = net->project_context(golden["context"]);
  return net->forward(input);
}

}  // namespace

TEST_CASE("a UNet kept in 16 bits predicts to the bit what the same numbers predict in fp32") {
  for (const char* file : {"unet_sd15.safetensors", "unet_sd2.safetensors"}) {
    CAPTURE(file);
    const testing::Golden golden = testing::read_selftest(file);
    for (const at::ScalarType storage : {at::kBFloat16, at::kHalf}) {
      for (const ConvLayout layout : {ConvLayout::plain, ConvLayout::channels_last}) {
        const Pair pair = pair_of(golden.weights(), storage, layout);
        CHECK(at::equal(step_of(golden, pair.kept), step_of(golden, pair.wide)));
        CHECK(testing::relative_error(step_of(golden, pair.kept), golden["out_500"]) < 0.05);
      }
    }
  }
}

TEST_CASE("VAEs and encoders kept in 16 bits give to the bit what the same numbers give in fp32") {
  const testing::Golden of_vae = testing::read_selftest("vae.safetensors"),
                        of_tiny = testing::read_selftest("vae_tiny.safetensors");
  const testing::Golden of_text = testing::read_selftest("clip_text.safetensors"),
                        of_vision = testing::read_selftest("clip_vision.safetensors");
  const Pair vae = pair_of(of_vae.weights(), at::kBFloat16), tiny = pair_of(of_tiny.weights(), at::kBFloat16);
  const Pair text = pair_of(of_text.weights(), at::kBFloat16), vision = pair_of(of_vision.weights(), at::kBFloat16);
  const auto decoded = [&](const tensor::NamedTensors& weights) {
    const auto net = Vae::bind(weights, VaeConfig::from_json(of_vae.config).value());
    return std::pair(net->encode(of_vae["picture"]).mean, net->decode(of_vae["latents"]));
  };
  CHECK(at::equal(decoded(vae.kept).first, decoded(vae.wide).first));
  CHECK(at::equal(decoded(vae.kept).second, decoded(vae.wide).second));
  const auto drawn = [&](const tensor::NamedTensors& weights) {
    return TinyVae::bind(weights, TinyVaeConfig::from_json(of_tiny.config).value())->decode(of_tiny["latents"]);
  };
  CHECK(at::equal(drawn(tiny.kept), drawn(tiny.wide)));
  const auto read = [&](const tensor::NamedTensors& weights) {
    const auto net = ClipText::bind(weights, ClipTextConfig::from_json(of_text.config).value());
    return net->encode(net->embed_tokens(of_text["ids"]));
  };
  CHECK((read(text.kept).scalar_type() == at::kFloat));
  CHECK(at::equal(read(text.kept), read(text.wide)));
  const auto seen = [&](const tensor::NamedTensors& weights) {
    return ClipVision::bind(weights, ClipVisionConfig::from_json(of_vision.config).value())
        ->encode(of_vision["pixels"])
        .image_embeds;
  };
  CHECK(at::equal(seen(vision.kept), seen(vision.wide)));
}

}  // namespace heddle::models
