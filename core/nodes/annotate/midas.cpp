// annotate.midas — Depth as the network MiDaS sees it.
#include "imaging/depth_map.h"
#include "nodes/annotate/learned_node.h"

namespace heddle::nodes {

void register_midas(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec =
      annotator_spec("annotate.midas", TR_NOOP("nodes", "Depth (MiDaS)"),
                     TR_NOOP("nodes",
                             "Depth as a network sees it (dpt_hybrid-midas-501f0c75.pt), near in white, for "
                             "ControlNet depth."))
          .param(map_number("background", 0, TR_NOOP("nodes", "Background"))
                     .range(0, 1)
                     .soft_range(0, 1, 0.01)
                     .help(TR_NOOP("nodes", "What is darker than this share of white becomes black.")))
          .param(map_number("curve", 1, TR_NOOP("nodes", "Curve"))
                     .range(0.1, 10)
                     .soft_range(0.25, 4, 0.01)
                     .help(TR_NOOP("nodes", "Above 1 darkens what is between near and far, below 1 lightens it.")));
  node.when_black = "The picture has one depth everywhere, or the background is all of it.";
  add_learned_annotator(
      setup, std::move(node), [](const graph::Params&) { return pipeline::AnnotatorNetwork::midas; },
      [](const imaging::Plane& plane, const graph::Params& params) {
        return imaging::depth_of_nearness(plane, {params.real("background"), params.real("curve")});
      });
}

}  // namespace heddle::nodes
