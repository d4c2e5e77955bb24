// uni.apply — Maps and a picture through a Uni-ControlNet.
#include "nodes/first_image.h"
#include "nodes/node_context.h"
#include "pipeline/uni_encoding.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec apply_uni_spec() {
  graph::NodeSpec spec("uni.apply", 1, TR_NOOP("nodes", "Apply Uni-ControlNet"));
  spec.group("reference")
      .help(TR_NOOP("nodes",
                    "Any of seven kinds of map, and a picture for content and style, through one network. The picture "
                    "needs CLIP ViT-L/14."))
      .input("uni_control", graph::port::uni_control);
  for (const std::string_view map : pipeline::kUniMaps) spec.input(std::string(map), graph::port::image).optional();
  spec.input("image", graph::port::image, TR_NOOP("nodes", "Picture"))
      .optional()
      .input("image_encoder", graph::port::image_encoder)
      .optional();
  return pipeline::with_fit_params(std::move(spec))
      .param(graph::lane("strength", 1)
                 .range(0, 2)
                 .soft_range(0, 1.5, 0.01)
                 .shown_live(2)
                 .live_downstream()
                 .label(TR_NOOP("nodes", "Strength"))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::real("image_strength", 1)
                 .range(0, 2)
                 .soft_range(0, 1.5, 0.01)
                 .label(TR_NOOP("nodes", "Strength of the picture"))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::choice("map_fit", "crop", {"crop", "stretch"})
                 .label(TR_NOOP("nodes", "Fit of the maps"))
                 .recomputes_from(graph::Stage::denoise))
      .output("control", graph::port::control);
}

Result<engine::Outputs> run_apply_uni(const engine::Inputs& in) {
  pipeline::UniRequest request;
  for (std::size_t i = 0; i < request.maps.size(); ++i) request.maps[i] = first_image_at(in, pipeline::kUniMaps[i]);
  request.image = first_image_at(in, "image");
  request.encoder = in.find<pipeline::ImageEncoder>("image_encoder");
  request.image_strength = in.params().real("image_strength");
  request.fit = in.params().choice("map_fit") == "stretch" ? pipeline::MapFit::stretch : pipeline::MapFit::crop;
  request.image_fit = pipeline::fit_request(in.params());
  auto term = pipeline::uni_term(in.get<pipeline::UniModel>("uni_control"), request);
  if (!term) return forward(term);
  pipeline::ScaledTerm scaled{std::move(*term), in.live_lane("strength"), {in.node(), "strength"}};
  return engine::Outputs().set("control", engine::Value::of(std::move(scaled)));
}

}  // namespace

void register_apply_uni(NodeRegistration& setup) {
  setup.registry.add(apply_uni_spec(), [](const engine::Inputs& in, RunControl&) { return run_apply_uni(in); });
}

}  // namespace heddle::nodes
