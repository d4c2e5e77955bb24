// image_encoder.load — Opens the CLIP image encoder that an adapter was trained with.
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/file_identity.h"
#include "nodes/loaded_value.h"
#include "nodes/node_context.h"
#include "pipeline/load/model_parts.h"

namespace heddle::nodes {

namespace {

std::filesystem::path encoder_path(const NodeContext& services, const std::string& name) {
  return pipeline::is_bobbin(name) ? services.model_path("bobbin") / "image_encoder" : std::filesystem::path(name);
}

graph::NodeSpec load_image_encoder_spec() {
  return graph::NodeSpec("image_encoder.load", 1, TR_NOOP("nodes", "Image encoder"))
      .group("model")
      .help(TR_NOOP("nodes", "CLIP's image encoder: ViT-H/14 for most IP-Adapters of Stable Diffusion 1.5."))
      .param(
          graph::file("encoder", "model").label(TR_NOOP("nodes", "Encoder")).recomputes_from(graph::Stage::reference))
      .output("image_encoder", graph::port::image_encoder);
}

Result<std::string> identity_for_load_image_encoder(const NodeContext& services, const graph::Params& params) {
  auto file = engine::file_identity(encoder_path(services, params.file("encoder")));
  if (!file) return forward(file);
  return services.policy.describe() + *file;
}

// Mean and deviation are in a preprocessor_config.json beside the weights or in the folder feature_extractor beside.
Json read_preprocessor(const std::filesystem::path& encoder) {
  for (const auto& folder : {encoder, encoder.parent_path() / "feature_extractor"}) {
    const std::filesystem::path file = folder / "preprocessor_config.json";
    std::ifstream stream(file);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (text.empty()) continue;
    if (auto json = parse_json(text, file.string())) return *json;
  }
  return {};
}

Result<engine::Outputs> run_load_image_encoder(const NodeContext& services, const engine::Inputs& in,
                                               const RunControl& control) {
  auto name = identity_for_load_image_encoder(services, in.params());
  if (!name) return forward(name);
  const std::filesystem::path path = encoder_path(services, in.params().file("encoder"));
  auto part = weights::open_image_encoder(path);
  if (!part) return forward(part);
  auto encoder = pipeline::load_image_encoder(*part, read_preprocessor(part->source), *name, services.policy, control);
  if (!encoder) return forward(encoder);
  return engine::Outputs().set("image_encoder", to_value(std::move(*encoder)));
}

}  // namespace

void register_load_image_encoder(NodeRegistration& setup) {
  setup.registry.add(
      load_image_encoder_spec(),
      [s = setup.services](const engine::Inputs& in, RunControl& control) {
        return run_load_image_encoder(*s, in, control);
      },
      [s = setup.services](const graph::Params& params) { return identity_for_load_image_encoder(*s, params); });
}

}  // namespace heddle::nodes
