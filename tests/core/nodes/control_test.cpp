// ControlNets through the whole graph against diffusers: tests/golden/pipeline/make_controls.py.
#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/zeros.h>

#include <filesystem>
#include <string>

#include "pipeline/load/part_networks.h"
#include "pipeline_bench.h"
#include "support/golden.h"
#include "support/temporary_folder.h"
#include "support/test.h"
#include "tensor/weight_tensors.h"
#include "weights/control_files.h"
#include "weights/model_files.h"

namespace heddle {
namespace {

using testing::PipelineBench;

const testing::Golden& control_golden() {
  static const testing::Golden golden = testing::read_golden("pipeline/controls_expected.safetensors");
  return golden;
}

std::string control_fixture(const std::string& name) {
  return std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/pipeline/" + name;
}

struct Control {
  std::string network = "controls/a", map = "map.png";
  double strength = 1, start = 0, end = 1;
  std::string balance = "balanced", fit = "crop", mask = {}, average = "auto";
  bool with_model = false;  // wired to the network, for files of differences
};

// Wires a control to the bench's sampler; the node that applies it.
graph::NodeId add_control(PipelineBench& bench, const Control& control) {
  const auto add = [&](std::string type, graph::ParamMap params) {
    graph::Node node;
    node.type = std::move(type);
    node.params = std::move(params);
    return bench.graph.add(std::move(node));
  };
  const auto wire = [&](graph::NodeId from, const char* out, graph::NodeId to, const char* in) {
    REQUIRE(bench.graph.connect({{from, out}, {to, in}}).has_value());
  };
  graph::Lane strength = graph::Lane::scalar(control.strength);
  strength.start = control.start;
  strength.end = control.end;
  const auto map = add("image.load", {{"image", graph::FilePath{control_fixture(control.map)}}});
  const auto network =
      add("control.load",
          {{"control",
            graph::FilePath{control.network.starts_with('/') ? control.network : control_fixture(control.network)}}});
  const auto apply = add("control.apply", {{"strength", strength},
                                           {"balance", graph::Choice{control.balance}},
                                           {"fit", graph::Choice{control.fit}},
                                           {"average", graph::Choice{control.average}}});
  if (control.with_model) wire(bench.model, "model", network, "model");
  wire(map, "image", apply, "image");
  wire(network, "control_net", apply, "control_net");
  wire(apply, "control", bench.sampler, "control");
  if (!control.mask.empty())
    wire(add("image.load", {{"image", graph::FilePath{control.mask}}}), "image", apply, "mask");
  return apply;
}

double error_of(const std::string& name, const std::vector<Control>& controls, bool with_reference = false) {
  PipelineBench bench;
  bench.build(with_reference);
  if (with_reference) bench.set(bench.prompt, "scale", graph::Lane::scalar(0.7));
  if (name == "a_unguided") bench.set(bench.sampler, "guidance", graph::Lane::scalar(1.0));
  for (const Control& control : controls) add_control(bench, control);
  bench.run();
  return testing::relative_error(bench.latents(), control_golden()[name]);
}

at::Tensor latents_of(const std::vector<Control>& controls) {
  PipelineBench bench;
  bench.build(false);
  for (const Control& control : controls) add_control(bench, control);
  bench.run();
  return bench.latents();
}

TEST_CASE("a ControlNet gives the latents that diffusers gives") {
  CHECK(error_of("a", {{}}) < 1e-4);
  CHECK(error_of("a_half", {{.strength = 0.5}}) < 1e-4);
  CHECK(error_of("a_span", {{.start = 0.2, .end = 0.7}}) < 1e-4);
  CHECK(error_of("a_unguided", {{}}) < 1e-4);
  CHECK(error_of("a_guess_mode", {{.balance = "guess_mode_diffusers"}}) < 1e-4);
}

TEST_CASE("a file with the names of ControlNet's authors gives the latents that diffusers gives") {
  CHECK(error_of("b", {{.network = "controls/b.safetensors"}}) < 1e-4);
}

TEST_CASE("a grey map of another size is stretched as diffusers does it") {
  CHECK(error_of("a_stretched", {{.map = "map_large.png", .fit = "stretch"}}) < 1e-4);
}

TEST_CASE("two ControlNets add up, in either order to the same bits") {
  const Control a{.strength = 0.8}, b{.network = "controls/b.safetensors", .strength = 0.6};
  CHECK(error_of("a_and_b", {a, b}) < 1e-4);
  CHECK(at::equal(latents_of({a, b}), latents_of({b, a})));
}

TEST_CASE("a ControlNet and an image prompt act together as in diffusers") {
  CHECK(error_of("a_and_image", {{}}, true) < 1e-4);
}

TEST_CASE("strength 0 and a span without steps give the bits of a run without the control") {
  const at::Tensor without = latents_of({});
  CHECK(at::equal(latents_of({{.strength = 0}}), without));
  CHECK(at::equal(latents_of({{.start = 0.51, .end = 0.55}}), without));
  CHECK_FALSE(at::equal(latents_of({{.strength = 0.01}}), without));
}

TEST_CASE("each balance gives another picture, and control first leaves the unconditional half alone") {
  const at::Tensor balanced = latents_of({{}});
  for (const std::string balance : {"prompt_first", "control_first", "guess_mode"}) {
    CAPTURE(balance);
    CHECK_FALSE(at::equal(latents_of({{.balance = balance}}), balanced));
  }
}

TEST_CASE("a ControlNet acts on each part of a composed prompt and on edited ones") {
  for (const std::string text : {"a red ball AND the beach :0.5", "a [red:blue:0.5] ball"}) {
    CAPTURE(text);
    PipelineBench plain, with, without;
    plain.build(false, text);
    with.build(false, text);
    without.build(false, text);
    add_control(with, {});
    add_control(without, {.strength = 0});
    plain.run();
    with.run();
    without.run();
    CHECK_FALSE(at::equal(with.latents(), plain.latents()));
    CHECK(at::equal(without.latents(), plain.latents()));
  }
}

TEST_CASE("a strength by layers acts by layers") {
  const auto with = [](const std::vector<double>& layers) {
    PipelineBench bench;
    bench.build(false);
    const auto apply = add_control(bench, {});
    bench.set(apply, "strength", graph::Lane::per_layer(layers));
    bench.run();
    return bench.latents();
  };
  CHECK(at::equal(with(std::vector<double>(13, 0.5)), latents_of({{.strength = 0.5}})));
  std::vector<double> last(13, 0.0);
  last.back() = 1;
  CHECK_FALSE(at::equal(with(last), latents_of({{}})));
  CHECK_FALSE(at::equal(with(last), latents_of({})));
}

TEST_CASE("averaged residuals are ControlNet Shuffle's: another picture, and the same at every place") {
  const at::Tensor averaged = latents_of({{.average = "on"}});
  CHECK_FALSE(at::equal(averaged, latents_of({{}})));
  CHECK(at::equal(latents_of({{.average = "off"}}), latents_of({{}})));
}

// controls/a as the difference from the model of the bench.
std::string difference_file(const std::filesystem::path& folder) {
  auto part = weights::open_control(control_fixture("controls/a"));
  REQUIRE(part);
  auto control = pipeline::load_controlnet(*part, {}, RunControl::none());
  auto files = weights::open_model(control_fixture("model"));
  REQUIRE(files);
  auto base = pipeline::load_unet(*files->unet, {}, RunControl::none());
  REQUIRE((control && base));
  tensor::NamedTensors stored;
  for (const auto& [name, value] : control->weights) {
    const auto found = base->weights.find(name);
    stored[name] = found == base->weights.end() ? value : value - found->second;
  }
  stored["difference"] = at::zeros({0});
  const std::filesystem::path file = folder / "diffusion_pytorch_model.safetensors";
  REQUIRE(tensor::save_file(file, stored, {}));
  std::filesystem::copy_file(control_fixture("controls/a/config.json"), folder / "config.json");
  return file.string();
}

TEST_CASE("a ControlNet that is stored as a difference is the same once its base is added") {
  const testing::TemporaryFolder folder;
  const std::string file = difference_file(folder.path());
  CHECK(weights::is_control_difference(file));
  CHECK_FALSE(weights::is_control_difference(control_fixture("controls/a")));
  CHECK(error_of("a", {{.network = file, .with_model = true}}) < 1e-4);
  PipelineBench bench;
  bench.build(false);
  add_control(bench, {.network = file});
  CHECK_THROWS_WITH(bench.run(), doctest::Contains("wire the model"));
  PipelineBench idle;
  idle.build(false);
  add_control(idle, {.with_model = true});
  idle.run();
  REQUIRE(idle.notes.size() == 1);
  CHECK(idle.notes.front().find("has no effect") != std::string::npos);
}

TEST_CASE("files of other kinds are no ControlNets, each with its remedy") {
  const auto fault = [](const std::string& name) {
    const auto part = weights::open_control(control_fixture(name));
    return part ? std::string() : part.error().message;
  };
  CHECK(fault("t2i/light_prefixed.pth").find("load it as a T2I-Adapter") != std::string::npos);
  CHECK(fault("style/style.pth").find("load it as a style adapter") != std::string::npos);
  CHECK(fault("model/ip-adapter.safetensors").find("load it as an IP-Adapter") != std::string::npos);
  CHECK(fault("model").find("load it as the model") != std::string::npos);
  CHECK(fault("../lora/kohya.safetensors").find("apply it as a LoRA") != std::string::npos);
}

TEST_CASE("a black map is refused with a remedy") {
  PipelineBench bench;
  bench.build(false);
  add_control(bench, {.map = "map_black.png"});
  CHECK_THROWS_WITH(bench.run(), doctest::Contains("black all over"));
}

TEST_CASE("a strength that moves while the run is under way acts from the next step on, and nothing is encoded again") {
  PipelineBench moved, fixed;
  moved.build(false);
  fixed.build(false);
  const auto apply = add_control(moved, {.strength = 0.2});
  add_control(fixed, {.strength = 0.2});
  moved.on_step = [&](std::size_t step, engine::LiveValues& live) {
    if (step == 4) live.set(apply, "strength", graph::Lane::scalar(1.0));
  };
  moved.run();
  fixed.run();
  CHECK_FALSE(at::equal(moved.latents(), fixed.latents()));
}

}  // namespace
}  // namespace heddle
