// annotate.canny — White lines where brightness or colour changes sharply.
#include "imaging/canny.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

void register_canny(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec =
      annotator_spec("annotate.canny", TR_NOOP("nodes", "Canny edges"),
                     TR_NOOP("nodes", "White lines where brightness or colour changes sharply, for ControlNet canny."))
          .param(map_number("low", 100, TR_NOOP("nodes", "Low threshold")).range(0, 1000).soft_range(0, 255, 1))
          .param(map_number("high", 200, TR_NOOP("nodes", "High threshold")).range(0, 1000).soft_range(0, 255, 1))
          .param(map_number("blur", 0, TR_NOOP("nodes", "Blur before")).range(0, 20).soft_range(0, 5, 0.1).unit("px"));
  node.map = [](const image::Image& rgb, const graph::Params& params, const Say&) {
    return imaging::canny(rgb, {params.real("low"), params.real("high"), params.real("blur")});
  };
  node.when_black = "Lower the thresholds.";
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
