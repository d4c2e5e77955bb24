#include "nodes/provenance.h"

#include <nlohmann/json.hpp>

#include "diffusion/step_plan.h"
#include "graph/a1111_parameters.h"
#include "graph/graph_io.h"
#include "graph/image_graph.h"
#include "graph/traverse.h"
#include "graph/validate.h"
#include "nodes/model/model_options.h"
#include "weights/model_files.h"

namespace heddle::nodes {

namespace {

const graph::Node* first_upstream(const graph::Graph& graph, graph::NodeId from, std::string_view type) {
  for (const graph::NodeId id : graph::upstream_of(graph, from)) {
    const graph::Node* node = graph.find(id);
    if (node->type == type) return node;
  }
  return nullptr;
}

// What the model's files make of "auto"; empty names where they cannot be read any more.
graph::RunFacts facts_of(const NodeContext& services, const graph::Graph& graph, graph::NodeId save) {
  graph::RunFacts facts;
  const graph::Node* sampler = first_upstream(graph, save, "sample");
  const graph::Node* model = sampler == nullptr ? nullptr : first_upstream(graph, sampler->id, "model.load");
  if (model == nullptr) return facts;
  const graph::NodeCatalog& catalog = *services.provenance.catalog;
  const graph::Params of_sampler = graph::resolve_params(*sampler, *catalog.find("sample")).params;
  const graph::Params of_model = graph::resolve_params(*model, *catalog.find("model.load")).params;
  const std::string& sampler_name = of_sampler.choice("sampler");
  const std::string& schedule_name = of_sampler.choice("schedule");
  if (sampler_name != "auto" && schedule_name != "auto") return facts;
  const auto files = weights::open_model(services.model_path(of_model.file("model")), model_options_of(of_model));
  if (!files) return facts;
  const auto config = diffusion::parse_scheduler_config(files->scheduler.dump(), "scheduler_config.json");
  if (!config) return facts;
  facts.sampler = sampler_name == "auto" ? config->sampler : sampler_name;
  const diffusion::PlanRequest request{.sampler = facts.sampler,
                                       .schedule = schedule_name == "auto" ? "" : schedule_name,
                                       .steps = static_cast<int>(of_sampler.integer("steps"))};
  if (const auto plan = diffusion::plan_steps(request, diffusion::NoiseSchedule(*config)))
    facts.schedule = plan->schedule;
  return facts;
}

}  // namespace

Provenance provenance_of(const graph::Graph& graph, const graph::NodeCatalog& catalog) {
  return {std::make_shared<const graph::Graph>(graph), &catalog, {}};
}

ImageTexts texts_of_image(const NodeContext& services, graph::NodeId save, const image::Image& image, std::size_t index,
                          std::size_t count) {
  const Provenance& provenance = services.provenance;
  if (provenance.graph == nullptr) return {};
  const graph::Graph own = graph::graph_of_image(*provenance.graph, save, index, count);
  graph::RunFacts facts = facts_of(services, own, save);
  facts.width = image.width();
  facts.height = image.height();
  return {graph::write_graph(own), graph::a1111_parameters(own, *provenance.catalog, facts)};
}

}  // namespace heddle::nodes
