// Uni-ControlNet through the whole graph against tests/golden/pipeline/make_uni.py.
#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>

#include <map>
#include <string>

#include "pipeline_bench.h"
#include "support/golden.h"
#include "support/test.h"
#include "weights/control_files.h"

namespace heddle {
namespace {

using testing::PipelineBench;

std::string uni_fixture(const std::string& name) {
  return std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/pipeline/" + name;
}

struct UniUse {
  std::map<std::string, std::string> maps;  // port -> fixture
  bool with_image = false;
  double strength = 1, image_strength = 1;
  std::string encoder = "uni/encoder";
};
const std::map<std::string, std::string> kEdges = {{"canny", "map.png"}};
const std::map<std::string, std::string> kBoth = {{"canny", "map.png"}, {"openpose", "uni/flipped.png"}};

at::Tensor uni_latents(const UniUse& use) {
  PipelineBench bench;
  bench.build(false);
  const auto add = [&](std::string type, graph::ParamMap params) {
    graph::Node node;
    node.type = std::move(type);
    node.params = std::move(params);
    return bench.graph.add(std::move(node));
  };
  const auto wire = [&](graph::NodeId from, const char* out, graph::NodeId to, const std::string& in) {
    REQUIRE(bench.graph.connect({{from, out}, {to, in}}).has_value());
  };
  const auto image = [&](const std::string& name) {
    return add("image.load", {{"image", graph::FilePath{uni_fixture(name)}}});
  };
  const auto network = add("uni.load", {{"uni_control", graph::FilePath{uni_fixture("uni/uni.ckpt")}}});
  const auto apply =
      add("uni.apply", {{"strength", graph::Lane::scalar(use.strength)}, {"image_strength", use.image_strength}});
  wire(network, "uni_control", apply, "uni_control");
  wire(apply, "control", bench.sampler, "control");
  for (const auto& [port, name] : use.maps) wire(image(name), "image", apply, port);
  if (use.with_image) {
    wire(image("reference.png"), "image", apply, "image");
    wire(add("image_encoder.load", {{"encoder", graph::FilePath{uni_fixture(use.encoder)}}}), "image_encoder", apply,
         "image_encoder");
  }
  bench.run();
  return bench.latents();
}

double uni_error(const std::string& name, const UniUse& use) {
  const auto golden = testing::read_golden("pipeline/uni_expected.safetensors");
  return testing::relative_error(uni_latents(use), golden[name]);
}

TEST_CASE("a Uni-ControlNet gives the latents of its reference, by maps, by a picture and by both") {
  CHECK(uni_error("edges", {.maps = kEdges}) < 1e-4);
  CHECK(uni_error("edges_and_pose", {.maps = kBoth, .strength = 0.6}) < 1e-4);
  CHECK(uni_error("image", {.maps = {}, .with_image = true}) < 1e-4);
  CHECK(uni_error("all", {.maps = kBoth, .with_image = true, .image_strength = 0.7}) < 1e-4);
}

TEST_CASE("a Uni-ControlNet of strength 0 gives the bits of a run without it") {
  PipelineBench plain;
  plain.build(false);
  plain.run();
  CHECK(at::equal(uni_latents({.maps = kBoth, .with_image = true, .strength = 0}), plain.latents()));
}

TEST_CASE("a Uni-ControlNet without a map and a picture, or with another encoder, is refused with a remedy") {
  CHECK_THROWS_WITH(uni_latents({}), doctest::Contains("neither a map nor a picture"));
  CHECK_THROWS_WITH(uni_latents({.maps = {}, .with_image = true, .encoder = "model/image_encoder"}),
                    doctest::Contains("choose CLIP ViT-L/14"));
  const auto part = weights::open_control(uni_fixture("uni/uni.ckpt"));
  REQUIRE_FALSE(part);
  CHECK(part.error().message.find("load it as a Uni-ControlNet") != std::string::npos);
  CHECK(weights::open_uni_control(uni_fixture("uni/uni.ckpt")).value().check.extra.empty());
}

}  // namespace
}  // namespace heddle
