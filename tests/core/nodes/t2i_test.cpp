// T2I-Adapters through the whole graph against diffusers: tests/golden/pipeline/make_t2i.py.
#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>

#include <string>

#include "pipeline_bench.h"
#include "support/golden.h"
#include "support/test.h"

namespace heddle {
namespace {

using testing::PipelineBench;

const testing::Golden& t2i_golden() {
  static const testing::Golden golden = testing::read_golden("pipeline/t2i_expected.safetensors");
  return golden;
}

std::string t2i_fixture(const std::string& name) {
  return std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/pipeline/" + name;
}

struct T2IUse {
  std::string network = "t2i/full", map = "map.png";
  double strength = 1, start = 0, end = 1;
  std::string balance = "balanced", mask = {};
};

// Wires an adapter to the bench's sampler; the node that applies it.
graph::NodeId add_t2i(PipelineBench& bench, const T2IUse& use) {
  const auto add = [&](std::string type, graph::ParamMap params) {
    graph::Node node;
    node.type = std::move(type);
    node.params = std::move(params);
    return bench.graph.add(std::move(node));
  };
  const auto wire = [&](graph::NodeId from, const char* out, graph::NodeId to, const char* in) {
    REQUIRE(bench.graph.connect({{from, out}, {to, in}}).has_value());
  };
  graph::Lane strength = graph::Lane::scalar(use.strength);
  strength.start = use.start;
  strength.end = use.end;
  const auto map = add("image.load", {{"image", graph::FilePath{t2i_fixture(use.map)}}});
  const auto network = add("t2i.load", {{"t2i_adapter", graph::FilePath{t2i_fixture(use.network)}}});
  const auto apply = add("t2i.apply", {{"strength", strength}, {"balance", graph::Choice{use.balance}}});
  wire(map, "image", apply, "image");
  wire(network, "t2i_adapter", apply, "t2i_adapter");
  wire(apply, "control", bench.sampler, "control");
  if (!use.mask.empty())
    wire(add("image.load", {{"image", graph::FilePath{t2i_fixture(use.mask)}}}), "image", apply, "mask");
  return apply;
}

double t2i_error(const std::string& name, const std::vector<T2IUse>& uses, bool with_reference = false) {
  PipelineBench bench;
  bench.build(with_reference);
  if (with_reference) bench.set(bench.prompt, "scale", graph::Lane::scalar(0.7));
  if (name == "full_unguided") bench.set(bench.sampler, "guidance", graph::Lane::scalar(1.0));
  for (const T2IUse& use : uses) add_t2i(bench, use);
  bench.run();
  return testing::relative_error(bench.latents(), t2i_golden()[name]);
}

at::Tensor t2i_latents(const std::vector<T2IUse>& uses) {
  PipelineBench bench;
  bench.build(false);
  for (const T2IUse& use : uses) add_t2i(bench, use);
  bench.run();
  return bench.latents();
}

TEST_CASE("a T2I-Adapter gives the latents that diffusers gives") {
  CHECK(t2i_error("full", {{}}) < 1e-4);
  CHECK(t2i_error("full_half", {{.strength = 0.5}}) < 1e-4);
  CHECK(t2i_error("full_unguided", {{}}) < 1e-4);
  CHECK(t2i_error("original", {{.network = "t2i/original.pth"}}) < 1e-4);
  CHECK(t2i_error("light", {{.network = "t2i/light.safetensors"}}) < 1e-4);
  CHECK(t2i_error("grey", {{.network = "t2i/grey.pth"}}) < 1e-4);
  CHECK(t2i_error("full_share", {{.end = 0.6}}) < 1e-4);
  CHECK(t2i_error("full_masked", {{.mask = "map_mask.png"}}) < 1e-4);
}

TEST_CASE("two T2I-Adapters add up, in either order to the same bits") {
  const T2IUse a{.strength = 0.8}, b{.network = "t2i/light_prefixed.pth", .strength = 0.6};
  CHECK(t2i_error("full_and_light", {a, b}) < 1e-4);
  CHECK(at::equal(t2i_latents({a, b}), t2i_latents({b, a})));
}

TEST_CASE("a T2I-Adapter and an image prompt act together as in diffusers, with a mask too") {
  CHECK(t2i_error("full_and_image", {{}}, true) < 1e-4);
  CHECK(t2i_error("full_and_image_masked", {{.mask = "map_mask.png"}}, true) < 1e-4);
}

TEST_CASE("a T2I-Adapter of strength 0, or outside its steps, gives the bits of a run without it") {
  const at::Tensor without = t2i_latents({});
  CHECK(at::equal(t2i_latents({{.strength = 0}}), without));
  CHECK(at::equal(t2i_latents({{.start = 0.51, .end = 0.55}}), without));
  CHECK_FALSE(at::equal(t2i_latents({{.strength = 0.05}}), without));
}

TEST_CASE("each balance of a T2I-Adapter gives another picture") {
  const at::Tensor balanced = t2i_latents({{}});
  const at::Tensor prompt = t2i_latents({{.balance = "prompt_first"}});
  const at::Tensor control = t2i_latents({{.balance = "control_first"}});
  CHECK_FALSE(at::equal(prompt, balanced));
  CHECK_FALSE(at::equal(control, balanced));
  CHECK_FALSE(at::equal(control, prompt));
}

TEST_CASE("a T2I-Adapter acts on each part of a composed prompt") {
  for (const std::string balance : {"balanced", "control_first"}) {
    CAPTURE(balance);
    PipelineBench plain, with;
    plain.build(false, "a red ball AND the beach :0.5");
    with.build(false, "a red ball AND the beach :0.5");
    add_t2i(with, {.balance = balance});
    plain.run();
    with.run();
    CHECK_FALSE(at::equal(with.latents(), plain.latents()));
  }
}

TEST_CASE("a T2I-Adapter's strength moves while the run is under way") {
  PipelineBench moved, fixed;
  moved.build(false);
  fixed.build(false);
  const auto apply = add_t2i(moved, {.strength = 0.2});
  add_t2i(fixed, {.strength = 0.2});
  moved.on_step = [&](std::size_t step, engine::LiveValues& live) {
    if (step == 4) live.set(apply, "strength", graph::Lane::scalar(1.0));
  };
  moved.run();
  fixed.run();
  CHECK_FALSE(at::equal(moved.latents(), fixed.latents()));
}

TEST_CASE("a black map and files of other kinds are refused with a remedy by the T2I-Adapter's nodes") {
  const auto run_with = [](const T2IUse& use) {
    PipelineBench bench;
    bench.build(false);
    add_t2i(bench, use);
    bench.run();
  };
  CHECK_THROWS_WITH(run_with({.map = "map_black.png"}), doctest::Contains("black all over"));
  CHECK_THROWS_WITH(run_with({.network = "controls/a"}), doctest::Contains("load it as a ControlNet"));
  CHECK_THROWS_WITH(run_with({.network = "model"}), doctest::Contains("load it as the model"));
  CHECK_THROWS_WITH(run_with({.network = "model/ip-adapter.safetensors"}),
                    doctest::Contains("load it as an IP-Adapter"));
}

}  // namespace
}  // namespace heddle
