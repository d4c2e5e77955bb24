// annotate.colour_map — The picture as large squares of its colours.
#include "imaging/colour_map.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

void register_colour_map(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec = annotator_spec("annotate.colour_map", TR_NOOP("nodes", "Colour map"),
                             TR_NOOP("nodes", "Large squares of the picture's colours, for T2I-Adapter color."))
                  .param(map_integer("square", imaging::kColourSquare, TR_NOOP("nodes", "Square"))
                             .range(1, 512)
                             .soft_range(8, 128, 8)
                             .unit("px")
                             .help(TR_NOOP("nodes", "The adapter was trained with 64.")));
  node.map = [](const image::Image& rgb, const graph::Params& params, const Say&) {
    return imaging::colour_map(rgb, static_cast<int>(params.integer("square")));
  };
  node.padding = imaging::Padding::none;
  node.resolution = 0;
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
