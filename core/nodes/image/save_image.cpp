// image.save — Writes pictures as PNG with the graph, its reference pictures and A1111's parameters inside.
#include "base/printable.h"
#include "image/file_bytes.h"
#include "image/write_image.h"
#include "nodes/node_context.h"
#include "pipeline/values.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec save_image_spec() {
  return graph::NodeSpec("image.save", 1, TR_NOOP("nodes", "Save picture"))
      .group("image")
      .help(TR_NOOP("nodes", "Writes into the output folder. The file carries its graph: drop it on Heddle to go on from it."))
      .input("image", graph::port::image)
      .param(graph::text("name", "heddle.png").label(TR_NOOP("nodes", "File name")).invalidates(graph::Frontier::output))
      .param(graph::boolean("carry", true)
                 .label(TR_NOOP("nodes", "With its references"))
                 .help(TR_NOOP("nodes", "The file also holds the pictures that its graph uses, so that it can be made again anywhere. "
                                        "Off: the file is smaller and does not show what it was made from."))
                 .invalidates(graph::Frontier::output))
      .writes_files()
      .result();
}

std::filesystem::path numbered(const std::filesystem::path& path, std::size_t index, std::size_t count) {
  if (count == 1) return path;
  return path.parent_path() / fmt::format("{}-{}{}", path.stem().string(), index + 1, path.extension().string());
}

Result<image::PngNotes> notes_of(const NodeContext& services, bool carries, engine::Outputs& outputs) {
  const Provenance& provenance = services.provenance;
  image::PngNotes notes;
  if (!provenance.graph_json.empty()) notes.texts.push_back({"heddle", provenance.graph_json});
  if (!provenance.parameters.empty()) notes.texts.push_back({"parameters", provenance.parameters});
  if (!carries) return notes;
  std::uint64_t bytes = 0;
  for (const auto& [hash, path] : provenance.pictures) {
    std::error_code ignored;
    bytes += std::filesystem::file_size(path, ignored);
  }
  if (bytes > image::kCarriedBytesMost / 2) {
    outputs.add_note(note("image.references_not_carried",
                          "the references take {}: too much to lie in the saved picture; it names them only", readable_size(bytes)));
    return notes;
  }
  for (const auto& [hash, path] : provenance.pictures) {
    auto read = image::read_file_bytes(path, image::kCarriedBytesMost);
    if (!read) return forward(read);
    notes.pictures.push_back({hash, std::string(read->begin(), read->end())});
  }
  return notes;
}

Result<engine::Outputs> run_save_image(const NodeContext& services, const engine::Inputs& in) {
  const pipeline::Images& images = in.get<pipeline::Images>("image");
  engine::Outputs outputs;
  auto notes = notes_of(services, in.params().boolean("carry"), outputs);
  if (!notes) return forward(notes);
  const std::filesystem::path path = services.output_path(in.node(), in.params().text("name"));
  for (std::size_t i = 0; i < images.size(); ++i) {
    auto written = image::write_image(numbered(path, i, images.size()), images[i], *notes);
    if (!written) return forward(written);
    if (services.saved) services.saved(*written);
  }
  return outputs;
}

}  // namespace

void register_save_image(NodeRegistration& setup) {
  setup.registry.add(save_image_spec(), [s = setup.services](const engine::Inputs& in, RunControl&) { return run_save_image(*s, in); });
}

}  // namespace heddle::nodes
