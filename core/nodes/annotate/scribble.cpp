// annotate.scribble — The lines of a drawing as white strokes on black.
#include "imaging/scribble.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

void register_scribble(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec = annotator_spec("annotate.scribble", TR_NOOP("nodes", "Scribble from lines"),
                             TR_NOOP("nodes", "A drawing's lines as white strokes on black, for ControlNet scribble."))
                  .param(map_integer("threshold", 127, TR_NOOP("nodes", "Threshold")).range(0, 255))
                  .param(map_integer("thicken", 0, TR_NOOP("nodes", "Thicken by")).range(0, 20).unit("px"))
                  .param(map_switch("light_lines", false, TR_NOOP("nodes", "The lines are light")));
  node.map = [](const image::Image& rgb, const graph::Params& params, const Say&) {
    const auto lines = params.boolean("light_lines") ? imaging::LineColour::light : imaging::LineColour::dark;
    return imaging::scribble_of_lines(
        rgb, {lines, static_cast<int>(params.integer("threshold")), static_cast<int>(params.integer("thicken"))});
  };
  node.when_black = "Raise the threshold for dark lines, lower it for light ones.";
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
