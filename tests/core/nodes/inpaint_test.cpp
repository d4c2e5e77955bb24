// Repaints through the whole graph against diffusers: tests/golden/pipeline/make_inpaint.py.
#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "engine/executor.h"
#include "inpaint/job.h"
#include "pipeline/image_facts.h"
#include "pipeline/mask.h"
#include "pipeline_bench.h"
#include "repainting_model.h"

namespace heddle {
namespace {

using testing::inpaint_fixture;
using testing::inpaint_golden;
using testing::PipelineBench;
using testing::repainting_model;

// The bench with an image to start from.
struct Repaint {
  explicit Repaint(bool with_reference = false, bool repaints = false) {
    bench.build(with_reference);
    if (with_reference) bench.set(bench.prompt, "scale", graph::Lane::scalar(0.7));
    if (repaints) bench.set(bench.model, "model", graph::FilePath{repainting_model()});
    bench.set(bench.sampler, "width", std::int64_t{0});
    bench.set(bench.sampler, "height", std::int64_t{0});
    image = load("inpaint_picture.png");
    encode = add("latent.encode");
    wire(image, "image", encode, "image");
    wire(bench.model, "vae", encode, "vae");
    wire(encode, "latent", bench.sampler, "latent");
  }
  graph::NodeId add(std::string type, graph::ParamMap params = {}) {
    graph::Node node;
    node.type = std::move(type);
    node.params = std::move(params);
    return bench.graph.add(std::move(node));
  }
  graph::NodeId load(const std::string& name) {
    return add("image.load", {{"image", graph::FilePath{inpaint_fixture(name)}}});
  }
  void wire(graph::NodeId from, const char* out, graph::NodeId to, const char* in) {
    REQUIRE(bench.graph.connect({{from, out}, {to, in}}).has_value());
  }
  void wire_mask() {
    const graph::NodeId mask = load("inpaint_mask.png");
    wire(mask, "image", encode, "mask");
    wire(mask, "image", bench.sampler, "mask");
  }
  void wire_control() {
    const graph::NodeId network = add("control.load", {{"control", graph::FilePath{inpaint_fixture("controls/a")}}});
    const graph::NodeId apply = add("control.apply");
    wire(network, "control_net", apply, "control_net");
    wire(load("map.png"), "image", apply, "image");
    wire(apply, "control", bench.sampler, "control");
  }
  double error(const std::string& name, double strength) {
    bench.set(bench.sampler, "strength", strength);
    bench.run();
    return testing::relative_error(bench.latents(), inpaint_golden()[name]);
  }

