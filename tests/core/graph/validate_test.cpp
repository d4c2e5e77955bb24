#include "graph/validate.h"

#include <limits>

#include "graph/cycles.h"
#include "sample_catalog.h"

#include "support/test.h"

namespace heddle::graph {
namespace {

// The only problem of a graph.
Problem only_problem(const Graph& graph) {
  const auto problems = validate(graph, sample_catalog());
  REQUIRE(problems.size() == 1);
  MESSAGE(problems[0].message);
  return problems[0];
}

TEST_CASE("a complete graph has no problems") {
  CHECK(validate(SampleGraph().graph, sample_catalog()).empty());
  CHECK(validate(Graph(), sample_catalog()).empty());
}

TEST_CASE("a missing input is named with what it needs") {
  SampleGraph s;
  s.graph.disconnect({{s.text, "conditioning"}, {s.sampler, "positive"}});
  const Problem problem = only_problem(s.graph);
  CHECK(problem.kind == ProblemKind::missing_input);
  CHECK(problem.nodes == std::vector<NodeId>{s.sampler});
  CHECK(problem.place == "positive");
  CHECK(problem.message.find("Sampler (3)") != std::string::npos);
  CHECK(problem.message.find("conditioning") != std::string::npos);
}

TEST_CASE("an unknown node is a problem of its own and no more") {
  SampleGraph s;
  const NodeId foreign = s.add("somebody.elses");
  CHECK(only_problem(s.graph).nodes == std::vector<NodeId>{foreign});
}

TEST_CASE("a node that this build lacks is named with the reason") {
  NodeCatalog catalog = sample_catalog();
  catalog.leave_out("annotate.", "this build has no annotators");
  SampleGraph s;
  (void)s.add("annotate.canny");
  const auto problems = validate(s.graph, catalog);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].kind == ProblemKind::unknown_node);
  CHECK(problems[0].message.find("this build has no annotators") != std::string::npos);
  CHECK(catalog.reason_left_out("image.load").empty());
}

TEST_CASE("wires of the wrong kind or family, to ports that are not there, and too many are told apart") {
  SUBCASE("kind") {
    SampleGraph s;
    s.graph.disconnect({{s.text, "conditioning"}, {s.sampler, "positive"}});
    s.wire(s.model, "model", s.sampler, "positive");
    CHECK(only_problem(s.graph).kind == ProblemKind::type_mismatch);
  }
  SUBCASE("family") {
    SampleGraph s;
    const NodeId big = s.add("encoder.big");
    const NodeId image = s.add("image.load");
    const NodeId prompt = s.add("adapter.apply");
    s.wire(image, "image", prompt, "images");
    s.wire(big, "encoder", prompt, "encoder");
    const Problem problem = only_problem(s.graph);
    CHECK(problem.kind == ProblemKind::type_mismatch);
    CHECK(problem.message.find("vit_h") != std::string::npos);
    CHECK(problem.message.find("vit_bigg") != std::string::npos);
  }
  SUBCASE("input that is not there") {
    SampleGraph s;
    s.wire(s.model, "model", s.sampler, "modle");
    CHECK(only_problem(s.graph).kind == ProblemKind::unknown_port);
  }
  SUBCASE("output that is not there") {
    SampleGraph s;
    s.wire(s.model, "modle", s.sampler, "image_prompts");
    CHECK(only_problem(s.graph).kind == ProblemKind::unknown_port);
  }
  SUBCASE("two wires where one fits") {
    SampleGraph s;
    const NodeId other = s.add("model.load");
    s.wire(other, "model", s.sampler, "model");
    CHECK(only_problem(s.graph).kind == ProblemKind::too_many_inputs);
  }
  SUBCASE("several wires where several fit") {
    SampleGraph s;
    const NodeId prompt = s.add("adapter.apply");
    for (int i = 0; i < 3; ++i) s.wire(s.add("image.load"), "image", prompt, "images");
    CHECK(validate(s.graph, sample_catalog()).empty());
  }
}

TEST_CASE("a parameter may be wired, but not a choice") {
  SampleGraph s;
  const NodeId number = s.add("number");
  s.wire(number, "out", s.sampler, "guidance");
  CHECK(validate(s.graph, sample_catalog()).empty());
  s.wire(number, "out", s.sampler, "sampler");
  CHECK(only_problem(s.graph).kind == ProblemKind::unknown_port);
}

