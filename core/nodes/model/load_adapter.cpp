// adapter.load — Opens an IP-Adapter: base, light, plus, plus-face, full-face, or a simple adapter.
#include "engine/file_identity.h"
#include "nodes/loaded_value.h"
#include "nodes/node_context.h"
#include "pipeline/load/model_parts.h"

namespace heddle::nodes {

namespace {

Result<std::filesystem::path> adapter_path(const NodeContext& services, const std::string& name) {
  if (!pipeline::is_bobbin(name)) return std::filesystem::path(name);
  return pipeline::bobbin_adapter(services.model_path("bobbin"), pipeline::bobbin_variant(name));
}

graph::NodeSpec load_adapter_spec() {
  return graph::NodeSpec("adapter.load", 1, TR_NOOP("nodes", "IP-Adapter"))
      .group("model")
      .help(TR_NOOP("nodes", "An IP-Adapter: with it, pictures guide the result beside the words."))
      .param(
          graph::file("adapter", "adapter").label(TR_NOOP("nodes", "Adapter")).recomputes_from(graph::Stage::reference))
      .output("adapter", graph::port::adapter);
}

Result<std::string> identity_for_load_adapter(const NodeContext& services, const graph::Params& params) {
  auto path = adapter_path(services, params.file("adapter"));
  if (!path) return forward(path);
  auto file = engine::file_identity(*path);
  if (!file) return forward(file);
  return services.policy.describe() + *file;
}

Result<engine::Outputs> run_load_adapter(const NodeContext& services, const engine::Inputs& in,
                                         const RunControl& control) {
  auto name = identity_for_load_adapter(services, in.params());
  if (!name) return forward(name);
  auto files = weights::open_adapter(*adapter_path(services, in.params().file("adapter")));
  if (!files) return forward(files);
  auto adapter = pipeline::load_adapter(*files, *name, services.policy, control);
  if (!adapter) return forward(adapter);
  return engine::Outputs().set("adapter", to_value(std::move(*adapter)));
}

}  // namespace

void register_load_adapter(NodeRegistration& setup) {
  setup.registry.add(
      load_adapter_spec(),
      [s = setup.services](const engine::Inputs& in, RunControl& control) { return run_load_adapter(*s, in, control); },
      [s = setup.services](const graph::Params& params) { return identity_for_load_adapter(*s, params); });
}

}  // namespace heddle::nodes
