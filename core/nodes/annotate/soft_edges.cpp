// annotate.soft_edges — Outlines that are strong where shapes end, without a network.
#include "imaging/soft_edges.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

void register_soft_edges(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec =
      annotator_spec(
          "annotate.soft_edges", TR_NOOP("nodes", "Soft edges (classical)"),
          TR_NOOP("nodes", "Soft outlines without a network, in place of HED and PiDiNet, for ControlNet softedge."))
          .param(map_number("strength", 1, TR_NOOP("nodes", "Strength")).range(0.1, 10).soft_range(0.1, 4, 0.05))
          .param(map_number("detail", 0.5, TR_NOOP("nodes", "Detail")).range(0, 1).soft_range(0, 1, 0.01))
          .param(map_switch("safe", false, TR_NOOP("nodes", "Three levels only"))
                     .help(TR_NOOP("nodes", "Hides shading, so that less of the picture comes through (\"safe\").")));
  node.map = [](const image::Image& rgb, const graph::Params& params, const Say&) {
    return imaging::soft_edges(rgb, {params.real("strength"), params.real("detail"), params.boolean("safe")});
  };
  node.when_black = "Raise the strength.";
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
