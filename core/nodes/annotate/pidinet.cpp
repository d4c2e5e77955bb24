// annotate.pidinet — Edges as the network PiDiNet sees them.
#include "nodes/annotate/edge_params.h"
#include "nodes/annotate/learned_node.h"

namespace heddle::nodes {

void register_pidinet(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec = with_edge_params(
      annotator_spec("annotate.pidinet", TR_NOOP("nodes", "PiDiNet edges"),
                     TR_NOOP("nodes",
                             "Fine outlines as a network sees them (table5_pidinet.pth), for ControlNet "
                             "softedge and T2I-Adapter sketch.")));
  node.when_black = "Lower the value below which it becomes black.";
  add_learned_annotator(
      setup, std::move(node), [](const graph::Params&) { return pipeline::AnnotatorNetwork::pidinet; }, drawn_edges);
}

}  // namespace heddle::nodes
