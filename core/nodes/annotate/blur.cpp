// annotate.blur — A Gaussian blur.
#include "imaging/blur.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

void register_blur(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec =
      annotator_spec("annotate.blur", TR_NOOP("nodes", "Blur"), TR_NOOP("nodes", "A soft copy of the picture."))
          .param(map_number("sigma", 9, TR_NOOP("nodes", "Width")).range(0.1, 128).soft_range(0.1, 64, 0.1).unit("px"));
  node.map = [](const image::Image& rgb, const graph::Params& params, const Say&) {
    return imaging::blur(rgb, params.real("sigma"));
  };
  node.padding = imaging::Padding::none;
  node.resolution = 0;
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
