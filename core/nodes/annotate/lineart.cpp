// annotate.lineart — Line art as a network draws it.
#include "imaging/edge_map.h"
#include "nodes/annotate/learned_node.h"

namespace heddle::nodes {

void register_lineart(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec = annotator_spec("annotate.lineart", TR_NOOP("nodes", "Line art"),
                             TR_NOOP("nodes",
                                     "Lines as a network draws them (sk_model.pth; coarse: sk_model2.pth), white on "
                                     "black, for ControlNet lineart."))
                  .param(map_switch("coarse", false, TR_NOOP("nodes", "Coarse")))
                  .param(map_number("cut", 0, TR_NOOP("nodes", "Black below")).range(0, 1).soft_range(0, 1, 0.01));
  node.when_black = "Lower the value below which it becomes black.";
  add_learned_annotator(
      setup, std::move(node),
      [](const graph::Params& params) {
        return params.boolean("coarse") ? pipeline::AnnotatorNetwork::line_art_coarse
                                        : pipeline::AnnotatorNetwork::line_art;
      },
      [](const imaging::Plane& plane, const graph::Params& params) {
        return imaging::line_map(plane, params.real("cut"));
      });
}

}  // namespace heddle::nodes
