// annotate.segmentation — A painting in the colours of ADE20K, made exact.
#include "imaging/segmentation.h"
#include "nodes/annotate/annotate_node.h"

namespace heddle::nodes {

namespace {

constexpr std::size_t kNamesSaid = 12;

image::Image snapped(const image::Image& rgb, const graph::Params&, const Say& say) {
  imaging::Segmentation made = imaging::segmentation(rgb);
  say("it shows " + imaging::class_names(made.classes, kNamesSaid) + ".");
  const double share = 100.0 * static_cast<double>(made.changed) / (static_cast<double>(rgb.width()) * rgb.height());
  if (share >= 10)
    say(fmt::format("{:.0f} % of it has colours that are none of ADE20K's 150; they became the nearest ones.", share));
  return std::move(made.map);
}

}  // namespace

void register_segmentation(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec = annotator_spec(
      "annotate.segmentation", TR_NOOP("nodes", "Painted segmentation"),
      TR_NOOP("nodes", "A painting in ADE20K's colours, its soft edges made exact, for ControlNet seg."));
  node.map = snapped;
  node.padding = imaging::Padding::none;
  node.resolution = 0;
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
