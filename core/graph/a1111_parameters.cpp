#include "graph/a1111_parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "graph/traverse.h"
#include "graph/validate.h"
#include "image/parameters_block.h"

namespace heddle::graph {

namespace {

// The node that feeds a port, or nullptr.
const Node* feeding(const Graph& graph, NodeId node, std::string_view port) {
  const auto source = source_of(graph, node, port);
  return source ? graph.find(source->node) : nullptr;
}

const Node* first_of(const Graph& graph, std::string_view type) {
  const auto found = std::ranges::find_if(graph.nodes(), [&](const auto& entry) { return entry.second.type == type; });
  return found == graph.nodes().end() ? nullptr : &found->second;
}

// As the node's description reads it; none without a description.
std::optional<Params> params_of(const Node& node, const NodeCatalog& catalog) {
  const NodeSpec* spec = catalog.find(node.type);
  return spec == nullptr ? std::nullopt : std::optional(resolve_params(node, *spec).params);
}

std::string text_of(const Node* node, const NodeCatalog& catalog) {
  if (node == nullptr || node->type != "text.encode") return {};
  const auto params = params_of(*node, catalog);
  return params ? params->text("text") : std::string();
}

// The node that loads what reaches `node`, through the LoRA on the way.
const Node* behind_loras(const Graph& graph, const Node* node) {
  for (std::size_t steps = 0; node != nullptr && node->type == "lora.apply" && steps < graph.nodes().size(); ++steps) {
    node = feeding(graph, node->id, "model");
  }
  return node;
}

std::string model_name(const Node* node, const NodeCatalog& catalog) {
  if (node == nullptr || node->type != "model.load") return {};
  const auto params = params_of(*node, catalog);
  const std::string path = params ? params->file("model") : std::string();
  return path.empty() ? "bobbin" : std::filesystem::path(path).stem().string();
}

}  // namespace

std::string a1111_parameters(const Graph& graph, const NodeCatalog& catalog) {
  const Node* sampler = first_of(graph, "sample");
  const auto params = sampler == nullptr ? std::nullopt : params_of(*sampler, catalog);
  if (!params) return {};
  image::ParametersBlock block;
  block.prompt = text_of(feeding(graph, sampler->id, "positive"), catalog);
  block.negative = text_of(feeding(graph, sampler->id, "negative"), catalog);
  block.fields = {{"Steps", std::to_string(params->integer("steps"))},
                  {"Sampler", params->choice("sampler")},
                  {"Schedule type", params->choice("schedule")},
                  {"CFG scale", fmt::format("{}", params->lane("guidance").at(0, 0))},
                  {"Seed", std::to_string(params->seed("seed"))}};
  if (params->integer("width") > 0) {
    block.fields.emplace_back("Size", fmt::format("{}x{}", params->integer("width"), params->integer("height")));
  }
  if (const std::string name = model_name(behind_loras(graph, feeding(graph, sampler->id, "model")), catalog); !name.empty()) {
    block.fields.emplace_back("Model", name);
  }
  block.fields.emplace_back("RNG", "CPU");
  return image::compose_parameters(block);
}

}  // namespace heddle::graph
