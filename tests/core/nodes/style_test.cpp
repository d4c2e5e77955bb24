// T2I-Adapter's style adapter through the whole graph against tests/golden/pipeline/make_style.py.
#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>

#include <string>

#include "pipeline/load/part_networks.h"
#include "pipeline_bench.h"
#include "support/golden.h"
#include "support/test.h"
#include "weights/control_files.h"

namespace heddle {
namespace {

using testing::PipelineBench;

std::string style_fixture(const std::string& name) {
  return std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/pipeline/" + name;
}

struct StyleUse {
  double strength = 1, end = 1;
  std::string network = "style/style.pth";
};

at::Tensor style_latents(const std::vector<StyleUse>& uses, double guidance = 7.5) {
  PipelineBench bench;
  bench.build(false);
  bench.set(bench.sampler, "guidance", graph::Lane::scalar(guidance));
  const auto add = [&](std::string type, graph::ParamMap params) {
    graph::Node node;
    node.type = std::move(type);
    node.params = std::move(params);
    return bench.graph.add(std::move(node));
  };
  const auto wire = [&](graph::NodeId from, const char* out, graph::NodeId to, const char* in) {
    REQUIRE(bench.graph.connect({{from, out}, {to, in}}).has_value());
  };
  for (const StyleUse& use : uses) {
    graph::Lane strength = graph::Lane::scalar(use.strength);
    strength.end = use.end;
    const auto image = add("image.load", {{"image", graph::FilePath{style_fixture("reference.png")}}});
    const auto network = add("style.load", {{"style_adapter", graph::FilePath{style_fixture(use.network)}}});
    const auto encoder =
        add("image_encoder.load", {{"encoder", graph::FilePath{style_fixture("model/image_encoder")}}});
    const auto apply = add("style.apply", {{"strength", strength}});
    wire(image, "image", apply, "image");
    wire(network, "style_adapter", apply, "style_adapter");
    wire(encoder, "image_encoder", apply, "image_encoder");
    wire(apply, "control", bench.sampler, "control");
  }
  bench.run();
  return bench.latents();
}

TEST_CASE("a style adapter gives the tokens of its reference") {
  const auto golden = testing::read_golden("pipeline/style_expected.safetensors");
  auto part = weights::open_style_adapter(style_fixture("style/style.pth"));
  REQUIRE_MESSAGE(part, (part ? "" : part.error().message));
  CHECK(part->check.extra.empty());
  auto net = pipeline::load_style_adapter(*part, {}, RunControl::none());
  REQUIRE_MESSAGE(net, (net ? "" : net.error().message));
  CHECK(testing::relative_error(net->network.tokens(golden["hidden"]), golden["hidden_tokens"]) < 1e-4);
}

TEST_CASE("a style adapter gives the latents of its reference") {
  const auto golden = testing::read_golden("pipeline/style_expected.safetensors");
  CHECK(testing::relative_error(style_latents({{}}), golden["style"]) < 1e-4);
  CHECK(testing::relative_error(style_latents({{.strength = 0.5}}), golden["style_half"]) < 1e-4);
  CHECK(testing::relative_error(style_latents({{}}, 1.0), golden["style_unguided"]) < 1e-4);
}

TEST_CASE("a style of strength 0 gives the bits of a run without it, and ends where it is told to") {
  const at::Tensor without = style_latents({});
  CHECK(at::equal(style_latents({{.strength = 0}}), without));
  CHECK_FALSE(at::equal(style_latents({{.end = 0.5}}), without));
  CHECK_FALSE(at::equal(style_latents({{.end = 0.5}}), style_latents({{}})));
  CHECK(at::equal(style_latents({{}, {.strength = 0.5}}), style_latents({{.strength = 0.5}, {}})));
}

TEST_CASE("a file of another kind is no style adapter") {
  CHECK_THROWS_WITH(style_latents({{.network = "t2i/original.pth"}}), doctest::Contains("load it as a T2I-Adapter"));
}

}  // namespace
}  // namespace heddle
