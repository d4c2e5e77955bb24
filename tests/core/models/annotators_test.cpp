// The annotators' networks at full width against tests/golden/annotators/make_annotators.py; a formula makes the
// weights on both sides.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "models/annotators/anime_line_drawer.h"
#include "models/annotators/body_pose.h"
#include "models/annotators/dpt_hybrid.h"
#include "models/annotators/hed.h"
#include "models/annotators/line_drawer.h"
#include "models/annotators/pidinet.h"
#include "support/formula.h"
#include "support/golden.h"
#include "support/test.h"

namespace heddle::models {
namespace {

// For a part of a name: a factor of the numbers, so that what comes out is no row of zeros and ones.
struct Gain {
  std::string_view part;
  double factor = 1;
};

using Gains = std::vector<Gain>;

void fill(const std::string& network, const std::string& name, Tensor& tensor, const Gains& gains) {
  const testing::FormulaNumbers numbers(network + ":" + name);
  auto* to = tensor.mutable_data_ptr<float>();
  const auto count = static_cast<std::size_t>(tensor.numel());
  const bool is_norm = name.find("norm") != std::string::npos && name.ends_with("weight");
  double factor = 0.1, base = tensor.dim() == 1 && is_norm ? 1 : 0;
  if (tensor.dim() > 1) {
    const auto gain =
        std::ranges::find_if(gains, [&](const Gain& g) { return name.find(g.part) != std::string::npos; });
    factor = (gain != gains.end() ? gain->factor : 1) *
             std::sqrt(6.0 / (static_cast<double>(count) / static_cast<double>(tensor.size(0))));
  }
  for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<float>(numbers[i] * factor + base);
}

Tensor image_of(const std::string& network, std::int64_t height, std::int64_t width) {
  const testing::FormulaNumbers numbers(network);
  Tensor pixels = at::empty({1, 3, height, width});
  auto* to = pixels.mutable_data_ptr<float>();
  for (std::size_t i = 0; i < static_cast<std::size_t>(pixels.numel()); ++i)
    to[i] = static_cast<float>(std::floor(127.5 + 127.5 * numbers[i]));
  return pixels;
}

// What the network gives for the recorded picture, beside what was recorded.
template <class Network, class Run>
void check(const std::string& name, const Run& run, const Gains& gains = {}) {
  CAPTURE(name);
  const at::NoGradGuard no_grad;
  const testing::Golden golden = testing::read_golden("annotators/expected.safetensors");
  const auto& facts = golden.config.at(name);
  tensor::NamedTensors weights;
  Network::build(tensor::Binder::initialise(weights, at::detail::createCPUGenerator(1)));
  std::int64_t numbers = 0;
  for (auto& [tensor, values] : weights) {
    fill(name, tensor, values, gains);
    numbers += values.numel();
  }
  CHECK(weights.size() == facts.at("tensors").get<std::size_t>());
  CHECK(numbers == facts.at("numbers").get<std::int64_t>());
  const tensor::Binder binder = tensor::Binder::lookup(weights);
  const Network network = Network::build(binder);
  REQUIRE(binder.finish("test"));
  const Tensor found =
      run(network, image_of(name, facts.at("height").get<std::int64_t>(), facts.at("width").get<std::int64_t>()));
  REQUIRE(found.sizes() == golden[name].sizes());
  CHECK(testing::relative_error(found, golden[name]) < 1e-4);
}

TEST_CASE("HED gives the edges of the reference") {
  check<Hed>("hed", [](const Hed& net, const Tensor& rgb) { return net.edges(rgb); }, {{"projection", 0.002}});
}

TEST_CASE("PiDiNet gives the edges of the reference, which takes its differences one by one") {
  check<PiDiNet>("pidinet", [](const PiDiNet& net, const Tensor& rgb) { return net.edges(rgb); },
                 {{"conv2.weight", 0.2}, {"conv_reduces", 0.3}});
}

TEST_CASE("the line drawer gives the drawing of the reference") {
  check<LineDrawer>("line_drawer", [](const LineDrawer& net, const Tensor& rgb) { return net.drawing(rgb); });
}

TEST_CASE("the anime line drawer gives the drawing of the reference, also of sides that are no multiples of 256") {
  check<AnimeLineDrawer>("anime_line_drawer",
                         [](const AnimeLineDrawer& net, const Tensor& rgb) { return net.drawing(rgb); },
                         {{"model.model.3.", 0.3}});
}

TEST_CASE("DPT-hybrid gives the depth of the reference") {
  check<DptHybrid>("dpt_hybrid", [](const DptHybrid& net, const Tensor& rgb) { return net.nearness(rgb); });
}

TEST_CASE("the body network gives the maps of the reference") {
  check<BodyPose>("body_pose", [](const BodyPose& net, const Tensor& rgb) {
    const BodyPose::Maps maps = net(rgb);
    return at::cat({maps.joints, maps.limbs}, 0);
  });
}

TEST_CASE("a network that lacks tensors says which, and nothing is run") {
  tensor::NamedTensors weights;
  PiDiNet::build(tensor::Binder::initialise(weights, at::detail::createCPUGenerator(1)));
  weights.erase("block1_2.conv1.weight");
  weights["classifier.bias"] = at::empty({2});
  const tensor::Binder binder = tensor::Binder::lookup(weights);
  PiDiNet::build(binder);
  const auto bound = binder.finish("test");
  REQUIRE_FALSE(bound);
  CHECK(bound.error().message.find("'block1_2.conv1.weight' is missing") != std::string::npos);
  CHECK(bound.error().message.find("'classifier.bias' has shape [2], expected [1]") != std::string::npos);
}

}  // namespace
}  // namespace heddle::models
