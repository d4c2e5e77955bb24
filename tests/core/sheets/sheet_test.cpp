#include "sheets/sheet.h"

#include "support/sample_catalog.h"
#include "support/test.h"

namespace heddle::sheets {

namespace {

const graph::NodeCatalog& node_types() {
  static const graph::NodeCatalog kAll = testing::sampleCatalog();
  return kAll;
}

Sheet sheet_of(const std::vector<std::string>& texts) {
  graph::Graph graph;
  for (const char* type : {"sample", "model.load", "image_prompt"}) {
    graph::Node node;
    node.type = type;
    (void)graph.add(std::move(node));
  }
  std::vector<Axis> axes;
  for (const std::string& text : texts) {
    auto axis = read_axis(text, graph, node_types(), "[sheet]");
    REQUIRE(axis.has_value());
    axes.push_back(std::move(*axis));
  }
  auto sheet = Sheet::make(std::move(graph), std::move(axes));
  REQUIRE(sheet.has_value());
  return std::move(*sheet);
}

}  // namespace

TEST_CASE("the first axis runs fastest, and each cell has its values") {
  const Sheet sheet = sheet_of({"guidance=3,5,7", "seed=1,2"});
  REQUIRE(sheet.cells() == 6);
  CHECK(sheet.place(4) == std::vector<std::size_t>{1, 1});
  CHECK(sheet.label(4) == "guidance=5, seed=2");
  const auto graph = sheet.graph(4, node_types());
  REQUIRE(graph.has_value());
  CHECK(std::get<graph::Lane>(graph->find(graph::NodeId(1))->params.at("guidance")) == graph::Lane::scalar(5));
  CHECK(std::get<graph::Seed>(graph->find(graph::NodeId(1))->params.at("seed")) == graph::Seed{2});
}

TEST_CASE("work changes models seldom and scales at every picture") {
  const Sheet sheet = sheet_of({"model=a,b", "image_prompt.scale=0,1"});
  CHECK(sheet.order_of_work() == std::vector<std::size_t>{0, 2, 1, 3});
}

TEST_CASE("another graph or another value is another sheet") {
  CHECK(sheet_of({"seed=1,2"}).fingerprint() == sheet_of({"seed=1,2"}).fingerprint());
  CHECK(sheet_of({"seed=1,2"}).fingerprint() != sheet_of({"seed=1,3"}).fingerprint());
}

TEST_CASE("too many pictures are refused before anything runs") {
  graph::Graph graph;
  graph::Node node;
  node.type = "sample";
  (void)graph.add(std::move(node));
  std::vector<Axis> axes;
  for (const char* text : {"seed=1:4000", "guidance=1:30:0.1"})
    axes.push_back(*read_axis(text, graph, node_types(), "[sheet]"));
  CHECK(!Sheet::make(graph, axes).has_value());
}

}  // namespace heddle::sheets
