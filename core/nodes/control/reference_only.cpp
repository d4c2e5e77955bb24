// reference_only — A picture that the network looks at while it paints, without any other network.
#include "nodes/first_image.h"
#include "nodes/node_context.h"
#include "pipeline/reference_only_encoding.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec reference_only_spec() {
  return graph::NodeSpec("reference_only", 1, TR_NOOP("nodes", "Reference only"))
      .group("reference")
      .help(TR_NOOP("nodes",
                    "The network looks at a picture while it paints, without an adapter: one more pass a step. A "
                    "lower strength leaves it to the wide layers."))
      .input("image", graph::port::image, TR_NOOP("nodes", "Picture"))
      .input("vae", graph::port::vae)
      .param(graph::lane("strength", 1)
                 .range(0, 1)
                 .soft_range(0, 1, 0.01)
                 .shown_live(2)
                 .live_downstream()
                 .label(TR_NOOP("nodes", "Strength"))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::choice("mode", "attention", adapters::reference_mode_names())
                 .label(TR_NOOP("nodes", "Mode"))
                 .help(TR_NOOP("nodes",
                               "attention: looks at the picture's parts. adain: takes over its colours and contrast."))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::real("fidelity", 0.5)
                 .range(0, 1)
                 .label(TR_NOOP("nodes", "Style fidelity"))
                 .help(TR_NOOP("nodes", "0: the prompt leads. 1: the picture leads."))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::choice("fit", "crop", {"crop", "stretch"})
                 .label(TR_NOOP("nodes", "Fit"))
                 .recomputes_from(graph::Stage::denoise))
      .output("control", graph::port::control);
}

Result<engine::Outputs> run_reference_only(const engine::Inputs& in) {
  pipeline::ReferenceOnlyRequest request{.image = first_image_at(in, "image")};
  request.fit = in.params().choice("fit") == "stretch" ? pipeline::MapFit::stretch : pipeline::MapFit::crop;
  request.options.mode =
      adapters::reference_mode_from(in.params().choice("mode")).value_or(adapters::ReferenceMode::attention);
  request.options.fidelity = in.params().real("fidelity");
  auto term = pipeline::reference_only_term(in.shared<pipeline::VaeModel>("vae"), request);
  if (!term) return forward(term);
  pipeline::ScaledTerm scaled{std::move(*term), in.live_lane("strength"), {in.node(), "strength"}};
  return engine::Outputs().set("control", engine::Value::of(std::move(scaled)));
}

}  // namespace

void register_reference_only(NodeRegistration& setup) {
  setup.registry.add(reference_only_spec(),
                     [](const engine::Inputs& in, RunControl&) { return run_reference_only(in); });
}

}  // namespace heddle::nodes
