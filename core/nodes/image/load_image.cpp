// image.load — Reads a picture from disk: PNG, JPEG, WebP, AVIF, PPM.
#include <array>
#include <fstream>

#include "base/printable.h"
#include "engine/file_identity.h"
#include "image/image_kind.h"
#include "image/read_image.h"
#include "nodes/node_context.h"
#include "pipeline/values.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec load_image_spec() {
  return graph::NodeSpec("image.load", 1, TR_NOOP("nodes", "Picture"))
      .group("image")
      .help(TR_NOOP("nodes", "A picture from disk: reference, start of a repaint, or mask."))
      .param(graph::file("image", "image").label(TR_NOOP("nodes", "File")).recomputes_from(graph::Stage::reference))
      .output("image", graph::port::image);
}

bool has_16_bits(const std::filesystem::path& path) {
  std::array<std::uint8_t, 64> head{};
  std::ifstream stream(path, std::ios::binary);
  stream.read(reinterpret_cast<char*>(head.data()), head.size());
  return image::is_16_bit_png(std::span(head).first(static_cast<std::size_t>(stream.gcount())));
}

Result<engine::Outputs> run_load_image(const engine::Inputs& in) {
  const std::filesystem::path path = in.params().file("image");
  std::vector<Note> notes;
  auto image = image::read_image(path, {}, &notes);
  if (!image) return forward(image);
  engine::Outputs outputs;
  if (has_16_bits(path)) {
    outputs.add_note(note("image.16_bits", "'{}' has 16 bits a channel; they are rounded to 8",
                          printable(path.filename().string())));
  }
  const std::size_t bytes = image->pixels().size();
  outputs.add_notes(std::move(notes)).set("image", engine::Value::of(pipeline::Images{std::move(*image)}, bytes));
  return outputs;
}

}  // namespace

void register_load_image(NodeRegistration& setup) {
  setup.registry.add(
      load_image_spec(), [](const engine::Inputs& in, RunControl&) { return run_load_image(in); },
      [](const graph::Params& params) { return engine::file_identity(params.file("image")); });
}

}  // namespace heddle::nodes
