// The annotator nodes: what they are called, what they say, and that a moved threshold makes a new map.
#include "nodes/node_context.h"

#include "graph/validate.h"
#include "pipeline/values.h"
#include "support/test.h"

using namespace heddle;

namespace {

struct Nodes {
  Nodes() {
    nodes::NodeRegistration setup{registry, services};
    nodes::register_all_nodes(setup);
  }

  // The node's map of `picture` with the given parameters, the rest at their initial values.
  Result<image::Image> map(const std::string& type, const image::Image& image, graph::ParamMap params = {}) {
    const auto node = registry.find(type);
    REQUIRE_MESSAGE(node != nullptr, type);
    graph::Node described;
    described.type = type;
    described.params = std::move(params);
    const graph::Params resolved = graph::resolve_params(described, node->spec).params;
    engine::PortValues values;
    if (node->spec.find_input("image") != nullptr) values["image"] = {engine::Value::of(pipeline::Images{image})};
    RunControl control = RunControl::none();
    auto outputs = node->run(engine::Inputs(resolved, values), control);
    if (!outputs) return forward(outputs);
    for (const Note& note : outputs->notes()) said.push_back(note.message);
    return outputs->find("image")->as<pipeline::Images>().front();
  }

  engine::NodeRegistry registry;
  std::shared_ptr<nodes::NodeContext> services = std::make_shared<nodes::NodeContext>();
  std::vector<std::string> said;
};

image::Image grey(int width, int height, std::uint8_t left, std::uint8_t right) {
  std::vector<std::uint8_t> pixels;
  for (int i = 0; i < width * height; ++i) pixels.push_back(i % width < width / 2 ? left : right);
  return {width, height, 1, std::move(pixels)};
}

std::vector<std::string> annotators(const graph::NodeCatalog& catalog) {
  std::vector<std::string> found;
  for (const auto& [type, spec] : catalog.all()) {
    const graph::PortSpec* input = spec.find_input("image");
    const bool reads_image = input != nullptr && !input->is_optional;
    const bool is_network = spec.find_param("network") != nullptr;  // see learned_annotators_test.cpp
    if (type.starts_with("annotate.") && reads_image && !is_network && spec.find_output("image") != nullptr)
      found.push_back(type);
  }
  return found;
}

}  // namespace

TEST_CASE("there is a node for each annotator, and each takes an ordinary picture") {
  Nodes nodes;
  const std::vector<std::string> types = annotators(nodes.registry.catalog());
  CHECK(types.size() == 15);
  for (const std::string& type : types) {
    CAPTURE(type);
    auto map = nodes.map(type, grey(64, 48, 20, 200), {{"resolution", std::int64_t{96}}});
    REQUIRE(map);
    CHECK(map->width() == 128);
    CHECK(map->height() == 96);
  }
}

TEST_CASE("every annotator refuses an empty picture with one sentence") {
  Nodes nodes;
  for (const std::string& type : annotators(nodes.registry.catalog())) {
    auto map = nodes.map(type, {});
    REQUIRE_FALSE(map);
    CHECK(map.error().message == "[annotate] the picture is empty; take one that has pixels");
  }
}

TEST_CASE("a threshold that moves gives another map, and a map without a line says what to move") {
  Nodes nodes;
  const image::Image faint = grey(64, 64, 100, 130);
  auto nothing = nodes.map("annotate.canny", faint, {{"resolution", std::int64_t{0}}});
  REQUIRE(nothing);
  REQUIRE(nodes.said.size() == 1);
  CHECK(nodes.said[0] == "Canny edges: the map is all black and steers nothing. Lower the thresholds.");
  auto lines = nodes.map("annotate.canny", faint, {{"resolution", std::int64_t{0}}, {"low", 30.0}, {"high", 60.0}});
  REQUIRE(lines);
  CHECK(nodes.said.size() == 1);
}

TEST_CASE("transparency, few greys of depth, and a painting's classes are said") {
  Nodes nodes;
  (void)nodes.map("annotate.invert", image::Image(2, 1, 4, {1, 2, 3, 255, 1, 2, 3, 0}));
  REQUIRE(nodes.said.size() == 1);
  CHECK(nodes.said[0] == "Invert: the picture is transparent in places; there it counts as white.");
  (void)nodes.map("annotate.depth", grey(8, 8, 10, 20));
  REQUIRE(nodes.said.size() == 2);
  CHECK(nodes.said[1].find("2 greys") != std::string::npos);
  nodes.said.pop_back();
  auto depth = nodes.map("annotate.depth", image::Image(2, 1, 4, {90, 90, 90, 255, 90, 90, 90, 0}));
  REQUIRE(depth);
  CHECK(depth->pixels()[1] == 0);  // transparent is far away
  nodes.said.resize(2);
  (void)nodes.map("annotate.segmentation", image::Image(2, 1, 3, {6, 230, 230, 4, 200, 3}));
  REQUIRE(nodes.said.size() == 3);
  CHECK(nodes.said[2] == "Painted segmentation: it shows sky, tree.");
}

TEST_CASE("pixel perfect gives the resolution of the picture that is made") {
  Nodes nodes;
  const auto node = nodes.registry.find("annotate.pixel_perfect");
  REQUIRE(node != nullptr);
  graph::Node described;
  described.type = "annotate.pixel_perfect";
  described.params = {{"width", std::int64_t{768}}, {"height", std::int64_t{512}}};
  RunControl control = RunControl::none();
  auto outputs = node->run(engine::Inputs(graph::resolve_params(described, node->spec).params,
                                          {{"image", {engine::Value::of(pipeline::Images{grey(640, 480, 0, 9)})}}}),
                           control);
  REQUIRE(outputs);
  CHECK(std::get<std::int64_t>(outputs->find("resolution")->as<graph::ParamValue>()) == 576);
}

TEST_CASE("a pose is drawn from its file or from the node, and without one it is asked for") {
  Nodes nodes;
  const std::string file = HEDDLE_SOURCE_DIR "/tests/golden/imaging/pose.json";
  auto map = nodes.map("annotate.pose", {}, {{"file", graph::FilePath{file}}, {"width", std::int64_t{272}}});
  REQUIRE(map);
  CHECK(map->width() == 272);
  CHECK(map->height() == 128);
  auto on_image = nodes.map("annotate.pose", grey(80, 40, 0, 9), {{"file", graph::FilePath{file}}});
  REQUIRE(on_image);
  CHECK(on_image->width() == 80);
  CHECK(on_image->height() == 40);
  auto none = nodes.map("annotate.pose", {});
  REQUIRE_FALSE(none);
  CHECK(none.error().message.find("choose an OpenPose JSON file") != std::string::npos);
  auto nobody =
      nodes.map("annotate.pose", {}, {{"pose", std::string(R"({"people":[],"canvas_width":64,"canvas_height":64})")}});
  REQUIRE(nobody);
  REQUIRE(nodes.said.size() == 1);
  CHECK(nodes.said[0].find("nobody") != std::string::npos);
}
