// inpaint.cut — A mask or a map of the whole picture, cut and scaled as the part that a repaint works on.
#include "inpaint/job.h"
#include "nodes/first_image.h"
#include "nodes/node_context.h"
#include "pipeline/values.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec cut_to_repaint_spec() {
  return graph::NodeSpec("inpaint.cut", 1, TR_NOOP("nodes", "Cut to the repaint"))
      .group("inpaint")
      .help(TR_NOOP("nodes",
                    "Cuts a mask or a map of the whole picture as 'Prepare repaint' cut the picture, so that it lies "
                    "where it belongs when only the masked part is made."))
      .input("image", graph::port::image)
      .input("repaint", graph::PortType{"repaint"})
      .output("image", graph::port::image);
}

Result<engine::Outputs> run_cut_to_repaint(const engine::Inputs& in) {
  const auto& job = in.get<inpaint::Job>("repaint");
  const image::Image image = first_image_at(in, "image");
  if (image.width() != job.canvas.width() || image.height() != job.canvas.height()) {
    return fail(ErrorKind::invalid_input,
                "[inpaint.cut] the image is {} x {}, the picture that is repainted {} x {}; give one of its size",
                image.width(), image.height(), job.canvas.width(), job.canvas.height());
  }
  image::Image cut = image.channels() == 1 ? taken_mask(image, job.area) : taken(image, job.area);
  const std::size_t bytes = cut.pixels().size();
  engine::Outputs outputs;
  return outputs.set("image", engine::Value::of(pipeline::Images{std::move(cut)}, bytes));
}

}  // namespace

void register_cut_to_repaint(NodeRegistration& setup) {
  setup.registry.add(cut_to_repaint_spec(),
                     [](const engine::Inputs& in, RunControl&) { return run_cut_to_repaint(in); });
}

}  // namespace heddle::nodes
