// image.encoder_view — The exact pixels that an image encoder receives of a picture.
#include "image/fit.h"
#include "nodes/node_context.h"
#include "pipeline/reference_encoding.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec encoder_view_spec() {
  return pipeline::with_fit_params(graph::NodeSpec("image.encoder_view", 1, TR_NOOP("nodes", "What the encoder sees"))
                                       .group("image")
                                       .input("image", graph::port::image)
                                       .input("image_encoder", graph::port::image_encoder))
      .output("image", graph::port::image);
}

Result<engine::Outputs> run_encoder_view(const engine::Inputs& in) {
  const auto& encoder = in.get<pipeline::ImageEncoder>("image_encoder");
  pipeline::Images views;
  std::size_t bytes = 0;
  for (const image::Image& image : in.get<pipeline::Images>("image")) {
    for (image::Image& view : pipeline::encoder_views(image, encoder, pipeline::fit_request(in.params()))) {
      bytes += view.pixels().size();
      views.push_back(std::move(view));
    }
  }
  return engine::Outputs().set("image", engine::Value::of(std::move(views), bytes));
}

}  // namespace

void register_encoder_view(NodeRegistration& setup) {
  setup.registry.add(encoder_view_spec(), [](const engine::Inputs& in, RunControl&) { return run_encoder_view(in); });
}

}  // namespace heddle::nodes
