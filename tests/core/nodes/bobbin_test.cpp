// Bobbin's names in graphs: its styles are the model with a LoRA merged in, its adapters are files beside it.
#include <ATen/ops/equal.h>
#include <ATen/ops/ones.h>

#include <fstream>

#include "pipeline/load/bobbin.h"
#include "pipeline_bench.h"
#include "support/golden.h"
#include "support/temporary_folder.h"
#include "training/model_files.h"
#include "training/tensor_store.h"

#include "support/test.h"

namespace heddle {
namespace {

namespace fs = std::filesystem;
using testing::PipelineBench;

fs::path golden(const std::string& name) { return fs::path(HEDDLE_SOURCE_DIR) / "tests" / "golden" / name; }

// The tiny pipeline instead of Bobbin, with two styles and an adapter.
struct BobbinBench : PipelineBench {
  BobbinBench() {
    const fs::path bobbin = folder / "models" / "bobbin";
    fs::create_directories(folder / "models");
    fs::copy(golden("pipeline/model"), bobbin, fs::copy_options::recursive);
    fs::create_directories(bobbin / "styles");
    fs::copy(golden("lora/kohya.safetensors"), bobbin / "styles" / "ink.safetensors");
    const tensor::NamedTensors of_another_model = {{"lora_unet_no_such_layer.lora_down.weight", at::ones({2, 8})},
                                                   {"lora_unet_no_such_layer.lora_up.weight", at::ones({8, 2})}};
    if (!training::write_tensors(bobbin / "styles" / "neon.safetensors", of_another_model, {}))
      throw std::runtime_error("neon");
    fs::copy(golden("pipeline/model/ip-adapter.safetensors"), bobbin / "ip-adapter-plus_bobbin.safetensors");
    services->resources = folder.path();
    build(false);
  }
  struct Folder {
    testing::TemporaryFolder held;
    fs::path operator/(const std::string& name) const { return held / name; }
    [[nodiscard]] const fs::path& path() const { return held.path(); }
  };
  at::Tensor of(const std::string& name) {
    set(model, "model", graph::FilePath{name});
    run();
    return latents();
  }
  Folder folder;
};

}  // namespace

TEST_CASE("a style of Bobbin is Bobbin with its LoRA merged at full strength, and Bobbin itself stays as it was") {
  BobbinBench bench;
  const at::Tensor plain = bench.of("bobbin");
  const at::Tensor ink = bench.of("bobbin:ink");
  CHECK_FALSE(at::equal(plain, ink));
  CHECK(at::equal(bench.of("bobbin"), plain));

  PipelineBench by_hand;
  by_hand.build(false);
  graph::Node node;
  node.type = "lora.apply";
  node.params = {
      {"lora", graph::FilePath{golden("lora/kohya.safetensors").string()}}, {"unet_weight", 1.0}, {"text_weight", 0.0}};
  const graph::NodeId lora = by_hand.graph.add(std::move(node));
  for (const graph::Link& link : std::vector(by_hand.graph.links())) {
    if (link.to.node == by_hand.sampler && link.to.port == "model") by_hand.graph.disconnect(link);
  }
  REQUIRE(by_hand.graph.connect({{by_hand.model, "model"}, {lora, "model"}}));
  REQUIRE(by_hand.graph.connect({{by_hand.model, "text_encoder"}, {lora, "text_encoder"}}));
  REQUIRE(by_hand.graph.connect({{lora, "model"}, {by_hand.sampler, "model"}}));
  by_hand.run();
  CHECK(at::equal(by_hand.latents(), ink));
}

TEST_CASE("a UNet of its own takes the place of Bobbin's, and Bobbin itself stays as it was") {
  BobbinBench bench;
  const at::Tensor plain = bench.of("bobbin");
  fs::copy(bench.folder / "models" / "bobbin" / "unet", bench.folder / "models" / "bobbin" / "unet-same",
           fs::copy_options::recursive);
  CHECK(at::equal(bench.of("bobbin:same"), plain));
  const fs::path other = bench.folder / "models" / "bobbin" / "unet-other";
  auto files = training::read_model(bench.folder / "models" / "bobbin" / "unet");
  REQUIRE_MESSAGE(files.has_value(), (files ? "" : files.error().message));
  files->weights.at("conv_out.bias") = files->weights.at("conv_out.bias") + 1;
  REQUIRE(training::write_model(other, files->config, files->weights).has_value());
  CHECK_FALSE(at::equal(bench.of("bobbin:other"), plain));
  CHECK(at::equal(bench.of("bobbin"), plain));
}

TEST_CASE("a style that is not there, or is of another model, says what there is") {
  BobbinBench bench;
  CHECK_THROWS_WITH(
      bench.of("bobbin:pastel"),
      "[bobbin.find] Bobbin has no style 'pastel'; it has: ink, neon; name one of these, or \"bobbin\" alone");
  CHECK_THROWS_WITH(
      bench.of("bobbin:../secret"),
      "[bobbin.find] Bobbin has no style '../secret'; it has: ink, neon; name one of these, or \"bobbin\" alone");
  try {
    bench.of("bobbin:neon");
    FAIL("a LoRA that changes nothing was merged");
  } catch (const std::runtime_error& error) {
    CHECK(std::string(error.what()).find("the style 'bobbin:neon' changes nothing in this model") != std::string::npos);
  }
}

TEST_CASE("names of Bobbin's files are mapped both ways, and files without a name have none") {
  const BobbinBench bench;
  const fs::path bobbin = bench.services->model_path("bobbin:ink");
  CHECK(bobbin == bench.services->model_path(""));
  CHECK(pipeline::is_bobbin("bobbin"));
  CHECK_FALSE(pipeline::is_bobbin("bobbin.safetensors"));
  CHECK(pipeline::bobbin_name_of(bobbin, bobbin) == "bobbin");
  for (const char* name : {"bobbin:ink", "bobbin:neon"}) {
    const auto file = pipeline::bobbin_style(bobbin, pipeline::bobbin_variant(name));
    REQUIRE(file.has_value());
    CHECK(pipeline::bobbin_name_of(bobbin, *file) == name);
  }
  const auto plus = pipeline::bobbin_adapter(bobbin, "plus");
  REQUIRE(plus.has_value());
  CHECK(pipeline::bobbin_name_of(bobbin, *plus) == "bobbin:plus");
  CHECK(pipeline::bobbin_name_of(bobbin, *pipeline::bobbin_adapter(bobbin, "")) == "bobbin");
  CHECK(pipeline::bobbin_name_of(bobbin, bobbin / "ip-adapter.safetensors").empty());
  const auto simple = pipeline::bobbin_adapter(bobbin, "simple");
  REQUIRE_FALSE(simple.has_value());
  CHECK(simple.error().message ==
        "[bobbin.find] Bobbin has no adapter 'simple'; it has: plus; name one of these, or \"bobbin\" alone");
  fs::create_directories(bobbin / "controlnet-canny");
  CHECK_FALSE(pipeline::bobbin_control(bobbin, "canny").has_value());
  std::ofstream(bobbin / "controlnet-canny" / "config.json") << "{}";
  const auto canny = pipeline::bobbin_control(bobbin, "canny");
  REQUIRE(canny.has_value());
  CHECK(pipeline::bobbin_name_of(bobbin, *canny) == "bobbin:canny");
  std::ofstream(bobbin / "t2iadapter-sketch.safetensors") << "x";
  const auto sketch = pipeline::bobbin_t2i_adapter(bobbin, "sketch");
  REQUIRE(sketch.has_value());
  CHECK(pipeline::bobbin_name_of(bobbin, *sketch) == "bobbin:sketch");
  CHECK_FALSE(pipeline::bobbin_t2i_adapter(bobbin, "canny").has_value());
  CHECK(pipeline::bobbin_unet(bobbin, "inpaint").empty());
  fs::create_directories(bobbin / "unet-inpaint");
  std::ofstream(bobbin / "unet-inpaint" / "config.json") << "{}";
  CHECK(pipeline::bobbin_unet(bobbin, "inpaint") == bobbin / "unet-inpaint");
  CHECK(pipeline::bobbin_name_of(bobbin, bobbin / "unet-inpaint") == "bobbin:inpaint");
}

}  // namespace heddle
