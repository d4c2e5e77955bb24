#include "nodes/prompt_files.h"

#include <filesystem>

#include "pipeline/load/model_search.h"
#include "pipeline_bench.h"
#include "support/golden.h"
#include "support/temporary_folder.h"
#include "support/test.h"

namespace heddle {
namespace {

namespace fs = std::filesystem;
using testing::PipelineBench;

std::string path_of_golden(const std::string& name) { return std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/" + name; }

// A models folder as ComfyUI's: the model, a LoRA in a folder of its own, an embedding.
struct PromptBench : PipelineBench {
  PromptBench() {
    build(false);
    fs::create_directories(folder / "models/checkpoints");
    fs::create_directories(folder / "models/loras/styles");
    fs::create_directories(folder / "models/embeddings");
    fs::create_directory_symlink(path_of_golden("pipeline/model"), folder / "models/checkpoints/tiny");
    fs::copy_file(path_of_golden("lora/kohya.safetensors"), folder / "models/loras/styles/ink.safetensors");
    fs::copy_file(path_of_golden("lora/toy.pt"), folder / "models/embeddings/toy.pt");
    set(model, "model", graph::FilePath{(folder / "models/checkpoints/tiny").string()});
  }

  Result<engine::ExpandedGraph> expanded() const { return nodes::with_prompt_files(graph, catalog(), *services); }
  double error(const std::string& name) {
    static const testing::Golden golden = testing::read_golden("lora/runs.safetensors");
    const graph::Graph written = graph;
    auto whole = expanded();
    REQUIRE_MESSAGE(whole, (whole ? "" : whole.error().message));
    graph = whole->graph;
    run();
    graph = written;
    return testing::relative_error(latents(), golden[name]);
  }

  testing::TemporaryFolder folder;
};

std::size_t count(const graph::Graph& graph, const std::string& type) {
  std::size_t found = 0;
  for (const auto& [id, node] : graph.nodes()) found += node.type == type ? 1 : 0;
  return found;
}

TEST_CASE("a LoRA that the positive prompt names is applied to the model and to both prompts, as diffusers does it") {
  PromptBench bench;
  bench.set(bench.positive, "text", std::string("a red ball on the beach<lora:ink:0.75>"));
  CHECK(bench.error("lora") < 1e-4);
  bench.set(bench.positive, "text", std::string("a red ball on the beach"));
  CHECK(bench.error("plain") < 1e-4);
}

TEST_CASE("an embedding that a prompt names after ComfyUI's prefix is found beside the model") {
  PromptBench bench;
  bench.set(bench.positive, "text", std::string("a red embedding:toy, on the beach"));
  CHECK(bench.error("embedding") < 1e-4);
}

TEST_CASE("text and UNet weight of a tag are A1111's: the first is the text encoder's") {
  PromptBench bench;
  bench.set(bench.positive, "text", std::string("ball <lora:ink:0.5:0.25>"));
  const auto whole = bench.expanded();
  REQUIRE(whole);
  REQUIRE(count(whole->graph, "lora.apply") == 1);
  const graph::Node& lora = whole->graph.nodes().rbegin()->second;
  CHECK(std::get<double>(lora.params.at("text_weight")) == 0.5);
  CHECK(std::get<double>(lora.params.at("unet_weight")) == 0.25);
}

TEST_CASE("tags of the negative prompt and of plain text are not applied, and a graph without tags stays as it is") {
  PromptBench bench;
  CHECK(bench.expanded()->graph == bench.graph);
  bench.set(bench.negative, "text", std::string("<lora:ink:1>"));
  CHECK(bench.expanded()->graph == bench.graph);
  bench.set(bench.positive, "text", std::string("<lora:ink:1>"));
  bench.set(bench.positive, "syntax", graph::Choice{"plain"});
  CHECK(bench.expanded()->graph == bench.graph);
}

TEST_CASE("a negative prompt that another sampler reads too keeps its own encoding there") {
  PromptBench bench;
  bench.set(bench.positive, "text", std::string("a red ball<lora:ink:1>"));
  graph::Node second;
  second.type = "sample";
  const graph::NodeId other = bench.graph.add(second);
  graph::Node words;
  words.type = "text.encode";
  const graph::NodeId plain = bench.graph.add(words);
  REQUIRE(bench.graph.connect({{bench.model, "model"}, {other, "model"}}));
  REQUIRE(bench.graph.connect({{bench.model, "text_encoder"}, {plain, "text_encoder"}}));
  REQUIRE(bench.graph.connect({{plain, "conditioning"}, {other, "positive"}}));
  REQUIRE(bench.graph.connect({{bench.negative, "conditioning"}, {other, "negative"}}));
  const auto whole = bench.expanded();
  REQUIRE(whole);
  CHECK(count(whole->graph, "lora.apply") == 1);
  CHECK(count(whole->graph, "text.encode") == 4);
  for (const graph::Link& link : bench.graph.links()) {
    const bool is_others = link.to.node == other || link.to.node == plain || link.to.node == bench.negative;
    if (is_others) CHECK(std::ranges::find(whole->graph.links(), link) != whole->graph.links().end());
  }
}

TEST_CASE("a LoRA that is nowhere is an error with the folders that were looked at, and a name is never a path") {
  PromptBench bench;
  for (const std::string name : {"pencil", "../embeddings/toy", "/loras/styles/ink", ""}) {
    bench.set(bench.positive, "text", "a <lora:" + name + ":1>");
    const auto whole = bench.expanded();
    if (name.empty()) continue;  // no tag at all
    REQUIRE_FALSE(whole);
    CHECK(whole.error().kind == ErrorKind::not_found);
    CHECK(whole.error().message.find("models/loras") != std::string::npos);
    CHECK(whole.error().message.find("take the tag out") != std::string::npos);
  }
}

TEST_CASE("small files are looked for in A1111's folders and in the user's own") {
  const testing::TemporaryFolder folder;
  for (const char* place : {"webui/models/Stable-diffusion", "webui/models/Lora", "webui/embeddings", "mine/loras"}) {
    fs::create_directories(folder / place);
  }
  const fs::path model = folder / "webui/models/Stable-diffusion/a.ckpt";
  const auto loras = pipeline::small_file_folders(weights::FileKind::lora, model, {folder / "mine"});
  CHECK(loras == std::vector<fs::path>{folder / "webui/models/Lora", folder / "mine/loras"});
  CHECK(pipeline::small_file_folders(weights::FileKind::textual_inversion, model, {}) ==
        std::vector<fs::path>{folder / "webui/embeddings"});
  // Folders of another tool under any of their names, and a model outside of them.
  fs::create_directories(folder / "apart");
  for (const fs::path& root :
       {folder / "webui/models/Lora", folder / "webui/models", folder / "webui/models/", folder / "webui"}) {
    CAPTURE(root.string());
    const auto found = pipeline::small_file_folders(weights::FileKind::lora, folder / "apart/a.safetensors", {root});
    CHECK(found == std::vector<fs::path>{folder / "webui/models/Lora"});
  }
  for (const fs::path& root : {folder / "webui/embeddings", folder / "webui/models", folder / "webui"}) {
    CAPTURE(root.string());
    CHECK(pipeline::small_file_folders(weights::FileKind::textual_inversion, folder / "apart/a.safetensors", {root}) ==
          std::vector<fs::path>{folder / "webui/embeddings"});
  }
}

}  // namespace
}  // namespace heddle
