#include "sheets/axis.h"

#include "support/sample_catalog.h"
#include "support/test.h"

namespace heddle::sheets {

namespace {

// A sampler (1), a prompt (2) and an image prompt (3).
graph::Graph small_graph() {
  graph::Graph graph;
  for (const char* type : {"sample", "text.encode", "image_prompt"}) {
    graph::Node node;
    node.type = type;
    (void)graph.add(std::move(node));
  }
  return graph;
}

const graph::NodeCatalog& catalog() {
  static const graph::NodeCatalog kAll = testing::sampleCatalog();
  return kAll;
}

std::vector<std::string> values(const std::string& text) {
  auto axis = read_axis(text, small_graph(), catalog(), "[sheet] --x");
  REQUIRE_MESSAGE(axis.has_value(), (axis ? "" : axis.error().message));
  return axis->values;
}

std::string refusal(const std::string& text, const graph::Graph& graph = small_graph()) {
  auto axis = read_axis(text, graph, catalog(), "[sheet] --x");
  REQUIRE(!axis.has_value());
  return axis.error().message;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a range takes both ends, in numbers as they are written") {
  CHECK(values("image_prompt.scale=0:1:0.1") ==
        Texts{"0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"});
  CHECK(values("guidance=3:8:2.5") == Texts{"3", "5.5", "8"});
  CHECK(values("guidance=2:1:-0.5") == Texts{"2", "1.5", "1"});
  CHECK(values("steps=10:30:10") == Texts{"10", "20", "30"});
  CHECK(values("seed=18446744073709551613:18446744073709551615") ==
        Texts{"18446744073709551613", "18446744073709551614", "18446744073709551615"});
}

TEST_CASE("lists: commas, bars where words have commas, JSON, and ranges in them") {
  CHECK(values("sample.guidance=3,5,7") == Texts{"3", "5", "7"});
  CHECK(values("seed=1:3,9") == Texts{"1", "2", "3", "9"});
  CHECK(values("text=a ball, red|a cube") == Texts{"a ball, red", "a cube"});
  CHECK(values("text=[\"one, two\",\"three|four\"]") == Texts{"one, two", "three|four"});
  CHECK(values("sampler=ddim, euler") == Texts{"ddim", "euler"});
  CHECK(values("guidance= 3, 5") == Texts{"3", "5"});
  CHECK(values("sampler=ddim,euler") == Texts{"ddim", "euler"});
}

TEST_CASE("what is no axis is refused with the reason") {
  CHECK(refusal("sample.scale=1,2").find("has no parameter 'scale'") != std::string::npos);
  CHECK(refusal("nothing=1").find("no node has a parameter 'nothing'") != std::string::npos);
  CHECK(refusal("guidance=1,a lot").find("'a lot' is no value") != std::string::npos);
  CHECK(refusal("guidance=1:99:1").find("from 0 to 30") != std::string::npos);
  CHECK(refusal("guidance=0:1:0").find("no range that ends") != std::string::npos);
  CHECK(refusal("guidance=0:1:0.000001").find("no range that ends") != std::string::npos);
  CHECK(refusal("guidance").find("takes node.param=values") != std::string::npos);
  graph::Graph two = small_graph();
  graph::Node second;
  second.type = "sample";
  (void)two.add(std::move(second));
  CHECK(refusal("seed=1,2", two).find("2 nodes have a parameter 'seed'") != std::string::npos);
}

TEST_CASE("words are replaced in every prompt, and missed words are refused") {
  graph::NodeCatalog staged;
  staged.add(graph::NodeSpec("text.encode", 1, "Text prompt")
                 .param(graph::text("text", "").recomputes_from(graph::Stage::text))
                 .output("conditioning", graph::port::conditioning));
  graph::Graph graph;
  for (const char* words : {"a red ball, a ball", "no ball", "nothing"}) {
    graph::Node node;
    node.type = "text.encode";
    node.params["text"] = std::string(words);
    (void)graph.add(std::move(node));
  }
  auto axis = read_axis("replace=ball|blue cube", graph, staged, "[sheet] --x");
  REQUIRE(axis.has_value());
  const auto changed = with_value(graph, *axis, 1, staged, "[sheet]");
  REQUIRE(changed.has_value());
  const auto words = [&](std::uint64_t id) {
    return std::get<std::string>(changed->find(graph::NodeId(id))->params.at("text"));
  };
  CHECK(words(1) == "a red blue cube, a blue cube");
  CHECK(words(2) == "no blue cube");
  CHECK(words(3) == "nothing");
  CHECK(!read_axis("replace=house|tree", graph, staged, "[sheet] --x").has_value());
}

}  // namespace heddle::sheets
