// annotate.tile — The picture without its finest detail.
#include "imaging/tile.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

void register_tile(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec =
      annotator_spec("annotate.tile", TR_NOOP("nodes", "Tile"),
                     TR_NOOP("nodes", "The picture without its finest detail, which ControlNet tile draws anew."))
          .param(map_number("rate", 1, TR_NOOP("nodes", "Down by")).range(1, 32).soft_range(1, 8, 0.1));
  node.map = [](const image::Image& rgb, const graph::Params& params, const Say&) {
    return imaging::tile(rgb, params.real("rate"));
  };
  node.padding = imaging::Padding::none;
  node.resolution = 0;
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
