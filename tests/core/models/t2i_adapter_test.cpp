// T2I-Adapters against diffusers: tests/golden/pipeline/make_t2i.py.
#include "models/t2i_adapter/t2i_adapter.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/ops/rand.h>

#include <string>

#include "image/convert.h"
#include "image/read_image.h"
#include "pipeline/control_encoding.h"
#include "pipeline/load/part_networks.h"
#include "support/golden.h"
#include "support/test.h"
#include "weights/control_files.h"

namespace heddle::models {
namespace {

std::string t2i_file(const std::string& name) {
  return std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/pipeline/" + name;
}

T2IAdapter opened(const std::string& name) {
  auto part = weights::open_t2i_adapter(t2i_file("t2i/" + name));
  REQUIRE_MESSAGE(part, (part ? "" : part.error().message));
  CHECK(part->check.extra.empty());
  auto net = pipeline::load_t2i_adapter(*part, {}, RunControl::none());
  REQUIRE_MESSAGE(net, (net ? "" : net.error().message));
  return net->network;
}

void check_features(const std::string& file, const std::string& name) {
  CAPTURE(file);
  const auto golden = testing::read_golden("pipeline/t2i_expected.safetensors");
  auto map = image::read_image(t2i_file("map.png"));
  REQUIRE(map);
  const T2IAdapter net = opened(file);
  if (net.config().map_channels == 1) map = image::to_rgb(image::to_grey(*map));
  const Tensor pixels = pipeline::map_at(*map, pipeline::MapFit::crop, 48, 64);
  const std::vector<Tensor> features = net.features(pixels.narrow(1, 0, net.config().map_channels));
  REQUIRE(features.size() == 4);
  for (std::size_t i = 0; i < features.size(); ++i) {
    CAPTURE(i);
    CHECK(testing::relative_error(features[i], golden[name + "_features_" + std::to_string(i)]) < 1e-4);
  }
}

TEST_CASE("a T2I-Adapter gives the features that diffusers gives, whatever its file calls the tensors") {
  check_features("full", "full");
  check_features("full/diffusion_pytorch_model.safetensors", "full");
  check_features("original.pth", "original");
  check_features("grey.pth", "grey");
  check_features("light.safetensors", "light");
  check_features("light_prefixed.pth", "light");
}

TEST_CASE("a new T2I-Adapter binds and halves odd sides upwards") {
  for (const bool light : {false, true}) {
    CAPTURE(light);
    T2IAdapterConfig config;
    config.light = light;
    config.widths = {8, 16, 16};
    tensor::NamedTensors weights;
    T2IAdapter::initialise(weights, config, at::detail::createCPUGenerator(1));
    auto net = T2IAdapter::bind(weights, config);
    REQUIRE_MESSAGE(net, (net ? "" : net.error().message));
    const std::vector<Tensor> features = net->features(at::rand({2, 3, 5 * 8, 8 * 8}));
    CHECK(features[0].sizes() == at::IntArrayRef{2, 8, 5, 8});
    CHECK(features[1].sizes() == at::IntArrayRef{2, 16, 3, 4});
    CHECK(features[2].sizes() == at::IntArrayRef{2, 16, 2, 2});
  }
}

TEST_CASE("the config of a T2I-Adapter reads back what it writes") {
  for (const bool light : {false, true}) {
    T2IAdapterConfig config;
    config.light = light;
    config.widths = {8, 16, 16};
    const auto read = T2IAdapterConfig::from_json(config.to_json());
    REQUIRE(read);
    CHECK(read->light == light);
    CHECK(read->widths == config.widths);
  }
  CHECK_FALSE(T2IAdapterConfig::from_json({{"adapter_type", "full_adapter_xl"}, {"downscale_factor", 16}}));
}

}  // namespace
}  // namespace heddle::models
