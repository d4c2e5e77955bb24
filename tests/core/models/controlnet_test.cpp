#include "models/controlnet/controlnet.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/zeros.h>

#include <string>

#include "image/read_image.h"
#include "pipeline/control_encoding.h"
#include "pipeline/load/part_networks.h"
#include "support/golden.h"
#include "support/test.h"
#include "weights/control_files.h"

namespace heddle::models {
namespace {

std::string control_file(const std::string& name) {
  return std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/pipeline/" + name;
}

ControlNet loaded(const std::string& name) {
  auto part = weights::open_control(control_file(name));
  REQUIRE_MESSAGE(part, (part ? "" : part.error().message));
  auto net = pipeline::load_controlnet(*part, {}, RunControl::none());
  REQUIRE_MESSAGE(net, (net ? "" : net.error().message));
  return net->network;
}

// The residuals of `net` for the recorded latents, text and map.
ControlResiduals residuals_of(const ControlNet& net, const testing::Golden& golden) {
  auto map = image::read_image(control_file("map.png"));
  REQUIRE(map);
  ControlNetInput input;
  input.sample = golden["x"];
  input.timesteps = at::full({2}, 321.0, at::kFloat);
  input.text = net.project_context(golden["context"]);
  input.hint = net.encode_hint(pipeline::map_at(*map, pipeline::MapFit::crop, 48, 64));
  return net.forward(input);
}

void check_residuals(const std::string& file, const std::string& name) {
  const auto golden = testing::read_golden("pipeline/controls_expected.safetensors");
  const ControlResiduals residuals = residuals_of(loaded(file), golden);
  REQUIRE(residuals.down.size() == 12);
  for (std::size_t i = 0; i < residuals.down.size(); ++i) {
    CAPTURE(i);
    CHECK(testing::relative_error(residuals.down[i], golden[name + "_down_" + std::to_string(i)]) < 1e-4);
  }
  CHECK(testing::relative_error(residuals.mid, golden[name + "_mid"]) < 1e-4);
}

TEST_CASE("a ControlNet of diffusers' names gives the residuals that diffusers gives") {
  check_residuals("controls/a", "a");
}
TEST_CASE("a ControlNet of its authors' names gives the residuals that diffusers gives") {
  check_residuals("controls/b.safetensors", "b");
}

TEST_CASE("a new ControlNet adds nothing") {
  ControlNetConfig config = loaded("controls/a").config();
  tensor::NamedTensors weights;
  ControlNet::initialise(weights, config, at::detail::createCPUGenerator(1));
  auto net = ControlNet::bind(weights, config);
  REQUIRE(net);
  ControlNetInput input;
  input.sample = at::rand({1, 4, 8, 8});
  input.timesteps = at::full({1}, 10.0, at::kFloat);
  input.text = net->project_context(at::rand({1, 5, 32}));
  input.hint = net->encode_hint(at::rand({1, 3, 64, 64}));
  const ControlResiduals residuals = net->forward(input);
  for (const Tensor& residual : residuals.down) CHECK(residual.abs().max().item<double>() == 0);
  CHECK(residuals.mid.abs().max().item<double>() == 0);
}

}  // namespace
}  // namespace heddle::models
