// t2i.load — Opens a T2I-Adapter: its authors' file, a diffusers folder or file.
#include "engine/file_identity.h"
#include "nodes/loaded_value.h"
#include "nodes/node_context.h"
#include "weights/control_files.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec load_t2i_adapter_spec() {
  return graph::NodeSpec("t2i.load", 1, TR_NOOP("nodes", "T2I-Adapter"))
      .group("model")
      .help(TR_NOOP(
          "nodes",
          "A small network that follows a map: edges, a sketch, colours. It runs once a picture, not once a step."))
      .param(graph::file("t2i_adapter", "t2i_adapter")
                 .label(TR_NOOP("nodes", "T2I-Adapter"))
                 .recomputes_from(graph::Stage::denoise))
      .output("t2i_adapter", graph::port::t2i_adapter);
}

Result<std::string> identity_for_load_t2i_adapter(const NodeContext& services, const graph::Params& params) {
  auto file = engine::file_identity(params.file("t2i_adapter"));
  if (!file) return forward(file);
  return services.policy.describe() + *file;
}

Result<engine::Outputs> run_load_t2i_adapter(const NodeContext& services, const engine::Inputs& in,
                                             const RunControl& control) {
  auto identity = identity_for_load_t2i_adapter(services, in.params());
  if (!identity) return forward(identity);
  auto part = weights::open_t2i_adapter(in.params().file("t2i_adapter"));
  if (!part) return forward(part);
  auto loaded = pipeline::load_t2i(*part, *identity, services.policy, control);
  if (!loaded) return forward(loaded);
  return engine::Outputs().set("t2i_adapter", to_value(std::move(*loaded)));
}

}  // namespace

void register_load_t2i_adapter(NodeRegistration& setup) {
  setup.registry.add(
      load_t2i_adapter_spec(),
      [s = setup.services](const engine::Inputs& in, RunControl& control) {
        return run_load_t2i_adapter(*s, in, control);
      },
      [s = setup.services](const graph::Params& params) { return identity_for_load_t2i_adapter(*s, params); });
}

}  // namespace heddle::nodes
