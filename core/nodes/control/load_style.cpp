// style.load — Opens T2I-Adapter's style adapter, its authors' file.
#include "engine/file_identity.h"
#include "nodes/loaded_value.h"
#include "nodes/node_context.h"
#include "weights/control_files.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec load_style_spec() {
  return graph::NodeSpec("style.load", 1, TR_NOOP("nodes", "Style adapter"))
      .group("model")
      .help(TR_NOOP("nodes", "A network that turns a picture's style into words of its own (T2I-Adapter)."))
      .param(graph::file("style_adapter", "style_adapter")
                 .label(TR_NOOP("nodes", "Style adapter"))
                 .recomputes_from(graph::Stage::denoise))
      .output("style_adapter", graph::port::style_adapter);
}

Result<std::string> identity_for_load_style(const NodeContext& services, const graph::Params& params) {
  auto file = engine::file_identity(params.file("style_adapter"));
  if (!file) return forward(file);
  return services.policy.describe() + *file;
}

Result<engine::Outputs> run_load_style(const NodeContext& services, const engine::Inputs& in,
                                       const RunControl& control) {
  auto identity = identity_for_load_style(services, in.params());
  if (!identity) return forward(identity);
  auto part = weights::open_style_adapter(in.params().file("style_adapter"));
  if (!part) return forward(part);
  auto loaded = pipeline::load_style(*part, *identity, services.policy, control);
  if (!loaded) return forward(loaded);
  return engine::Outputs().set("style_adapter", to_value(std::move(*loaded)));
}

}  // namespace

void register_load_style(NodeRegistration& setup) {
  setup.registry.add(
      load_style_spec(),
      [s = setup.services](const engine::Inputs& in, RunControl& control) { return run_load_style(*s, in, control); },
      [s = setup.services](const graph::Params& params) { return identity_for_load_style(*s, params); });
}

}  // namespace heddle::nodes
