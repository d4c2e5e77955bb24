// control.load — Opens a ControlNet: its author's file, a diffusers folder or file.
#include "base/note.h"
#include "engine/file_identity.h"
#include "nodes/loaded_value.h"
#include "nodes/node_context.h"
#include "weights/control_files.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec load_control_spec() {
  return graph::NodeSpec("control.load", 1, TR_NOOP("nodes", "ControlNet"))
      .group("model")
      .help(TR_NOOP(
          "nodes",
          "The network that follows a map: edges, depth, a pose. Its kind comes from the file. A file of differences "
          "from its base model needs that model wired to it."))
      .param(graph::file("control", "controlnet")
                 .label(TR_NOOP("nodes", "ControlNet"))
                 .recomputes_from(graph::Stage::denoise))
      .input("model", graph::port::model)
      .optional()
      .output("control_net", graph::port::control_net);
}

Result<std::filesystem::path> control_path(const NodeContext& services, const std::string& name) {
  if (!pipeline::is_bobbin(name) || pipeline::bobbin_variant(name).empty()) return std::filesystem::path(name);
  return pipeline::bobbin_control(services.model_path("bobbin"), pipeline::bobbin_variant(name));
}

Result<std::string> identity_for_load_control(const NodeContext& services, const graph::Params& params) {
  auto path = control_path(services, params.file("control"));
  if (!path) return forward(path);
  auto file = engine::file_identity(*path);
  if (!file) return forward(file);
  return services.policy.describe() + *file;
}

Result<engine::Outputs> run_load_control(const NodeContext& services, const engine::Inputs& in,
                                         const RunControl& control) {
  auto identity = identity_for_load_control(services, in.params());
  if (!identity) return forward(identity);
  auto part = weights::open_control(*control_path(services, in.params().file("control")));
  if (!part) return forward(part);
  auto loaded =
      pipeline::load_control(*part, *identity, in.find<pipeline::DiffusionModel>("model"), services.policy, control);
  if (!loaded) return forward(loaded);
  engine::Outputs outputs;
  if (in.has("model") && !loaded->value.network->config().is_difference) {
    outputs.add_note(note("control.base_unused",
                          "the model that is wired to the ControlNet has no effect: its file is whole, no difference"));
  }
  return outputs.set("control_net", to_value(std::move(*loaded)));
}

}  // namespace

void register_load_control(NodeRegistration& setup) {
  setup.registry.add(
      load_control_spec(),
      [s = setup.services](const engine::Inputs& in, RunControl& control) { return run_load_control(*s, in, control); },
      [s = setup.services](const graph::Params& params) { return identity_for_load_control(*s, params); });
}

}  // namespace heddle::nodes
