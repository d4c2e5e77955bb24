// coadapter.load — Opens CoAdapter's fuser, its authors' file.
#include "engine/file_identity.h"
#include "nodes/loaded_value.h"
#include "nodes/node_context.h"
#include "weights/control_files.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec load_coadapter_spec() {
  return graph::NodeSpec("coadapter.load", 1, TR_NOOP("nodes", "CoAdapter fuser"))
      .group("model")
      .help(TR_NOOP("nodes", "The network that weighs several T2I-Adapters and a style against one another."))
      .param(graph::file("coadapter", "coadapter_fuser")
                 .label(TR_NOOP("nodes", "CoAdapter fuser"))
                 .recomputes_from(graph::Stage::denoise))
      .output("coadapter", graph::port::coadapter);
}

Result<std::string> identity_for_load_coadapter(const NodeContext& services, const graph::Params& params) {
  auto file = engine::file_identity(params.file("coadapter"));
  if (!file) return forward(file);
  return services.policy.describe() + *file;
}

Result<engine::Outputs> run_load_coadapter(const NodeContext& services, const engine::Inputs& in,
                                           const RunControl& control) {
  auto identity = identity_for_load_coadapter(services, in.params());
  if (!identity) return forward(identity);
  auto part = weights::open_coadapter_fuser(in.params().file("coadapter"));
  if (!part) return forward(part);
  auto loaded = pipeline::load_coadapter(*part, *identity, services.policy, control);
  if (!loaded) return forward(loaded);
  return engine::Outputs().set("coadapter", to_value(std::move(*loaded)));
}

}  // namespace

void register_load_coadapter(NodeRegistration& setup) {
  setup.registry.add(
      load_coadapter_spec(),
      [s = setup.services](const engine::Inputs& in, RunControl& control) {
        return run_load_coadapter(*s, in, control);
      },
      [s = setup.services](const graph::Params& params) { return identity_for_load_coadapter(*s, params); });
}

}  // namespace heddle::nodes
