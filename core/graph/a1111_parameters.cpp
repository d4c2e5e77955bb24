#include "graph/a1111_parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
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

std::int64_t clip_skip_of(const Node* node, const NodeCatalog& catalog) {
  if (node == nullptr || node->type != "text.encode") return 1;
  const auto params = params_of(*node, catalog);
  return params ? params->integer("clip_skip") : 1;
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

struct Name {
  std::string_view ours, theirs;
};
// modules/sd_samplers_kdiffusion.py, sd_samplers_timesteps.py and sd_schedulers.py of the web UI.
constexpr std::array kSamplerNames = {
    Name{"ddim", "DDIM"},         Name{"pndm", "PLMS"},
    Name{"dpmpp_2m", "DPM++ 2M"}, Name{"dpmpp_2m_sde", "DPM++ 2M SDE"},
    Name{"euler", "Euler"},       Name{"euler_a", "Euler a"},
    Name{"heun", "Heun"},         Name{"unipc", "UniPC"},
    Name{"lcm", "LCM"},
};
constexpr std::array kScheduleNames = {
    Name{"karras", "Karras"},   Name{"exponential", "Exponential"}, Name{"sgm_uniform", "SGM Uniform"},
    Name{"trailing", "Simple"}, Name{"linspace", "Uniform"},        Name{"leading", "DDIM"},
};

template <std::size_t N>
std::string their_name(const std::array<Name, N>& names, std::string_view ours) {
  const auto found = std::ranges::find(names, ours, &Name::ours);
  return std::string(found == names.end() ? ours : found->theirs);
}

void add_field(image::ParametersBlock& block, std::string key, std::string value) {
  if (!value.empty()) block.fields.emplace_back(std::move(key), std::move(value));
}

}  // namespace

std::string a1111_sampler_name(std::string_view sampler) { return their_name(kSamplerNames, sampler); }
std::string a1111_schedule_name(std::string_view schedule) { return their_name(kScheduleNames, schedule); }

std::string a1111_parameters(const Graph& graph, const NodeCatalog& catalog, const RunFacts& facts) {
  const Node* sampler = first_of(graph, "sample");
  const auto params = sampler == nullptr ? std::nullopt : params_of(*sampler, catalog);
  if (!params) return {};
  image::ParametersBlock block;
  block.prompt = text_of(feeding(graph, sampler->id, "positive"), catalog);
  block.negative = text_of(feeding(graph, sampler->id, "negative"), catalog);
  const auto said = [&](const char* name, const std::string& fact) {
    return params->choice(name) == "auto" ? fact : params->choice(name);
  };
  add_field(block, "Steps", std::to_string(params->integer("steps")));
  add_field(block, "Sampler", a1111_sampler_name(said("sampler", facts.sampler)));
  add_field(block, "Schedule type", a1111_schedule_name(said("schedule", facts.schedule)));
  add_field(block, "CFG scale", fmt::format("{}", params->lane("guidance").at(0, 0)));
  add_field(block, "Seed", std::to_string(params->seed("seed")));
  const std::int64_t width = facts.width > 0 ? facts.width : params->integer("width");
  const std::int64_t height = facts.height > 0 ? facts.height : params->integer("height");
  if (width > 0 && height > 0) add_field(block, "Size", fmt::format("{}x{}", width, height));
  add_field(block, "Model", model_name(behind_loras(graph, feeding(graph, sampler->id, "model")), catalog));
  if (source_of(graph, sampler->id, "latent"))
    add_field(block, "Denoising strength", fmt::format("{}", params->real("strength")));
  if (const std::int64_t skip = clip_skip_of(feeding(graph, sampler->id, "positive"), catalog); skip > 1) {
    add_field(block, "Clip skip", std::to_string(skip));
  }
  block.fields.emplace_back("RNG", "CPU");
  return image::compose_parameters(block);
}

}  // namespace heddle::graph
