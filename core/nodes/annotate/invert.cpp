// annotate.invert — Every colour's opposite.
#include "imaging/invert.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

void register_invert(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec =
      annotator_spec("annotate.invert", TR_NOOP("nodes", "Invert"),
                     TR_NOOP("nodes", "Dark lines on paper become white lines on black, as ControlNets take them."));
  node.map = [](const image::Image& rgb, const graph::Params&, const Say&) { return imaging::invert(rgb); };
  node.padding = imaging::Padding::none;
  node.resolution = 0;
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
