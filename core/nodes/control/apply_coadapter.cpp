// coadapter.apply — Several maps and a style through CoAdapter's fuser.
#include "nodes/node_context.h"
#include "pipeline/coadapter_encoding.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec apply_coadapter_spec() {
  return graph::NodeSpec("coadapter.apply", 1, TR_NOOP("nodes", "Apply CoAdapter"))
      .group("reference")
      .help(TR_NOOP("nodes", "Weighs maps and a style against one another. Works with the coadapter-… files only."))
      .input("condition", graph::port::co_condition)
      .multiple()
      .input("coadapter", graph::port::coadapter)
      .param(graph::lane("strength", 1)
                 .range(0, 2)
                 .soft_range(0, 1.5, 0.01)
                 .shown_live(2)
                 .live_downstream()
                 .label(TR_NOOP("nodes", "Strength"))
                 .recomputes_from(graph::Stage::denoise))
      .output("control", graph::port::control);
}

Result<engine::Outputs> run_apply_coadapter(const engine::Inputs& in) {
  std::vector<adapters::CoCondition> conditions;
  for (const engine::Value& value : in.values("condition")) conditions.push_back(value.as<adapters::CoCondition>());
  auto term = pipeline::coadapter_term(in.get<pipeline::CoAdapterModel>("coadapter"), std::move(conditions));
  if (!term) return forward(term);
  pipeline::ScaledTerm scaled{std::move(*term), in.live_lane("strength"), {in.node(), "strength"}};
  return engine::Outputs().set("control", engine::Value::of(std::move(scaled)));
}

}  // namespace

void register_apply_coadapter(NodeRegistration& setup) {
  setup.registry.add(apply_coadapter_spec(),
                     [](const engine::Inputs& in, RunControl&) { return run_apply_coadapter(in); });
}

}  // namespace heddle::nodes
