// style.apply — The style of a picture, as tokens behind the prompt's.
#include "nodes/first_image.h"
#include "nodes/node_context.h"
#include "pipeline/style_encoding.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec apply_style_spec() {
  return pipeline::with_fit_params(
             graph::NodeSpec("style.apply", 1, TR_NOOP("nodes", "Apply style"))
                 .group("reference")
                 .help(TR_NOOP("nodes", "The style of a picture, as a few tokens behind the prompt's (T2I-Adapter)."))
                 .input("image", graph::port::image, TR_NOOP("nodes", "Picture"))
                 .input("style_adapter", graph::port::style_adapter)
                 .input("image_encoder", graph::port::image_encoder))
      .param(graph::lane("strength", 1)
                 .range(0, 2)
                 .soft_range(0, 1.5, 0.01)
                 .shown_live(2)
                 .live_downstream()
                 .label(TR_NOOP("nodes", "Strength"))
                 .recomputes_from(graph::Stage::denoise))
      .output("control", graph::port::control);
}

Result<engine::Outputs> run_apply_style(const engine::Inputs& in) {
  auto term = pipeline::style_term(in.get<pipeline::ImageEncoder>("image_encoder"),
                                   in.get<pipeline::StyleModel>("style_adapter"), first_image_at(in, "image"),
                                   pipeline::fit_request(in.params()));
  if (!term) return forward(term);
  pipeline::ScaledTerm scaled{std::move(*term), in.live_lane("strength"), {in.node(), "strength"}};
  return engine::Outputs().set("control", engine::Value::of(std::move(scaled)));
}

}  // namespace

void register_apply_style(NodeRegistration& setup) {
  setup.registry.add(apply_style_spec(), [](const engine::Inputs& in, RunControl&) { return run_apply_style(in); });
}

}  // namespace heddle::nodes
