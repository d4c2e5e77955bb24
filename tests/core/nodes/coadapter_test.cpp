// CoAdapter through the whole graph against tests/golden/pipeline/make_coadapter.py.
#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>

#include <filesystem>
#include <string>

#include "pipeline/coadapter_encoding.h"
#include "pipeline_bench.h"
#include "support/golden.h"
#include "support/temporary_folder.h"
#include "support/test.h"

namespace heddle {
namespace {

using testing::PipelineBench;

std::string co_fixture(const std::string& name) {
  return std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/pipeline/" + name;
}

struct CoUse {
  std::string file, name;  // a fixture and what it is called here
  double weight = 1;
  bool is_style = false;
};
const CoUse kCanny{"t2i/original.pth", "coadapter-canny-sd15v1.pth"};
const CoUse kColor{"t2i/light_prefixed.pth", "coadapter-color-sd15v1.pth"};
const CoUse kStyle{"style/style.pth", "coadapter-style-sd15v1.pth", 1, true};

CoUse weighed(CoUse use, double weight) {
  use.weight = weight;
  return use;
}

at::Tensor co_latents(const std::vector<CoUse>& uses, double strength = 1) {
  const testing::TemporaryFolder folder;
  PipelineBench bench;
  bench.build(false);
  const auto add = [&](std::string type, graph::ParamMap params) {
    graph::Node node;
    node.type = std::move(type);
    node.params = std::move(params);
    return bench.graph.add(std::move(node));
  };
  const auto wire = [&](graph::NodeId from, const char* out, graph::NodeId to, const char* in) {
    REQUIRE(bench.graph.connect({{from, out}, {to, in}}).has_value());
  };
  const auto fuser = add("coadapter.load", {{"coadapter", graph::FilePath{co_fixture("t2i/fuser.pth")}}});
  const auto apply = add("coadapter.apply", {{"strength", graph::Lane::scalar(strength)}});
  wire(fuser, "coadapter", apply, "coadapter");
  wire(apply, "control", bench.sampler, "control");
  for (const CoUse& use : uses) {
    const std::string path = (folder.path() / use.name).string();
    std::filesystem::copy_file(co_fixture(use.file), path);
    const auto condition = add(use.is_style ? "coadapter.style" : "coadapter.condition", {{"weight", use.weight}});
    const auto image =
        add("image.load", {{"image", graph::FilePath{co_fixture(use.is_style ? "reference.png" : "map.png")}}});
    wire(image, "image", condition, "image");
    if (use.is_style) {
      wire(add("style.load", {{"style_adapter", graph::FilePath{path}}}), "style_adapter", condition, "style_adapter");
      wire(add("image_encoder.load", {{"encoder", graph::FilePath{co_fixture("model/image_encoder")}}}),
           "image_encoder", condition, "image_encoder");
    } else {
      wire(add("t2i.load", {{"t2i_adapter", graph::FilePath{path}}}), "t2i_adapter", condition, "t2i_adapter");
    }
    wire(condition, "condition", apply, "condition");
  }
  bench.run();
  return bench.latents();
}

TEST_CASE("a CoAdapter's fuser gives the latents of its reference") {
  const auto golden = testing::read_golden("pipeline/coadapter_expected.safetensors");
  CHECK(testing::relative_error(co_latents({kCanny, weighed(kColor, 0.7)}), golden["maps"]) < 1e-4);
  CHECK(testing::relative_error(co_latents({kCanny, weighed(kStyle, 0.8), kColor}), golden["maps_and_style"]) < 1e-4);
  CHECK(testing::relative_error(co_latents({kCanny, kStyle}, 0.5), golden["half"]) < 1e-4);
}

TEST_CASE("the order of a CoAdapter's conditions changes no bit, and strength 0 is a run without it") {
  CHECK(at::equal(co_latents({kCanny, kStyle, kColor}), co_latents({kColor, kCanny, kStyle})));
  PipelineBench plain;
  plain.build(false);
  plain.run();
  CHECK(at::equal(co_latents({kCanny, kStyle}, 0), plain.latents()));
}

TEST_CASE("the fuser takes the files that were trained with it, by what they are called") {
  CHECK(pipeline::co_task_of("coadapter-depth-sd15v1", "auto").value() == models::CoTask::depth);
  CHECK(pipeline::co_task_of("mine", "seg").value() == models::CoTask::seg);
  const auto alone = pipeline::co_task_of("t2iadapter_canny_sd14v1", "canny");
  REQUIRE_FALSE(alone);
  CHECK(alone.error().message.find("works alone") != std::string::npos);
  CHECK_FALSE(pipeline::co_task_of("mine", "auto"));
}

}  // namespace
}  // namespace heddle