TEST_CASE("a value of the wrong kind and an unknown choice are errors that say what is wanted") {
  SampleGraph s;
  s.graph.set_param(s.sampler, "sampler", Choice{"magic"});
  Problem problem = only_problem(s.graph);
  CHECK(problem.severity == Severity::error);
  CHECK(problem.message.find("one of ddim, euler, heun") != std::string::npos);
  s.graph.set_param(s.sampler, "sampler", Choice{"euler"});
  s.graph.set_param(s.sampler, "steps", RawJson{"{\"a\":1}"});
  problem = only_problem(s.graph);
  CHECK(problem.kind == ProblemKind::wrong_value);
  CHECK(problem.place == "steps");
}

TEST_CASE("a value out of range is a note that names both values, and the run uses the one in range") {
  SampleGraph s;
  s.graph.set_param(s.sampler, "steps", std::int64_t{100000});
  const Problem problem = only_problem(s.graph);
  CHECK(problem.severity == Severity::note);
  CHECK(problem.message.find("100000") != std::string::npos);
  const auto catalog = sample_catalog();
  const auto resolved = resolve_params(*s.graph.find(s.sampler), *catalog.find("sample"));
  CHECK(resolved.params.integer("steps") == 1000);
  CHECK(s.graph.find(s.sampler)->params.at("steps") == ParamValue(std::int64_t{100000}));
}

TEST_CASE("a number that is not finite falls back to the initial value") {
  SampleGraph s;
  s.graph.set_param(s.sampler, "guidance", std::numeric_limits<double>::infinity());
  const auto catalog = sample_catalog();
  CHECK(resolve_params(*s.graph.find(s.sampler), *catalog.find("sample")).params.real("guidance") == 7.5);
  CHECK(only_problem(s.graph).severity == Severity::note);
}

TEST_CASE("a parameter and a node of a later version are notes") {
  SampleGraph s;
  s.graph.set_param(s.sampler, "sharpness", RawJson{"3"});
  CHECK(only_problem(s.graph).kind == ProblemKind::unknown_param);
  s.graph.find(s.sampler)->params.clear();
  s.graph.find(s.sampler)->version = 9;
  CHECK(only_problem(s.graph).kind == ProblemKind::newer_node);
}

TEST_CASE("a ring is named by its nodes, once") {
  SampleGraph s;
  const NodeId first = s.add("adapter.apply");
  const NodeId second = s.add("adapter.apply");
  s.wire(first, "image_prompt", second, "images");
  s.wire(second, "image_prompt", first, "images");
  std::vector<Problem> rings;
  for (const Problem& problem : validate(s.graph, sample_catalog())) {
    if (problem.kind == ProblemKind::cycle) rings.push_back(problem);
  }
  REQUIRE(rings.size() == 1);
  CHECK(rings[0].nodes == std::vector<NodeId>{first, second});
  CHECK(rings[0].message.find("Image prompt (5) -> Image prompt (6) -> Image prompt (5)") != std::string::npos);
}

TEST_CASE("a node wired to itself, long chains and tangles are searched without trouble") {
  Graph graph;
  NodeId last = graph.add({});
  CHECK(graph.connect({{last, "a"}, {last, "b"}}));
  for (int i = 0; i < 50000; ++i) {
    const NodeId next = graph.add({});
    (void)graph.connect({{last, "a"}, {next, "b"}});
    last = next;
  }
  CHECK(find_cycles(graph, 20).size() == 1);
  Graph tangle;
  for (int i = 0; i < 60; ++i) (void)tangle.add({});
  for (std::uint64_t i = 1; i <= 60; ++i) {
    for (std::uint64_t j = 1; j <= 60; ++j) (void)tangle.connect({{NodeId{i}, "a"}, {NodeId{j}, "b"}});
  }
  CHECK(find_cycles(tangle, 20).size() == 20);
}

TEST_CASE("the editor gets the reason why a wire is refused") {
  SampleGraph s;
  const auto catalog = sample_catalog();
  const NodeId prompt = s.add("adapter.apply");
  const NodeId image = s.add("image.load");
  CHECK(objection(s.graph, catalog, {{image, "image"}, {prompt, "images"}}).empty());
  CHECK_FALSE(objection(s.graph, catalog, {{image, "image"}, {s.sampler, "model"}}).empty());
  CHECK_FALSE(objection(s.graph, catalog, {{image, "image"}, {prompt, "pictures"}}).empty());
  CHECK_FALSE(objection(s.graph, catalog, {{image, "image"}, {NodeId{99}, "images"}}).empty());
  const NodeId other = s.add("adapter.apply");
  CHECK(objection(s.graph, catalog, {{prompt, "image_prompt"}, {s.sampler, "image_prompts"}}).empty());
  CHECK(objection(s.graph, catalog, {{other, "image_prompt"}, {other, "images"}}).size() > 0);
}

}  // namespace
}  // namespace heddle::graph