  PipelineBench bench;
  graph::NodeId image, encode;
};

std::string name_of(const char* what, const char* strength) { return std::string(what) + "_" + strength; }

TEST_CASE("SDEdit at five strengths gives the latents that diffusers gives") {
  Repaint repaint;
  for (const char* strength : {"0.2", "0.4", "0.6", "0.8", "1.0"}) {
    CAPTURE(strength);
    CHECK(repaint.error(name_of("image", strength), std::stod(strength)) < 1e-4);
  }
}

TEST_CASE("a masked repaint gives the latents that diffusers gives, with 4 channels and with 9") {
  for (const bool repaints : {false, true}) {
    CAPTURE(repaints);
    Repaint repaint(false, repaints);
    repaint.wire_mask();
    const std::string name = repaints ? "inpaint_9" : "inpaint_4";
    CHECK(repaint.error(name + "_0.6", 0.6) < 1e-4);
    CHECK(repaint.error(name + "_1.0", 1.0) < 1e-4);
    repaint.wire_control();
    CHECK(repaint.error(name + "_control", 0.8) < 1e-4);
    Repaint with_reference(true, repaints);
    with_reference.wire_mask();
    CHECK(with_reference.error(name + "_reference", 0.8) < 1e-4);
  }
}

TEST_CASE("a grey mask gives the latents of differential diffusion") {
  Repaint repaint;
  repaint.wire_mask();
  repaint.bench.set(repaint.bench.sampler, "grey_mask", true);
  CHECK(repaint.error("grey_0.6", 0.6) < 1e-4);
  CHECK(repaint.error("grey_1.0", 1.0) < 1e-4);
}

TEST_CASE("what stays can be kept in each estimate, as k-diffusion's users do") {
  Repaint repaint;
  repaint.wire_mask();
  repaint.bench.set(repaint.bench.sampler, "mask_blend", graph::Choice{"in_estimate"});
  CHECK(repaint.error("in_estimate_0.6", 0.6) < 1e-4);
}

TEST_CASE("soft inpainting mixes each estimate by the mask's grey, as AUTOMATIC1111's script does") {
  Repaint repaint;
  repaint.wire_mask();
  repaint.bench.set(repaint.bench.sampler, "mask_blend", graph::Choice{"soft"});
  CHECK(repaint.error("soft_0.6", 0.6) < 1e-4);
  CHECK(repaint.error("soft_1.0", 1.0) < 1e-4);
}

TEST_CASE("a repainting checkpoint without a mask says what it needs") {
  Repaint repaint(false, true);
  CHECK_THROWS_WITH(repaint.bench.run(), doctest::Contains("made for repainting"));
}

TEST_CASE("strengths count as the named program counts them") {
  Repaint repaint;
  repaint.bench.set(repaint.bench.sampler, "strength", 0.4);
  const auto steps_by = [&](const char* rule) {
    repaint.bench.set(repaint.bench.sampler, "strength_rule", graph::Choice{rule});
    repaint.bench.run();
    return repaint.bench.network_steps;
  };
  CHECK(steps_by("diffusers") == 4);
  const at::Tensor plain = repaint.bench.latents();
  CHECK(steps_by("ldm") == 4);
  CHECK_FALSE(at::equal(plain, repaint.bench.latents()));
  CHECK(steps_by("automatic1111") == 5);
}

// Prepares, repaints and finishes; what the last node gives.
engine::Outputs finished(Repaint& repaint, const graph::ParamMap& params, engine::RunResult* run = nullptr) {
  PipelineBench& bench = repaint.bench;
  bench.graph.disconnect({{repaint.image, "image"}, {repaint.encode, "image"}});
  const graph::NodeId prepare = repaint.add("inpaint.prepare", params);
  repaint.wire(repaint.image, "image", prepare, "image");
  repaint.wire(repaint.load("inpaint_mask.png"), "image", prepare, "mask");
  repaint.wire(bench.model, "model", prepare, "model");
  repaint.wire(prepare, "image", repaint.encode, "image");
  repaint.wire(prepare, "mask", repaint.encode, "mask");
  repaint.wire(prepare, "mask", bench.sampler, "mask");
  const graph::NodeId finish = repaint.add("inpaint.finish");
  repaint.wire(bench.decode, "image", finish, "image");
  repaint.wire(prepare, "repaint", finish, "repaint");
  bench.decode = finish;
  engine::RunResult result = bench.run();
  engine::Outputs outputs = result.targets.at(finish);
  if (run != nullptr) *run = std::move(result);
  return outputs;
}

TEST_CASE("prepare and finish keep every pixel outside, at the own size, at the model's, and with new sides") {
  const graph::ParamMap at_own{{"feather", std::int64_t{2}}};
  const graph::ParamMap at_model{{"only_masked", true}, {"margin", std::int64_t{3}}, {"fill", graph::Choice{"blur"}}};
  const graph::ParamMap larger{
      {"left", std::int64_t{13}}, {"bottom", std::int64_t{5}}, {"fill", graph::Choice{"noise"}}};
  for (const graph::ParamMap& params : {at_own, at_model, larger}) {
    Repaint repaint;
    const engine::Outputs outputs = finished(repaint, params);
    const auto& images = outputs.find("image")->as<pipeline::Images>();
    CHECK(images.front().width() == (params.contains("left") ? 77 : 64));
    CHECK(images.front().height() == (params.contains("left") ? 53 : 48));
    const auto& facts = outputs.find("facts")->as<pipeline::ImageFacts>();
    const nlohmann::json json = nlohmann::json::parse(facts.json.front());
    CHECK(json["changed_outside"] == 0);
    CHECK(json["changed_inside"] > 100);
    CHECK(json["pixels_outside"] > 300);
  }
}

TEST_CASE("a mask cut to the repaint lies where the repaint's own mask lies; another size is refused") {
  Repaint repaint;
  const graph::NodeId prepare =
      repaint.add("inpaint.prepare",
                  {{"grey", true}, {"only_masked", true}, {"margin", std::int64_t{3}}, {"size", std::int64_t{64}}});
  const graph::NodeId mask = repaint.load("inpaint_mask.png"), cut = repaint.add("inpaint.cut");
  repaint.wire(repaint.image, "image", prepare, "image");
  repaint.wire(mask, "image", prepare, "mask");
  repaint.wire(mask, "image", cut, "image");
  repaint.wire(prepare, "repaint", cut, "repaint");
  const auto image_of = [&repaint](graph::NodeId node, const char* port) {
    repaint.bench.decode = node;
    return repaint.bench.run().targets.at(node).find(port)->as<pipeline::Images>().front();
  };
  const image::Image made = image_of(cut, "image"), own = image_of(prepare, "mask");
  REQUIRE(made.width() == own.width());
  REQUIRE(made.height() == own.height());
  CHECK(std::ranges::equal(made.pixels(), own.pixels()));
  REQUIRE(repaint.bench.graph.disconnect({{mask, "image"}, {cut, "image"}}));
  const graph::NodeId other = repaint.add("inpaint.cut");
  repaint.wire(cut, "image", other, "image");
  repaint.wire(prepare, "repaint", other, "repaint");
  repaint.wire(mask, "image", cut, "image");
  repaint.bench.decode = other;
  CHECK_THROWS_AS(repaint.bench.run(), std::runtime_error);
}

}  // namespace
}  // namespace heddle
