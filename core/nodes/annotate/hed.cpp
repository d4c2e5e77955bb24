// annotate.hed — Soft edges as the network HED sees them.
#include "nodes/annotate/edge_params.h"
#include "nodes/annotate/learned_node.h"

namespace heddle::nodes {

void register_hed(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec = with_edge_params(
      annotator_spec("annotate.hed", TR_NOOP("nodes", "HED edges"),
                     TR_NOOP("nodes",
                             "Soft outlines as a network sees them (ControlNetHED.pth), for ControlNet "
                             "softedge and scribble.")));
  node.when_black = "Lower the value below which it becomes black.";
  add_learned_annotator(
      setup, std::move(node), [](const graph::Params&) { return pipeline::AnnotatorNetwork::hed; }, drawn_edges);
}

}  // namespace heddle::nodes
