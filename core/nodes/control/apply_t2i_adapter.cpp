// t2i.apply — A map through a T2I-Adapter, with its strength by step, level and place.
#include "nodes/first_image.h"
#include "nodes/node_context.h"
#include "pipeline/control_encoding.h"
#include "pipeline/mask.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec apply_t2i_adapter_spec() {
  return graph::NodeSpec("t2i.apply", 1, TR_NOOP("nodes", "Apply T2I-Adapter"))
      .group("reference")
      .help(TR_NOOP("nodes",
                    "Makes the image follow a map. A map of another size is resized as Pillow's Lanczos does it, "
                    "cropped or stretched."))
      .input("image", graph::port::image, TR_NOOP("nodes", "Map"))
      .input("t2i_adapter", graph::port::t2i_adapter)
      .input("mask", graph::port::image, TR_NOOP("nodes", "Act where white"))
      .optional()
      .param(graph::lane("strength", 1)
                 .range(0, 2)
                 .soft_range(0, 1.5, 0.01)
                 .shown_live(2)
                 .by_layer({"level 1", "level 2", "level 3", "level 4"})
                 .live_downstream()
                 .label(TR_NOOP("nodes", "Strength"))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::choice("balance", "balanced", adapters::t2i_balance_names())
                 .label(TR_NOOP("nodes", "Balance"))
                 .help(TR_NOOP("nodes",
                               "prompt_first: finer levels weigh less: 0.25, 0.62, 0.825, 1. control_first: acts with "
                               "the prompt alone."))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::choice("fit", "crop", {"crop", "stretch"})
                 .label(TR_NOOP("nodes", "Fit"))
                 .recomputes_from(graph::Stage::denoise))
      .output("control", graph::port::control);
}

Result<engine::Outputs> run_apply_t2i_adapter(const engine::Inputs& in) {
  engine::Outputs outputs;
  pipeline::T2IRequest request{.map = first_image_at(in, "image")};
  if (const image::Image painted = first_image_at(in, "mask"); !painted.empty()) {
    pipeline::Mask mask = pipeline::read_mask(painted, "the mask of the T2I-Adapter");
    outputs.add_notes(std::move(mask.notes));
    request.mask = std::move(mask.grey);
  }
  request.balance = adapters::t2i_balance_from(in.params().choice("balance")).value_or(adapters::T2IBalance::balanced);
  request.fit = in.params().choice("fit") == "stretch" ? pipeline::MapFit::stretch : pipeline::MapFit::crop;
  auto term = pipeline::t2i_term(in.get<pipeline::T2IModel>("t2i_adapter"), request);
  if (!term) return forward(term);
  pipeline::ScaledTerm scaled{std::move(*term), in.live_lane("strength"), {in.node(), "strength"}};
  return outputs.set("control", engine::Value::of(std::move(scaled)));
}

}  // namespace

void register_apply_t2i_adapter(NodeRegistration& setup) {
  setup.registry.add(apply_t2i_adapter_spec(),
                     [](const engine::Inputs& in, RunControl&) { return run_apply_t2i_adapter(in); });
}

}  // namespace heddle::nodes
