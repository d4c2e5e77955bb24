// LoRA and textual inversions in whole runs: what diffusers gives with them, and the original bits without.
#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>

#include <cmath>

#include "pipeline_bench.h"
#include "support/golden.h"
#include "support/temporary_folder.h"
#include "support/test.h"

namespace heddle {
namespace {

using testing::PipelineBench;

const testing::Golden& expected() {
  static const testing::Golden golden = testing::read_golden("lora/runs.safetensors");
  return golden;
}

std::string golden_path(const std::string& name) {
  return std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/lora/" + name;
}

void disconnect(graph::Graph& graph, graph::NodeId to, const std::string& port) {
  for (const graph::Link& link : std::vector(graph.links())) {
    if (link.to.node == to && link.to.port == port) graph.disconnect(link);
  }
}

void rewire(graph::Graph& graph, graph::Endpoint from, graph::NodeId to, const std::string& port) {
  disconnect(graph, to, port);
  REQUIRE(graph.connect({std::move(from), {to, port}}));
}

struct LoraBench : PipelineBench {
  explicit LoraBench(at::ScalarType dtype = at::kFloat, std::optional<at::ScalarType> storage = std::nullopt)
      : PipelineBench(dtype, storage) {
    build(false);
    model_from = text_from = model;
  }

  graph::NodeId add(const std::string& type, graph::ParamMap params) {
    graph::Node node;
    node.type = type;
    node.params = std::move(params);
    return graph.add(std::move(node));
  }

  // Puts a LoRA between what feeds the sampler and the prompts now, and these.
  graph::NodeId add_lora(const std::string& file, double unet_weight, double text_weight) {
    const graph::NodeId lora =
        add("lora.apply",
            {{"lora", graph::FilePath{golden_path(file)}}, {"unet_weight", unet_weight}, {"text_weight", text_weight}});
    rewire(graph, {model_from, "model"}, lora, "model");
    rewire(graph, {text_from, "text_encoder"}, lora, "text_encoder");
    rewire(graph, {lora, "model"}, sampler, "model");
    for (const graph::NodeId text : {positive, negative}) rewire(graph, {lora, "text_encoder"}, text, "text_encoder");
    return model_from = text_from = lora;
  }

  graph::NodeId add_embedding(const std::string& file) {
    const graph::NodeId node = add("embedding.apply", {{"embedding", graph::FilePath{golden_path(file)}}});
    rewire(graph, {text_from, "text_encoder"}, node, "text_encoder");
    for (const graph::NodeId text : {positive, negative}) rewire(graph, {node, "text_encoder"}, text, "text_encoder");
    return text_from = node;
  }

  double error(const std::string& name) {
    run();
    return testing::relative_error(latents(), expected()[name]);
  }

  // The message with which the run fails.
  std::string failure() {
    try {
      run();
    } catch (const std::exception& thrown) {
      return thrown.what();
    }
    return "";
  }

