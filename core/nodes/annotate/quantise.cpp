// annotate.quantise — The picture in few colours.
#include "imaging/quantise.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

void register_quantise(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec = annotator_spec("annotate.quantise", TR_NOOP("nodes", "Few colours"),
                             TR_NOOP("nodes", "The picture in flat areas of few colours."))
                  .param(map_integer("colours", 8, TR_NOOP("nodes", "Colours")).range(1, 256).soft_range(2, 32, 1));
  node.map = [](const image::Image& rgb, const graph::Params& params, const Say&) {
    return imaging::quantise(rgb, static_cast<int>(params.integer("colours")));
  };
  node.padding = imaging::Padding::none;
  node.resolution = 0;
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
