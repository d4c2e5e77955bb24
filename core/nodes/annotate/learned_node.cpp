#include "nodes/annotate/learned_node.h"

#include "engine/file_identity.h"

namespace heddle::nodes {

namespace {

Result<std::filesystem::path> network_path(const NodeContext& services, pipeline::AnnotatorNetwork network,
                                           const graph::Params& params) {
  std::vector<std::filesystem::path> roots = services.model_folders;
  roots.push_back(services.resources / "models");
  return pipeline::annotator_path(network, params.file("network"), roots);
}

Result<std::string> identity_of_file(const NodeContext& services, pipeline::AnnotatorNetwork network,
                                     const graph::Params& params) {
  auto path = network_path(services, network, params);
  if (!path) return forward(path);
  auto file = engine::file_identity(*path);
  if (!file) return forward(file);
  return std::string(pipeline::facts_of(network).name) + services.policy.describe() + *file;
}

}  // namespace

graph::ParamSpec network_param() {
  return graph::file("network", "annotator")
      .label(TR_NOOP("nodes", "Network"))
      .help(TR_NOOP("nodes",
                    "Its file, of lllyasviel/Annotators. Empty: it is looked for in the folder \"annotators\" of "
                    "your models."))
      .recomputes_from(graph::Stage::denoise);
}

std::string network_identity(const NodeContext& services, pipeline::AnnotatorNetwork network,
                             const graph::Params& params) {
  auto identity = identity_of_file(services, network, params);
  return identity ? *identity : std::string("no network");
}

Result<std::shared_ptr<const pipeline::AnnotatorModel>> open_network(NodeContext& services,
                                                                     pipeline::AnnotatorNetwork network,
                                                                     const graph::Params& params,
                                                                     const RunControl& control) {
  auto identity = identity_of_file(services, network, params);
  if (!identity) return forward(identity);
  if (auto kept = services.annotators.model(*identity)) return kept;
  auto path = network_path(services, network, params);
  if (!path) return forward(path);
  auto loaded = pipeline::load_annotator(network, *path, *identity, services.policy, control);
  if (!loaded) return forward(loaded);
  services.annotators.keep(*loaded);
  return loaded;
}

void add_learned_annotator(NodeRegistration& setup, AnnotatorNode node, ChooseNetwork network, DrawPlane draw) {
  node.spec.param(network_param());
  node.identity = [services = setup.services, network](const graph::Params& params) {
    return network_identity(*services, network(params), params);
  };
  node.open = [services = setup.services, network, draw = std::move(draw)](
                  const graph::Params& params, const RunControl& control, engine::Outputs&) -> Result<MapFunction> {
    auto model = open_network(*services, network(params), params, control);
    if (!model) return forward(model);
    return MapFunction(
        [services, model = std::move(*model), draw](const image::Image& rgb, const graph::Params& drawn, const Say&) {
          const at::Tensor map = pipeline::cached_annotator_map(services->annotators, *model, rgb);
          const auto count = static_cast<std::size_t>(map.numel());
          return draw({rgb.width(), rgb.height(), {map.const_data_ptr<float>(), count}}, drawn);
        });
  };
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
