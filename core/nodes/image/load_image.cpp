// image.load — Reads a picture from disk: PNG, JPEG, WebP, PPM.
#include "engine/file_identity.h"
#include "image/read_image.h"
#include "nodes/node_context.h"
#include "pipeline/values.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec load_image_spec() {
  return graph::NodeSpec("image.load", 1, TR_NOOP("nodes", "Picture"))
      .group("image")
      .help(TR_NOOP("nodes", "A picture from disk: reference, start of a repaint, or mask."))
      .param(graph::file("image", "image").label(TR_NOOP("nodes", "File")).invalidates(graph::Frontier::reference))
      .output("image", graph::port::image);
}

Result<engine::Outputs> run_load_image(const engine::Inputs& in) {
  std::vector<Note> notes;
  auto picture = image::read_image(in.params().file("image"), {}, &notes);
  if (!picture) return forward(picture);
  const std::size_t bytes = picture->pixels().size();
  return engine::Outputs().add_notes(std::move(notes)).set("image", engine::Value::of(pipeline::Images{std::move(*picture)}, bytes));
}

}  // namespace

void register_load_image(NodeRegistration& setup) {
  setup.registry.add(
      load_image_spec(), [](const engine::Inputs& in, RunControl&) { return run_load_image(in); },
      [](const graph::Params& params) { return engine::file_identity(params.file("image")); });
}

}  // namespace heddle::nodes
