#include "graph/graph_io.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "graph/graph_migrations.h"
#include "sample_catalog.h"

#include "support/test.h"

namespace heddle::graph {
namespace {

std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST_CASE("a graph that is written and read is equal, and its bytes are the same again") {
  SampleGraph s;
  s.graph.set_param(s.sampler, "seed", Seed{18446744073709551615ull});
  s.graph.set_param(s.sampler, "guidance", 7.0);
  s.graph.set_param(s.sampler, "steps", std::int64_t{12});
  s.graph.set_param(s.sampler, "sampler", Choice{"heun"});
  s.graph.set_param(s.model, "path", FilePath{"모델/\xf0\x9f\x8e\x88.safetensors"});
  s.graph.set_param(s.text, "prompt", std::string("two\nlines, \"quoted\" \\ and \t tabs"));
  s.graph.find(s.view)->mode = NodeMode::muted;
  s.graph.find(s.text)->mode = NodeMode::bypassed;
  s.graph.find(s.text)->title = "What I want";
  s.graph.find(s.text)->extra["position"] = {10.5, -3};
  s.graph.extra["frames"] = {{{"title", "all of it"}}};
  s.graph.set_link_extra(s.graph.links()[0], {{"reroute", {1, 2}}});
  const std::string text = write_graph(s.graph);
  const auto file = read_graph(text, sample_catalog(), "a test");
  REQUIRE(file);
  CHECK(file->graph == s.graph);
  CHECK(file->notes.empty());
  CHECK(write_graph(file->graph) == text);
}

TEST_CASE("an empty graph is a file too") {
  const std::string text = write_graph(Graph());
  const auto file = read_graph(text, sample_catalog(), "a test");
  REQUIRE(file);
  CHECK(file->graph == Graph());
}

TEST_CASE("what this version does not know is kept and written back unchanged") {
  const std::string text = R"({
"format": "heddle-graph",
"version": 1,
"nodes": [
  {"glow":{"b":[1,2.5,null],"a":"x"},"id":4,"params":{"strength":[{"deep":true}],"when":"18446744073709551615"},"type":"from.tomorrow","version":7},
  {"id":9,"params":{"sharpness":0.30000000000000004,"steps":"many"},"type":"sample","version":3}
],
"links": [
  {"colour":"red","from":[4,"latent"],"to":[9,"noise"]}
],
"camera": {"z":1,"y":{"x":[]}}
}
)";
  const auto file = read_graph(text, sample_catalog(), "a test");
  REQUIRE(file);
  const std::string again = write_graph(file->graph);
  CHECK(*parse_json(again, "a test") == *parse_json(text, "a test"));
  CHECK(write_graph(read_graph(again, sample_catalog(), "a test")->graph) == again);
  CHECK(write_graph(read_graph(again, NodeCatalog(), "a test")->graph) == again);
  CHECK(kind_of(file->graph.find(NodeId{9})->params.at("steps")) == ParamKind::raw);
}

TEST_CASE("seeds keep all 64 bits in a file, whichever way they are spelled") {
  for (const char* spelled : {"\"18446744073709551615\"", "18446744073709551615"}) {
    const std::string text = std::string(R"({"nodes":[{"id":1,"type":"sample","params":{"seed":)") + spelled + "}}]}";
    const auto file = read_graph(text, sample_catalog(), "a test");
    REQUIRE(file);
    CHECK(file->graph.find(NodeId{1})->params.at("seed") == ParamValue(Seed{18446744073709551615ull}));
    CHECK(write_graph(file->graph).find("\"seed\":\"18446744073709551615\"") != std::string::npos);
  }
}

TEST_CASE("wires that end nowhere or occur twice are left out with a note") {
  const auto file = read_graph(R"({"nodes":[{"id":1,"type":"number"},{"id":2,"type":"number"}],"links":[
    {"from":[1,"out"],"to":[2,"value"]},{"from":[1,"out"],"to":[2,"value"]},{"from":[1,"out"],"to":[3,"value"]}]})",
                               sample_catalog(), "a test");
  REQUIRE(file);
  CHECK(file->graph.links().size() == 1);
  CHECK(file->notes.size() == 2);
}

TEST_CASE("a file of a later version opens, and says so") {
  const auto file = read_graph(R"({"version": 2, "nodes": [], "new": 1})", sample_catalog(), "a test");
  REQUIRE(file);
  CHECK(file->is_newer);
  CHECK(file->version == 2);
  CHECK(file->graph.extra.at("new") == 1);
  CHECK(file->notes.size() == 1);
}

TEST_CASE("a file of each version opens as it should") {
  const auto folder = std::filesystem::path(HEDDLE_SOURCE_DIR) / "tests/core/graph/versions";
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    CAPTURE(entry.path().filename().string());
    const auto file = read_graph(read_text(entry.path()), sample_catalog(), entry.path().filename().string());
    REQUIRE(file);
    CHECK_FALSE(file->is_newer);
    CHECK(file->notes.empty());
    CHECK(file->graph.nodes().size() == 4);
    CHECK(file->graph.find(NodeId{3})->params.at("seed") == ParamValue(Seed{12345678901234567890ull}));
    ++files;
  }
  CHECK(files == graph_version());
}

TEST_CASE("migrations are applied one after the other from the version of the file") {
  static constexpr std::array<Migration, 2> kSteps = {
      [](Json document) {
        document["nodes"] = document["boxes"];
        document.erase("boxes");
        return document;
      },
      [](Json document) {
        for (Json& node : document.at("nodes")) node["title"] = node.at("name");
        return document;
      },
  };
  const Json first = {{"version", 1}, {"boxes", {{{"name", "a"}}}}};
  const auto last = migrate(first, 1, kSteps);
  REQUIRE(last);
  CHECK(last->at("nodes")[0].at("title") == "a");
  CHECK(last->at("version") == 3);
  const auto from_second = migrate({{"version", 2}, {"nodes", {{{"name", "b"}}}}}, 2, kSteps);
  CHECK(from_second->at("nodes")[0].at("title") == "b");
  const auto broken = migrate({{"version", 2}, {"nodes", 3}}, 2, kSteps);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().kind == ErrorKind::invalid_input);
  CHECK(*migrate(first, 3, kSteps) == first);
}

TEST_CASE("ten thousand nodes and fifty thousand wires are read in good time") {
  Graph graph;
  for (int i = 0; i < 10000; ++i) {
    Node node;
    node.type = "number";
    (void)graph.add(std::move(node));
  }
  for (std::uint64_t i = 1; i <= 10000; ++i) {
    for (std::uint64_t d = 1; d <= 5; ++d) {
      (void)graph.connect({{NodeId{i}, "out"}, {NodeId{(i + d * 17) % 10000 + 1}, "in" + std::to_string(d)}});
    }
  }
  const auto file = read_graph(write_graph(graph), sample_catalog(), "a test");
  REQUIRE(file);
  CHECK(file->graph == graph);
}

}  // namespace
}  // namespace heddle::graph
