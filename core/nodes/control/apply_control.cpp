// control.apply — A map through a ControlNet, with its strength by step and place.
#include <fmt/format.h>

#include "nodes/first_image.h"
#include "nodes/node_context.h"
#include "pipeline/control_encoding.h"
#include "pipeline/mask.h"

namespace heddle::nodes {

namespace {

// The residuals of Stable Diffusion 1 and 2, in the order data flows.
std::vector<std::string> residual_names() {
  std::vector<std::string> names{"in"};
  for (int level = 0; level < 4; ++level) {
    for (int layer = 0; layer < 2; ++layer) names.push_back(fmt::format("down {}.{}", level, layer));
    if (level < 3) names.push_back(fmt::format("half {}", level + 1));
  }
  names.emplace_back("mid");
  return names;
}

graph::NodeSpec apply_control_spec() {
  return graph::NodeSpec("control.apply", 1, TR_NOOP("nodes", "Apply ControlNet"))
      .group("reference")
      .help(TR_NOOP("nodes",
                    "Makes the image follow a map. A map of another size is resized as Pillow's Lanczos does it, "
                    "cropped or stretched."))
      .input("image", graph::port::image, TR_NOOP("nodes", "Map"))
      .input("control_net", graph::port::control_net)
      .input("mask", graph::port::image, TR_NOOP("nodes", "Act where white"))
      .optional()
      .param(graph::lane("strength", 1)
                 .range(0, 2)
                 .soft_range(0, 1.5, 0.01)
                 .shown_live(2)
                 .by_layer(residual_names())
                 .live_downstream()
                 .label(TR_NOOP("nodes", "Strength"))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::choice("balance", "balanced", adapters::control_balance_names())
                 .label(TR_NOOP("nodes", "Balance"))
                 .help(TR_NOOP("nodes",
                               "prompt_first: finer residuals weigh less, 0.825 a block. control_first: acts with the "
                               "prompt alone. guess_mode: both. "
                               "guess_mode_diffusers: as diffusers has it."))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::choice("fit", "crop", {"crop", "stretch"})
                 .label(TR_NOOP("nodes", "Fit"))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::choice("average", "auto", {"auto", "on", "off"})
                 .label(TR_NOOP("nodes", "Average over the picture"))
                 .help(TR_NOOP("nodes",
                               "For ControlNet Shuffle: its effect is averaged over the picture, and acts with the "
                               "prompt alone. auto: as the network's config says; single files have none."))
                 .recomputes_from(graph::Stage::denoise))
      .output("control", graph::port::control);
}

Result<engine::Outputs> run_apply_control(const engine::Inputs& in) {
  engine::Outputs outputs;
  pipeline::ControlRequest request{.map = first_image_at(in, "image")};
  if (const image::Image painted = first_image_at(in, "mask"); !painted.empty()) {
    pipeline::Mask mask = pipeline::read_mask(painted, "the mask of the control");
    outputs.add_notes(std::move(mask.notes));
    request.mask = std::move(mask.grey);
  }
  request.balance =
      adapters::control_balance_from(in.params().choice("balance")).value_or(adapters::ControlBalance::balanced);
  request.fit = in.params().choice("fit") == "stretch" ? pipeline::MapFit::stretch : pipeline::MapFit::crop;
  if (in.params().choice("average") != "auto") request.pools_residuals = in.params().choice("average") == "on";
  auto term = pipeline::control_term(in.get<pipeline::ControlModel>("control_net"), request);
  if (!term) return forward(term);
  pipeline::ScaledTerm scaled{std::move(*term), in.live_lane("strength"), {in.node(), "strength"}};
  return outputs.set("control", engine::Value::of(std::move(scaled)));
}

}  // namespace

void register_apply_control(NodeRegistration& setup) {
  setup.registry.add(apply_control_spec(), [](const engine::Inputs& in, RunControl&) { return run_apply_control(in); });
}

}  // namespace heddle::nodes
