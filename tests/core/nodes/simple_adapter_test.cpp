#include <ATen/ops/equal.h>

#include "pipeline_bench.h"
#include "support/temporary_folder.h"
#include "support/test.h"
#include "tensor/weight_tensors.h"

namespace heddle {
namespace {

// The tiny model with its adapter's projection alone, which is a simple adapter.
struct SimpleAdapterBench : testing::PipelineBench {
  SimpleAdapterBench() {
    build(true);
    auto weights =
        tensor::load_file(std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/pipeline/model/ip-adapter.safetensors");
    REQUIRE(weights);
    std::erase_if(*weights, [](const auto& entry) { return entry.first.starts_with("ip_adapter."); });
    const auto path = folder.path() / "simple.safetensors";
    REQUIRE(tensor::save_file(path, *weights));
    set(adapter, "adapter", graph::FilePath{path.string()});
  }
  void wire_mask() { REQUIRE(graph.connect({{image, "image"}, {prompt, "mask"}}).has_value()); }

  testing::TemporaryFolder folder;
};

TEST_CASE("a simple adapter changes the picture by its scale, and at 0 not by a bit") {
  testing::PipelineBench plain;
  plain.build(false);
  plain.run();
  SimpleAdapterBench bench;
  bench.run();
  CHECK_FALSE(at::equal(bench.latents(), plain.latents()));
  bench.set(bench.prompt, "scale", graph::Lane::scalar(0));
  bench.run();
  CHECK(at::equal(bench.latents(), plain.latents()));
  CHECK(bench.notes.empty());
}

TEST_CASE("a mask that a simple adapter cannot use is named in a note") {
  SimpleAdapterBench bench;
  bench.wire_mask();
  const engine::Outputs outputs = bench.run_prompt();
  REQUIRE(outputs.notes().size() == 1);
  CHECK(outputs.notes()[0].message.find("the mask has no effect") != std::string::npos);
}

}  // namespace
}  // namespace heddle
