// annotate.content_shuffle — The picture's colours and textures, flowed to other places.
#include "imaging/content_shuffle.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

void register_content_shuffle(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec =
      annotator_spec("annotate.content_shuffle", TR_NOOP("nodes", "Content shuffle"),
                     TR_NOOP("nodes", "Keeps a picture's look and loses its shapes, for ControlNet shuffle."))
          .param(graph::seed("seed", 0).label(TR_NOOP("nodes", "Seed")).recomputes_from(graph::Stage::denoise))
          .param(
              map_integer("grain", 256, TR_NOOP("nodes", "Grain"))
                  .range(8, 1024)
                  .soft_range(32, 512, 8)
                  .unit("px")
                  .help(TR_NOOP("nodes",
                                "Pixels between two points of the flow; less tears the picture into smaller pieces.")));
  node.map = [](const image::Image& rgb, const graph::Params& params, const Say&) {
    return imaging::content_shuffle(rgb, {params.seed("seed"), static_cast<int>(params.integer("grain"))});
  };
  node.padding = imaging::Padding::none;
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
