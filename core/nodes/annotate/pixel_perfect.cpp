// annotate.pixel_perfect — The resolution at which a map has one pixel for each of the picture that is made.
#include "nodes/annotate/annotate_node.h"
#include "pipeline/values.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec pixel_perfect_spec() {
  return graph::NodeSpec("annotate.pixel_perfect", 1, TR_NOOP("nodes", "Pixel perfect"))
      .group("annotate")
      .help(TR_NOOP("nodes",
                    "The resolution of a map that fits the picture to be made, pixel for pixel. Wire it to an "
                    "annotator's resolution."))
      .input("image", graph::port::image)
      .param(graph::integer("width", 512)
                 .range(8, 8192)
                 .soft_range(256, 1536, 64)
                 .unit("px")
                 .label(TR_NOOP("nodes", "Width"))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::integer("height", 512)
                 .range(8, 8192)
                 .soft_range(256, 1536, 64)
                 .unit("px")
                 .label(TR_NOOP("nodes", "Height"))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::choice("fit", "crop", {"squash", "crop", "pad"})
                 .label(TR_NOOP("nodes", "Fit"))
                 .recomputes_from(graph::Stage::denoise))
      .output("resolution", graph::port::integer);
}

Result<engine::Outputs> run_pixel_perfect(const engine::Inputs& in) {
  const pipeline::Images& images = in.get<pipeline::Images>("image");
  if (images.empty() || images.front().empty())
    return fail(ErrorKind::invalid_input, "[annotate] the picture is empty; take one that has pixels");
  const imaging::PixelSize target{static_cast<int>(in.params().integer("width")),
                                  static_cast<int>(in.params().integer("height"))};
  const auto fit = imaging::map_fit_from(in.params().choice("fit")).value_or(imaging::MapFit::crop);
  const int resolution =
      imaging::pixel_perfect_resolution({images.front().width(), images.front().height()}, target, fit);
  return engine::Outputs().set_param("resolution", std::int64_t{resolution});
}

}  // namespace

void register_pixel_perfect(NodeRegistration& setup) {
  setup.registry.add(pixel_perfect_spec(), [](const engine::Inputs& in, RunControl&) { return run_pixel_perfect(in); });
}

}  // namespace heddle::nodes
