// annotate.threshold — Black and white by a threshold.
#include "imaging/threshold.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

void register_threshold(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec = annotator_spec("annotate.threshold", TR_NOOP("nodes", "Black and white"),
                             TR_NOOP("nodes", "White where the picture is lighter than the threshold."))
                  .param(map_integer("level", 127, TR_NOOP("nodes", "Threshold")).range(0, 255));
  node.map = [](const image::Image& rgb, const graph::Params& params, const Say&) {
    return imaging::threshold(rgb, static_cast<int>(params.integer("level")));
  };
  node.when_black = "Lower the threshold.";
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
