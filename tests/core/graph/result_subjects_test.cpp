#include "graph/result_subjects.h"

#include "support/test.h"

namespace heddle::graph {

namespace {

NodeId add(Graph& graph, const char* type, ParamMap params = {}) {
  Node node;
  node.type = type;
  node.params = std::move(params);
  return graph.add(std::move(node));
}

}  // namespace

TEST_CASE("a result's references and words are those that lead to it") {
  Graph graph;
  const NodeId text = add(graph, "text.encode", {{"text", std::string("a ball")}});
  const NodeId negative = add(graph, "text.encode", {{"text", std::string("a cube")}});
  const NodeId one = add(graph, "image.load", {{"image", FilePath{"one.png"}}});
  const NodeId two = add(graph, "image.load", {{"image", FilePath{"two.png"}}});
  const NodeId start = add(graph, "image.load", {{"image", FilePath{"start.png"}}});
  const NodeId prompt = add(graph, "image_prompt"), sampler = add(graph, "sample"), save = add(graph, "image.save");
  const NodeId other = add(graph, "image.save");
  for (const Link& link :
       {Link{{text, "conditioning"}, {sampler, "positive"}}, Link{{negative, "conditioning"}, {sampler, "negative"}},
        Link{{one, "image"}, {prompt, "image"}}, Link{{two, "image"}, {prompt, "image"}},
        Link{{start, "image"}, {sampler, "latent"}}, Link{{prompt, "image_prompt"}, {sampler, "image_prompt"}},
        Link{{sampler, "latent"}, {save, "image"}}})
    REQUIRE(graph.connect(link).has_value());
  CHECK(subjects_of(graph, save) == ResultSubjects{{"one.png", "two.png"}, "a ball"});
  CHECK(subjects_of(graph, other) == ResultSubjects{});
  graph.find(two)->mode = NodeMode::muted;
  CHECK(subjects_of(graph, save).references == std::vector<std::string>{"one.png"});
}

}  // namespace heddle::graph
