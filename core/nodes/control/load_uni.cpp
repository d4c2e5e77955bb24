// uni.load — Opens a Uni-ControlNet, uni.ckpt.
#include "engine/file_identity.h"
#include "nodes/loaded_value.h"
#include "nodes/node_context.h"
#include "weights/control_files.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec load_uni_spec() {
  return graph::NodeSpec("uni.load", 1, TR_NOOP("nodes", "Uni-ControlNet"))
      .group("model")
      .help(TR_NOOP("nodes", "One network for seven kinds of map and for a picture."))
      .param(graph::file("uni_control", "uni_control")
                 .label(TR_NOOP("nodes", "Uni-ControlNet"))
                 .recomputes_from(graph::Stage::denoise))
      .output("uni_control", graph::port::uni_control);
}

Result<std::string> identity_for_load_uni(const NodeContext& services, const graph::Params& params) {
  auto file = engine::file_identity(params.file("uni_control"));
  if (!file) return forward(file);
  return services.policy.describe() + *file;
}

Result<engine::Outputs> run_load_uni(const NodeContext& services, const engine::Inputs& in, const RunControl& control) {
  auto identity = identity_for_load_uni(services, in.params());
  if (!identity) return forward(identity);
  auto part = weights::open_uni_control(in.params().file("uni_control"));
  if (!part) return forward(part);
  auto loaded = pipeline::load_uni(*part, *identity, services.policy, control);
  if (!loaded) return forward(loaded);
  return engine::Outputs().set("uni_control", to_value(std::move(*loaded)));
}

}  // namespace

void register_load_uni(NodeRegistration& setup) {
  setup.registry.add(
      load_uni_spec(),
      [s = setup.services](const engine::Inputs& in, RunControl& control) { return run_load_uni(*s, in, control); },
      [s = setup.services](const graph::Params& params) { return identity_for_load_uni(*s, params); });
}

}  // namespace heddle::nodes
