// annotate.line_art — Pencil-like lines, without a network.
#include "imaging/line_art.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

void register_line_art(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec =
      annotator_spec("annotate.line_art", TR_NOOP("nodes", "Line art (classical)"),
                     TR_NOOP("nodes", "Pencil-like lines without a network, white on black, for ControlNet lineart."))
          .param(map_number("sigma", 6, TR_NOOP("nodes", "Width")).range(0.1, 12).soft_range(0.5, 12, 0.1).unit("px"))
          .param(map_number("threshold", 8, TR_NOOP("nodes", "Threshold")).range(0, 64).soft_range(0, 16, 0.5));
  node.map = [](const image::Image& rgb, const graph::Params& params, const Say&) {
    return imaging::line_art(rgb, {params.real("sigma"), params.real("threshold")});
  };
  node.when_black = "The picture has no dark lines; for light lines, invert it first.";
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
