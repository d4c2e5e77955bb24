// annotate.midas_normal — The direction of surfaces, from the depth that the network MiDaS sees.
#include "imaging/normal_map.h"
#include "nodes/annotate/learned_node.h"

namespace heddle::nodes {

void register_midas_normal(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec =
      annotator_spec("annotate.midas_normal", TR_NOOP("nodes", "Normals (MiDaS)"),
                     TR_NOOP("nodes",
                             "The direction of surfaces, from depth as a network sees it "
                             "(dpt_hybrid-midas-501f0c75.pt), for ControlNet normal."))
          .param(map_number("relief", 1, TR_NOOP("nodes", "Relief")).range(0.01, 100).soft_range(0.1, 5, 0.05))
          .param(map_number("background", 0.1, TR_NOOP("nodes", "Background"))
                     .range(0, 1)
                     .soft_range(0, 1, 0.01)
                     .help(TR_NOOP("nodes", "What is darker than this share of white counts as flat.")))
          .param(map_number("smooth", 0, TR_NOOP("nodes", "Smooth")).range(0, 12).soft_range(0, 8, 0.1).unit("px"))
          .param(map_switch("reversed", true, TR_NOOP("nodes", "Channels of ControlNet 1.0"))
                     .help(TR_NOOP("nodes",
                                   "Blue, green, red, as ControlNet normal 1.0 takes them. Off: red is right, green is "
                                   "down, blue is towards you.")));
  add_learned_annotator(
      setup, std::move(node), [](const graph::Params&) { return pipeline::AnnotatorNetwork::midas; },
      [](const imaging::Plane& plane, const graph::Params& params) {
        return imaging::normals_of_nearness(plane, {params.real("relief"), params.real("background"),
                                                    params.real("smooth"), params.boolean("reversed")});
      });
}

}  // namespace heddle::nodes
