// annotate.lineart_anime — The lines of an illustration as a network draws them.
#include "imaging/edge_map.h"
#include "nodes/annotate/learned_node.h"

namespace heddle::nodes {

void register_lineart_anime(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec = annotator_spec("annotate.lineart_anime", TR_NOOP("nodes", "Anime line art"),
                             TR_NOOP("nodes",
                                     "An illustration's lines as a network draws them (netG.pth), white on black, for "
                                     "ControlNet lineart_anime."))
                  .param(map_number("cut", 0, TR_NOOP("nodes", "Black below")).range(0, 1).soft_range(0, 1, 0.01));
  node.when_black = "Lower the value below which it becomes black.";
  add_learned_annotator(
      setup, std::move(node), [](const graph::Params&) { return pipeline::AnnotatorNetwork::anime_line_art; },
      [](const imaging::Plane& plane, const graph::Params& params) {
        return imaging::line_map(plane, params.real("cut"));
      });
}

}  // namespace heddle::nodes
