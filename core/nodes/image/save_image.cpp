// image.save — Writes pictures as PNG with the graph, its reference pictures and A1111's parameters inside, or as JPEG
// or WebP.
#include "base/printable.h"
#include "image/file_bytes.h"
#include "image/write_image.h"
#include "nodes/node_context.h"
#include "nodes/provenance.h"
#include "pipeline/image_facts.h"
#include "pipeline/values.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec save_image_spec() {
  return graph::NodeSpec("image.save", 1, TR_NOOP("nodes", "Save picture"))
      .group("image")
      .help(TR_NOOP("nodes",
                    "Writes into the output folder. The file carries its graph: drop it on Heddle to go on from it."))
      .input("image", graph::port::image)
      .input("facts", graph::PortType{"facts"}, TR_NOOP("nodes", "Facts of the repaint"))
      .optional()
      .param(
          graph::text("name", "heddle.png").label(TR_NOOP("nodes", "File name")).recomputes_from(graph::Stage::output))
      .param(graph::boolean("carry", true)
                 .label(TR_NOOP("nodes", "With its references"))
                 .help(TR_NOOP(
                     "nodes",
                     "The file also holds the pictures that its graph uses, so that it can be made again anywhere. "
                     "Off: the file is smaller and does not show what it was made from."))
                 .recomputes_from(graph::Stage::output))
      .writes_files()
      .result();
}

std::filesystem::path numbered(const std::filesystem::path& path, std::size_t index, std::size_t count) {
  if (count == 1) return path;
  return path.parent_path() / fmt::format("{}-{}{}", path.stem().string(), index + 1, path.extension().string());
}

// The references that every picture of the run carries.
Result<image::PngNotes> references_of(const NodeContext& services, engine::Outputs& outputs) {
  const Provenance& provenance = services.provenance;
  image::PngNotes notes;
  std::uint64_t bytes = 0;
  for (const auto& [hash, path] : provenance.images) {
    std::error_code ignored;
    bytes += std::filesystem::file_size(path, ignored);
  }
  if (bytes > image::kCarriedBytesMost / 2) {
    outputs.add_note(note("image.references_not_carried",
                          "the references take {}: too much to lie in the saved picture; it names them only",
                          readable_size(bytes)));
    return notes;
  }
  for (const auto& [hash, path] : provenance.images) {
    auto read = image::read_file_bytes(path, image::kCarriedBytesMost);
    if (!read) return forward(read);
    notes.images.push_back({hash, std::string(read->begin(), read->end())});
  }
  return notes;
}

Result<engine::Outputs> run_save_image(const NodeContext& services, const engine::Inputs& in) {
  const pipeline::Images& images = in.get<pipeline::Images>("image");
  engine::Outputs outputs;
  auto notes =
      in.params().boolean("carry") ? references_of(services, outputs) : Result<image::PngNotes>(image::PngNotes());
  if (!notes) return forward(notes);
  const std::filesystem::path path = services.output_path(in.node(), in.params().text("name"));
  for (std::size_t i = 0; i < images.size(); ++i) {
    const ImageTexts own = texts_of_image(services, in.node(), images[i], i, images.size());
    notes->texts.clear();
    if (!own.graph_json.empty()) notes->texts.push_back({"heddle", own.graph_json});
    if (!own.parameters.empty()) notes->texts.push_back({"parameters", own.parameters});
    const auto* facts = in.find<pipeline::ImageFacts>("facts");
    if (facts != nullptr && i < facts->json.size()) notes->texts.push_back({"heddle_repaint", facts->json[i]});
    std::vector<Note> said;
    auto written = image::write_image(numbered(path, i, images.size()), images[i], *notes, &said);
    if (!written) return forward(written);
    outputs.add_notes(std::move(said));
    if (services.saved) services.saved(*written);
  }
  return outputs;
}

// Refuses while planning what could not be written after a long run.
Result<std::string> identity_for_save_image(const graph::Params& params) {
  if (auto known = image::check_ending(params.text("name")); !known) return forward(known);
  return std::string();
}

}  // namespace

void register_save_image(NodeRegistration& setup) {
  setup.registry.add(
      save_image_spec(), [s = setup.services](const engine::Inputs& in, RunControl&) { return run_save_image(*s, in); },
      identity_for_save_image);
}

}  // namespace heddle::nodes
