#include "bench_maps.h"

#include "bench_kernels.h"
#include "graph/validate.h"
#include "pipeline/values.h"
#include "scenes/render.h"

namespace heddle::cli {

namespace {

constexpr int kMapSide = 1024;
constexpr std::string_view kAnnotators = "annotate.";

engine::Inputs inputs_of(const graph::NodeSpec& spec, const pipeline::Images& images) {
  graph::Node node;
  node.type = spec.type;
  graph::Params params = graph::resolve_params(node, spec).params;
  params.set("resolution", std::int64_t{0});
  return engine::Inputs(std::move(params), {{"image", {engine::Value::of(images)}}});
}

}  // namespace

Result<std::vector<MapSpeed>> measure_maps(const engine::NodeRegistry& registry, int repeats) {
  const scenes::Scene scene = scenes::sample_scene(1, 1, {});
  const pipeline::Images images{scenes::render(scene, kMapSide, scenes::MapSet::none()).image};
  std::vector<MapSpeed> speeds;
  for (const auto& [type, spec] : registry.catalog().all()) {
    if (!type.starts_with(kAnnotators) || spec.find_input("image") == nullptr || spec.find_output("image") == nullptr)
      continue;
    if (spec.find_param("network") != nullptr) continue;  // its file may not be there
    const auto node = registry.find(type);
    const engine::Inputs inputs = inputs_of(spec, images);
    RunControl control = RunControl::none();
    Result<engine::Outputs> made = cancelled();
    const double seconds = median_seconds(repeats, [&] { made = node->run(inputs, control); });
    if (!made) return forward(made);
    speeds.push_back({type.substr(kAnnotators.size()), seconds});
  }
  return speeds;
}

}  // namespace heddle::cli
