// heddle render: runs a graph file, without a window.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "base/json.h"
#include "cli_context.h"
#include "graph/graph_io.h"
#include "graph_settings.h"
#include "image/image_kind.h"
#include "image/image_texts.h"
#include "image/png_images.h"

namespace heddle::cli {

namespace {

struct RenderArguments {
  std::filesystem::path graph;
  std::vector<std::string> settings;
  std::filesystem::path output = ".";
  ComputeOptions compute;
};

struct GraphText {
  std::string json;
  std::vector<image::CarriedImage> images;  // that came with it
};

Result<GraphText> read_graph_text(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return fail(ErrorKind::not_found, "[render] '{}' cannot be opened", path.string());
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  const auto kind = image::image_kind({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  if (!image::is_readable(kind)) return GraphText{std::move(bytes), {}};
  auto texts = image::read_image_texts(path);
  if (!texts) return forward(texts);
  const auto found = std::ranges::find(*texts, "heddle", &image::PngText::key);
  if (found == texts->end()) {
    return fail(ErrorKind::invalid_input, "[render] the picture '{}' carries no graph of Heddle", path.string());
  }
  if (kind != image::ImageKind::png) return GraphText{std::move(found->text), {}};
  auto images = image::read_png_images(path);
  if (!images) return forward(images);
  return GraphText{std::move(found->text), std::move(*images)};
}

// A relative path as one into the folder, where such a file is.
std::optional<std::string> beside(const std::filesystem::path& folder, const std::string& path) {
  std::error_code error;
  if (path.empty() || std::filesystem::path(path).is_absolute()) return std::nullopt;
  const auto there = folder / path;
  return std::filesystem::exists(there, error) ? std::optional(there.string()) : std::nullopt;
}

// Images that the graph names by relative paths are beside it.
void resolve_paths(graph::Graph& graph, const graph::NodeCatalog& catalog, const std::filesystem::path& folder) {
  for (const auto& [id, node] : graph.nodes()) {
    const graph::NodeSpec* spec = catalog.find(node.type);
    if (spec == nullptr) continue;
    for (const graph::ParamSpec& param : spec->params) {
      const auto found = node.params.find(param.name);
      if (found == node.params.end()) continue;
      if (const auto* file = std::get_if<graph::FilePath>(&found->second)) {
        if (auto path = beside(folder, file->path)) graph.set_param(id, param.name, graph::FilePath{*path});
      } else if (const auto* lane = std::get_if<graph::Lane>(&found->second)) {
        graph::Lane moved = *lane;
        if (auto path = beside(folder, lane->mask)) graph.set_param(id, param.name, (moved.mask = *path, moved));
      }
    }
  }
}

int run_render(const RenderArguments& arguments) {
  auto context = CliContext::open(arguments.compute);
  if (!context) return report(context.error());
  const graph::NodeCatalog& catalog = (*context)->registry().catalog();
  auto text = read_graph_text(arguments.graph);
  if (!text) return report(text.error());
  engine_host::UploadedImages images;
  for (const image::CarriedImage& image : text->images) {
    if (auto kept = images.put(image.hash, image.bytes); !kept) return report(kept.error());
  }
  auto file = graph::read_graph(text->json, catalog, arguments.graph.string());
  if (!file) return report(file.error());
  std::vector<graph::NodeNote> notes;
  for (const graph::Problem& problem : file->notes) notes.push_back(graph::note_of(problem));
  for (const std::string& setting : arguments.settings) {
    if (auto applied = apply_setting(setting, file->graph, catalog, "render"); !applied) return report(applied.error());
  }
  resolve_paths(file->graph, catalog, arguments.graph.parent_path());
  (*context)->services().output_folder = arguments.output;
  return (*context)->run(file->graph, std::move(notes), &images);
}

}  // namespace

void add_render(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<RenderArguments>();
  CLI::App* command = app.add_subcommand("render", "Run a graph: a .json file, or a PNG that carries one");
  command->add_option("graph", arguments->graph, "The graph")->required();
  command->add_option("--set", arguments->settings, "node.param=value; the node by number, title or type")
      ->allow_extra_args(false)
      ->take_all();
  command->add_option("-o,--output", arguments->output, "The folder for results")->capture_default_str();
  arguments->compute.add_to(*command);
  command->callback([arguments, &exit] { exit.code = run_render(*arguments); });
}

}  // namespace heddle::cli
