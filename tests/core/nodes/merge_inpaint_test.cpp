// A fine-tune made a repainting model: fine-tune + (repainting model - base), with LoRA before and behind.
#include <ATen/ops/cat.h>
#include <ATen/ops/equal.h>

#include "pipeline_bench.h"
#include "repainting_model.h"

namespace heddle {
namespace {

using testing::inpaint_fixture;
using testing::PipelineBench;
using testing::repainting_model;

void fine_tune(tensor::NamedTensors& unet) {
  for (auto& [name, weight] : unet) weight = weight.to(at::kFloat) * 1.0625 + 0.001;
}

std::string fine_tuned() {
  static const testing::TemporaryFolder folder;
  static const std::string model = testing::changed_model(folder.path() / "tuned", 4, fine_tune);
  return model;
}

// The sum, by the formula.
std::string merged_by_hand() {
  static const testing::TemporaryFolder folder;
  static const std::string model = testing::changed_model(folder.path() / "sum", 9, [](tensor::NamedTensors& unet) {
    const at::Tensor base = unet["conv_in.weight"].to(at::kFloat);
    const at::Tensor repainting = testing::inpaint_golden()["conv_in"].to(at::kFloat);
    fine_tune(unet);
    unet["conv_in.weight"] =
        at::cat({unet["conv_in.weight"] + (repainting.narrow(1, 0, 4) - base), repainting.narrow(1, 4, 5)}, 1);
  });
  return model;
}

struct Merge {
  Merge() {
    bench.build(false);
    from = bench.model;
    bench.set(bench.sampler, "width", std::int64_t{0});
    bench.set(bench.sampler, "height", std::int64_t{0});
    bench.set(bench.sampler, "strength", 0.6);
    const graph::NodeId image = add("image.load", {{"image", graph::FilePath{inpaint_fixture("inpaint_picture.png")}}});
    const graph::NodeId mask = add("image.load", {{"image", graph::FilePath{inpaint_fixture("inpaint_mask.png")}}});
    const graph::NodeId encode = add("latent.encode");
    wire(image, "image", encode, "image");
    wire(bench.model, "vae", encode, "vae");
    wire(mask, "image", encode, "mask");
    wire(mask, "image", bench.sampler, "mask");
    wire(encode, "latent", bench.sampler, "latent");
  }
  graph::NodeId add(std::string type, graph::ParamMap params = {}) {
    graph::Node node;
    node.type = std::move(type);
    node.params = std::move(params);
    return bench.graph.add(std::move(node));
  }
  void wire(graph::NodeId from, const char* out, graph::NodeId to, const char* in) {
    for (const graph::Link& link : std::vector(bench.graph.links())) {
      if (link.to.node == to && link.to.port == in) bench.graph.disconnect(link);
    }
    REQUIRE(bench.graph.connect({{from, out}, {to, in}}).has_value());
  }
  // A node between what gives the sampler its model now, and the sampler.
  void put(graph::NodeId node) {
    wire(from, "model", node, "model");
    wire(node, "model", bench.sampler, "model");
    from = node;
  }
  void put_merge(const std::string& inpainting, const std::string& base) {
    put(add("model.merge_inpaint", {{"inpainting", graph::FilePath{inpainting}}, {"base", graph::FilePath{base}}}));
  }
  void put_lora() {
    const std::string file = std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/lora/kohya.safetensors";
    const graph::NodeId lora = add("lora.apply", {{"lora", graph::FilePath{file}}});
    wire(bench.model, "text_encoder", lora, "text_encoder");
    put(lora);
  }
  at::Tensor latents_of(const std::string& model) {
    bench.set(bench.model, "model", graph::FilePath{model});
    bench.run();
    return bench.latents();
  }

  PipelineBench bench;
  graph::NodeId from;
};

TEST_CASE("the sum of a fine-tune and what repainting added to the base repaints as the sum made by hand") {
  Merge by_hand;
  const at::Tensor expected = by_hand.latents_of(merged_by_hand());
  Merge merge;
  merge.put_merge(repainting_model(), inpaint_fixture("model"));
  CHECK(testing::relative_error(merge.latents_of(fine_tuned()), expected) < 1e-5);
}

TEST_CASE("LoRA before the merge and behind it give one picture") {
  Merge before, behind;
  before.put_lora();
  before.put_merge(repainting_model(), inpaint_fixture("model"));
  behind.put_merge(repainting_model(), inpaint_fixture("model"));
  behind.put_lora();
  Merge without;
  without.put_merge(repainting_model(), inpaint_fixture("model"));
  const at::Tensor latents = before.latents_of(fine_tuned());
  CHECK(at::equal(latents, behind.latents_of(fine_tuned())));
  CHECK_FALSE(at::equal(latents, without.latents_of(fine_tuned())));
}

TEST_CASE("files that are no repainting model, no base of it, or of another family are named") {
  Merge swapped;
  swapped.put_merge(inpaint_fixture("model"), repainting_model());
  CHECK_THROWS_WITH(swapped.latents_of(fine_tuned()), doctest::Contains("has 4 input channels"));
  Merge same;
  same.put_merge(repainting_model(), repainting_model());
  CHECK_THROWS_WITH(same.latents_of(fine_tuned()), doctest::Contains("the base that it was trained from has 4"));
  Merge twice;
  twice.put_merge(repainting_model(), inpaint_fixture("model"));
  CHECK_THROWS_WITH(twice.latents_of(repainting_model()), doctest::Contains("has 9 input channels"));
  Merge none;
  none.put_merge("", inpaint_fixture("model"));
  CHECK_THROWS_WITH(none.latents_of(fine_tuned()), doctest::Contains("no repainting model is chosen"));
}

}  // namespace
}  // namespace heddle