  graph::NodeId model_from, text_from;
};

bool says(const std::string& message, std::string_view words) { return message.find(words) != std::string::npos; }

TEST_CASE("a LoRA on UNet and text encoder gives the latents that diffusers gives") {
  LoraBench bench;
  bench.add_lora("kohya.safetensors", 0.75, 0.75);
  CHECK(bench.error("lora") < 1e-4);
  CHECK(bench.notes.empty());
}

TEST_CASE("two LoRA in a row, one of them negative, give the latents that diffusers gives") {
  LoraBench bench;
  bench.add_lora("kohya.safetensors", 0.5, 0.5);
  bench.add_lora("diffusers.safetensors", -0.25, -0.25);
  CHECK(bench.error("two_lora") < 1e-4);
}

TEST_CASE("in the low-memory mode LoRA are merged in fp32 and kept in 16 bits") {
  LoraBench bench(at::kFloat, at::kBFloat16);
  bench.add_lora("kohya.safetensors", 0.75, 0.75);
  CHECK(bench.error("lora") < 2e-2);
}

TEST_CASE("after a LoRA is taken out, or set to 0, every bit is as it was") {
  for (const at::ScalarType dtype : {at::kFloat, at::kBFloat16}) {
    LoraBench plain(dtype), bench(dtype);
    plain.run();
    const graph::NodeId lora = bench.add_lora("kohya.safetensors", 0.75, 0.75);
    bench.run();
    CHECK_FALSE(at::equal(bench.latents(), plain.latents()));
    SUBCASE("bypassed") { bench.graph.find(lora)->mode = graph::NodeMode::bypassed; }
    SUBCASE("at 0") {
      bench.set(lora, "unet_weight", 0.0);
      bench.set(lora, "text_weight", 0.0);
    }
    SUBCASE("full differences bypassed") {
      bench.set(lora, "lora", graph::FilePath{golden_path("lycoris.safetensors")});
      bench.run();
      CHECK_FALSE(at::equal(bench.latents(), plain.latents()));
      bench.graph.find(lora)->mode = graph::NodeMode::bypassed;
    }
    bench.run();
    CHECK(at::equal(bench.latents(), plain.latents()));
  }
}

TEST_CASE("the weights of a model stay as they were to the bit while a LoRA made from it runs") {
  LoraBench bench;
  bench.run();
  const at::Tensor before = bench.latents().clone();
  bench.add_lora("kohya.safetensors", 1, 1);
  bench.run();
  rewire(bench.graph, {bench.model, "model"}, bench.sampler, "model");
  for (const graph::NodeId text : {bench.positive, bench.negative})
    rewire(bench.graph, {bench.model, "text_encoder"}, text, "text_encoder");
  bench.set(bench.sampler, "seed", graph::Seed{12});
  bench.run();
  bench.set(bench.sampler, "seed", graph::Seed{11});
  bench.run();
  CHECK(at::equal(bench.latents(), before));
}

TEST_CASE("the strengths of UNet and text encoder act apart") {
  LoraBench unet, text, both;
  unet.add_lora("kohya.safetensors", 0.75, 0);
  text.add_lora("kohya.safetensors", 0, 0.75);
  both.add_lora("kohya.safetensors", 0.75, 0.75);
  for (LoraBench* bench : {&unet, &text, &both}) bench->run();
  CHECK_FALSE(at::equal(unet.latents(), text.latents()));
  CHECK_FALSE(at::equal(unet.latents(), both.latents()));
  CHECK_FALSE(at::equal(text.latents(), both.latents()));
}

TEST_CASE("guidance encodes and merges nothing again, a LoRA's strength does") {
  LoraBench bench;
  const graph::NodeId lora = bench.add_lora("kohya.safetensors", 0.75, 0.75);
  bench.run();
  bench.set(bench.sampler, "guidance", graph::Lane::scalar(3.0));
  bench.run();
  CHECK(bench.nodes_run == 2);  // the sampler and the decoder
  bench.set(lora, "text_weight", 0.5);
  bench.run();
  CHECK(bench.nodes_run == 5);  // and the LoRA and two prompts
}

TEST_CASE("a LoRA that fits nothing is an error, one that needs the text encoder says so") {
  const testing::TemporaryFolder folder;
  LoraBench bench;
  const graph::NodeId lora = bench.add_lora("kohya.safetensors", 1, 1);
  const auto with = [&](const std::string& key, std::vector<std::int64_t> down, std::vector<std::int64_t> up) {
    tensor::NamedTensors tensors{{key + ".lora_down.weight", at::ones(down)}, {key + ".lora_up.weight", at::ones(up)}};
    REQUIRE(tensor::save_file(folder / "x.safetensors", tensors));
    bench.set(lora, "lora", graph::FilePath{(folder / "x.safetensors").string()});
    return bench.failure();
  };
  CHECK(says(with("lora_unet_nowhere", {2, 16}, {16, 2}),
             "changes nothing in this model: none of its 1 modules is there"));
  const std::string xl = with("lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k", {2, 2048}, {16, 2});
  CHECK(says(xl, "Stable Diffusion XL"));
  CHECK(says(xl, "x.safetensors"));
  disconnect(bench.graph, lora, "text_encoder");
  for (const graph::NodeId text : {bench.positive, bench.negative})
    rewire(bench.graph, {bench.model, "text_encoder"}, text, "text_encoder");
  CHECK(says(with("lora_te_text_model_encoder_layers_0_mlp_fc1", {2, 32}, {64, 2}), "wire the text encoder"));
  bench.set(lora, "lora", graph::FilePath{""});
  CHECK(says(bench.failure(), "no LoRA is chosen"));
}

TEST_CASE("numbers that are not finite are found before they reach a picture") {
  const testing::TemporaryFolder folder;
  const std::string key = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn1_to_q";
  tensor::NamedTensors tensors{{key + ".lora_down.weight", at::full({2, 16}, std::nan(""))},
                               {key + ".lora_up.weight", at::ones({16, 2})}};
  REQUIRE(tensor::save_file(folder / "x.safetensors", tensors));
  LoraBench bench;
  const graph::NodeId lora = bench.add_lora("kohya.safetensors", 1, 1);
  bench.set(lora, "lora", graph::FilePath{(folder / "x.safetensors").string()});
  CHECK(says(bench.failure(), "not finite"));
}

TEST_CASE("a textual inversion in each of its file forms gives the latents that diffusers gives") {
  for (const std::string file : {"toy.pt", "toy.safetensors", "learned_embeds.bin"}) {
    CAPTURE(file);
    LoraBench bench;
    bench.add_embedding(file);
    const std::string word = file == "learned_embeds.bin" ? "<toy>" : "toy";
    bench.set(bench.positive, "text", "a red " + word + ", on the beach");
    CHECK(bench.error("embedding") < 1e-4);
    bench.set(bench.positive, "text", "a red ball on the beach");
    bench.set(bench.negative, "text", "embedding:" + word);
    CHECK(bench.error("negative_embedding") < 1e-4);
    bench.set(bench.negative, "text", "blue");
    CHECK(bench.error("plain") < 1e-4);
  }
}

TEST_CASE("a textual inversion has the file's own trigger, or only the one that the user chose") {
  LoraBench bench;
  const graph::NodeId node = bench.add_embedding("toy.pt");
  bench.set(bench.positive, "text", "a red INNER, on the beach");
  CHECK(bench.error("embedding") < 1e-4);
  bench.set(node, "token", "thing");
  CHECK(bench.error("embedding") > 1e-3);
  bench.set(bench.positive, "text", "a red thing, on the beach");
  CHECK(bench.error("embedding") < 1e-4);
}

TEST_CASE("a textual inversion for another text encoder is refused by its family") {
  LoraBench bench;
  bench.add_embedding("toy_xl.safetensors");
  const std::string message = bench.failure();
  CHECK(says(message, "toy_xl.safetensors"));
  CHECK(says(message, "Stable Diffusion XL"));
}

}  // namespace
}  // namespace heddle
