#include "nodes/provenance.h"

#include <fmt/format.h>

#include <algorithm>

#include "graph/graph_io.h"
#include "graph/validate.h"
#include "image/parameters_block.h"

namespace heddle::nodes {

namespace {

// The node that feeds a port, or nullptr.
const graph::Node* feeding(const graph::Graph& graph, graph::NodeId node, std::string_view port) {
  for (const graph::Link& link : graph.links()) {
    if (link.to.node == node && link.to.port == port) return graph.find(link.from.node);
  }
  return nullptr;
}

const graph::Node* first_of(const graph::Graph& graph, std::string_view type) {
  const auto found = std::ranges::find_if(graph.nodes(), [&](const auto& entry) { return entry.second.type == type; });
  return found == graph.nodes().end() ? nullptr : &found->second;
}

std::string text_of(const graph::Node* node, const graph::NodeCatalog& catalog) {
  if (node == nullptr || node->type != "text.encode") return {};
  return graph::resolve_params(*node, *catalog.find(node->type)).params.text("text");
}

// The node that loads what reaches `node`, through the LoRA on the way.
const graph::Node* behind_loras(const graph::Graph& graph, const graph::Node* node) {
  for (std::size_t steps = 0; node != nullptr && node->type == "lora.apply" && steps < graph.nodes().size(); ++steps) {
    node = feeding(graph, node->id, "model");
  }
  return node;
}

std::string model_name(const graph::Node* node, const graph::NodeCatalog& catalog) {
  if (node == nullptr || node->type != "model.load") return {};
  const std::string path = graph::resolve_params(*node, *catalog.find(node->type)).params.file("model");
  return path.empty() ? "bobbin" : std::filesystem::path(path).stem().string();
}

std::string parameters_of(const graph::Graph& graph, const graph::NodeCatalog& catalog) {
  const graph::Node* sampler = first_of(graph, "sample");
  if (sampler == nullptr) return {};
  const graph::Params params = graph::resolve_params(*sampler, *catalog.find("sample")).params;
  image::ParametersBlock block;
  block.prompt = text_of(feeding(graph, sampler->id, "positive"), catalog);
  block.negative = text_of(feeding(graph, sampler->id, "negative"), catalog);
  block.fields = {{"Steps", std::to_string(params.integer("steps"))},
                  {"Sampler", params.choice("sampler")},
                  {"Schedule type", params.choice("schedule")},
                  {"CFG scale", fmt::format("{}", params.lane("guidance").at(0, 0))},
                  {"Seed", std::to_string(params.seed("seed"))}};
  if (params.integer("width") > 0) {
    block.fields.emplace_back("Size", fmt::format("{}x{}", params.integer("width"), params.integer("height")));
  }
  if (const std::string name = model_name(behind_loras(graph, feeding(graph, sampler->id, "model")), catalog); !name.empty()) {
    block.fields.emplace_back("Model", name);
  }
  block.fields.emplace_back("RNG", "CPU");
  return image::compose_parameters(block);
}

}  // namespace

Provenance provenance_of(const graph::Graph& graph, const graph::NodeCatalog& catalog) {
  return {graph::write_graph(graph), parameters_of(graph, catalog)};
}

}  // namespace heddle::nodes
