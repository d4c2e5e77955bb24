// image.save — Writes pictures as PNG with the graph and A1111's parameters inside.
#include "image/write_image.h"
#include "nodes/services.h"
#include "nodes/values.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec spec() {
  return graph::NodeSpec("image.save", 1, TR_NOOP("nodes", "Save picture"))
      .group("image")
      .help(TR_NOOP("nodes", "Writes into the output folder. The file carries its graph: drop it on Heddle to go on from it."))
      .input("image", graph::port::image)
      .param(graph::text("name", "heddle.png").label(TR_NOOP("nodes", "File name")).invalidates(graph::Frontier::output))
      .writes_files()
      .result();
}

std::filesystem::path numbered(const std::filesystem::path& path, std::size_t index, std::size_t count) {
  if (count == 1) return path;
  return path.parent_path() / fmt::format("{}-{}{}", path.stem().string(), index + 1, path.extension().string());
}

Result<engine::Outputs> run(const Services& services, const engine::Inputs& in) {
  const Images& images = in.get<Images>("image");
  std::vector<image::PngText> texts;
  if (!services.provenance.graph_json.empty()) texts.push_back({"heddle", services.provenance.graph_json});
  if (!services.provenance.parameters.empty()) texts.push_back({"parameters", services.provenance.parameters});
  const std::filesystem::path path = services.output_path(in.node(), in.params().text("name"));
  for (std::size_t i = 0; i < images.size(); ++i) {
    auto written = image::write_image(numbered(path, i, images.size()), images[i], texts);
    if (!written) return forward(written);
    if (services.saved) services.saved(*written);
  }
  return engine::Outputs();
}

}  // namespace

void register_save_image(Setup& setup) {
  setup.registry.add(spec(), [s = setup.services](const engine::Inputs& in, RunControl&) { return run(*s, in); });
}

}  // namespace heddle::nodes
