// annotate.depth — A depth map from an image of depth that the user has.
#include "imaging/depth_map.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

namespace {

constexpr int kFewLevels = 32;

void count_levels(const image::Image& rgb, const Say& say) {
  const int levels = imaging::grey_levels(imaging::depth_map(rgb, {false, false}));
  if (levels >= kFewLevels) return;
  say(levels == 1 ? "the picture has one grey everywhere, so it tells no depth."
                  : fmt::format("the picture has {} greys, which makes steps of slopes; save it with its depths spread "
                                "from black to white.",
                                levels));
}

}  // namespace

void register_depth(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec = annotator_spec("annotate.depth", TR_NOOP("nodes", "Depth from a picture"),
                             TR_NOOP("nodes", "A picture of depth that you have, near in white, for ControlNet depth."))
                  .param(map_switch("invert", false, TR_NOOP("nodes", "Near is black in it")))
                  .param(map_switch("normalise", true, TR_NOOP("nodes", "Spread from black to white")));
  node.map = [](const image::Image& rgb, const graph::Params& params, const Say& say) {
    count_levels(rgb, say);
    return imaging::depth_map(rgb, {params.boolean("invert"), params.boolean("normalise")});
  };
  node.clear_is_black = true;
  node.padding = imaging::Padding::none;
  node.resolution = 0;
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
