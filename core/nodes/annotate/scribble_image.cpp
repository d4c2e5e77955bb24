// annotate.scribble_image — White strokes where a photograph or painting is darker than its surroundings.
#include "imaging/scribble.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

void register_scribble_image(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec =
      annotator_spec(
          "annotate.scribble_picture", TR_NOOP("nodes", "Scribble from a picture"),
          TR_NOOP("nodes", "Strokes where a picture is darker than its surroundings (XDoG), for ControlNet scribble."))
          .param(map_integer("threshold", 32, TR_NOOP("nodes", "Threshold")).range(2, 64));
  node.map = [](const image::Image& rgb, const graph::Params& params, const Say&) {
    return imaging::scribble_of_image(rgb, static_cast<int>(params.integer("threshold")));
  };
  node.when_black = "Lower the threshold.";
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
