// annotate.normal — The direction in which each place of a surface looks, from its depth.
#include "imaging/normal_map.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

void register_normal(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec =
      annotator_spec(
          "annotate.normal", TR_NOOP("nodes", "Normals from depth"),
          TR_NOOP("nodes", "From a depth map, near in white, the direction of its surfaces, for ControlNet normal."))
          .param(map_number("relief", 400, TR_NOOP("nodes", "Relief")).range(1, 10000).soft_range(10, 2000, 10))
          .param(map_number("background", 0.1, TR_NOOP("nodes", "Background"))
                     .range(0, 1)
                     .soft_range(0, 1, 0.01)
                     .help(TR_NOOP("nodes", "What is darker than this share of white counts as flat.")))
          .param(map_number("smooth", 2, TR_NOOP("nodes", "Smooth")).range(0, 12).soft_range(0, 8, 0.1).unit("px"))
          .param(map_switch("reversed", true, TR_NOOP("nodes", "Channels of ControlNet 1.0"))
                     .help(TR_NOOP("nodes",
                                   "Blue, green, red, as ControlNet normal 1.0 takes them. Off: red is right, green is "
                                   "down, blue is towards you.")));
  node.map = [](const image::Image& rgb, const graph::Params& params, const Say&) {
    return imaging::normal_map(
        rgb, {params.real("relief"), params.real("background"), params.real("smooth"), params.boolean("reversed")});
  };
  node.clear_is_black = true;
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
