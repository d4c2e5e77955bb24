// Reference-only through the whole graph against tests/golden/pipeline/make_reference_only.py.
#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>

#include <string>

#include "adapters/reference_only_term.h"
#include "pipeline_bench.h"
#include "support/golden.h"
#include "support/test.h"

namespace heddle {
namespace {

using testing::PipelineBench;

std::string reference_fixture(const std::string& name) {
  return std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/pipeline/" + name;
}

struct Look {
  std::string mode = "attention", image = "map.png";
  double strength = 1, fidelity = 0.5, end = 1;
};

graph::NodeId add_look(PipelineBench& bench, const Look& look) {
  const auto add = [&](std::string type, graph::ParamMap params) {
    graph::Node node;
    node.type = std::move(type);
    node.params = std::move(params);
    return bench.graph.add(std::move(node));
  };
  const auto wire = [&](graph::NodeId from, const char* out, graph::NodeId to, const char* in) {
    REQUIRE(bench.graph.connect({{from, out}, {to, in}}).has_value());
  };
  graph::Lane strength = graph::Lane::scalar(look.strength);
  strength.end = look.end;
  const auto image = add("image.load", {{"image", graph::FilePath{reference_fixture(look.image)}}});
  const auto node =
      add("reference_only", {{"strength", strength}, {"mode", graph::Choice{look.mode}}, {"fidelity", look.fidelity}});
  wire(image, "image", node, "image");
  wire(bench.model, "vae", node, "vae");
  wire(node, "control", bench.sampler, "control");
  return node;
}

at::Tensor look_latents(const std::vector<Look>& looks, bool with_reference = false, std::int64_t count = 1) {
  PipelineBench bench;
  bench.build(with_reference);
  bench.set(bench.sampler, "count", count);
  for (const Look& look : looks) add_look(bench, look);
  bench.run();
  return bench.latents();
}

double look_error(const std::string& name, const Look& look) {
  const auto golden = testing::read_golden("pipeline/reference_only_expected.safetensors");
  PipelineBench bench;
  bench.build(false);
  if (name == "both_unguided") bench.set(bench.sampler, "guidance", graph::Lane::scalar(1.0));
  add_look(bench, look);
  bench.run();
  return testing::relative_error(bench.latents(), golden[name]);
}

TEST_CASE("reference-only gives the latents of its reference, by attention, by moments and by both") {
  CHECK(look_error("attention", {}) < 1e-4);
  CHECK(look_error("adain", {.mode = "adain"}) < 1e-4);
  CHECK(look_error("both", {.mode = "both"}) < 1e-4);
}

TEST_CASE("style fidelity and strength choose as in the reference") {
  CHECK(look_error("attention_faithful", {.fidelity = 1}) < 1e-4);
  CHECK(look_error("attention_prompt", {.fidelity = 0}) < 1e-4);
  CHECK(look_error("attention_some", {.strength = 0.4}) < 1e-4);
  CHECK(look_error("adain_some", {.mode = "adain", .strength = 0.6, .fidelity = 0.3}) < 1e-4);
  CHECK(look_error("both_unguided", {.mode = "both"}) < 1e-4);
}

TEST_CASE("a reference of strength 0 gives the bits of a run without it, and two in either order the same") {
  CHECK(at::equal(look_latents({{.strength = 0}}), look_latents({})));
  const Look a, b{.mode = "both", .image = "reference.png"};
  CHECK(at::equal(look_latents({a, b}), look_latents({b, a})));
  CHECK_FALSE(at::equal(look_latents({a, b}), look_latents({a})));
}

TEST_CASE("reference-only acts beside an image prompt, for several pictures at once") {
  CHECK_FALSE(at::equal(look_latents({{.mode = "both"}}, true), look_latents({}, true)));
  const at::Tensor two = look_latents({{.mode = "both"}}, false, 2);
  CHECK(testing::relative_error(two.narrow(0, 0, 1), look_latents({{.mode = "both"}})) < 1e-4);
}

TEST_CASE("each mode of reference-only has a name that reads back") {
  for (const std::string& name : adapters::reference_mode_names()) CHECK(adapters::reference_mode_from(name));
  CHECK_FALSE(adapters::reference_mode_from("loud").has_value());
}

}  // namespace
}  // namespace heddle
