// heddle render: runs a graph file, without a window.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "base/json.h"
#include "graph/graph_io.h"
#include "graph/param_io.h"
#include "image/png_pictures.h"
#include "image/picture_kind.h"
#include "image/picture_texts.h"
#include "cli_context.h"

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
  std::vector<image::CarriedPicture> pictures;  // that came with it
};

Result<GraphText> read_graph_text(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return fail(ErrorKind::not_found, "[render] '{}' cannot be opened", path.string());
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  const auto kind = image::picture_kind({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  if (!image::is_readable(kind)) return GraphText{std::move(bytes), {}};
  auto texts = image::read_picture_texts(path);
  if (!texts) return forward(texts);
  const auto found = std::ranges::find(*texts, "heddle", &image::PngText::key);
  if (found == texts->end()) {
    return fail(ErrorKind::invalid_input, "[render] the picture '{}' carries no graph of Heddle", path.string());
  }
  if (kind != image::PictureKind::png) return GraphText{std::move(found->text), {}};
  auto pictures = image::read_png_pictures(path);
  if (!pictures) return forward(pictures);
  return GraphText{std::move(found->text), std::move(*pictures)};
}

// By number, by the artist's title, or by type where only one node has it.
std::optional<graph::NodeId> find_node(const graph::Graph& graph, const std::string& name) {
  std::vector<graph::NodeId> found;
  for (const auto& [id, node] : graph.nodes()) {
    if (std::to_string(id.value) == name || node.title == name) return id;
    if (node.type == name) found.push_back(id);
  }
  return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

std::optional<graph::ParamValue> read_value(const std::string& text, const graph::ParamSpec& spec) {
  if (auto json = parse_json(text, "value")) {
    if (auto value = graph::param_from_json(*json, spec)) return value;
  }
  return graph::param_from_json(Json(text), spec);
}

// "node.param=value"
Result<void> apply(const std::string& setting, graph::Graph& graph, const graph::NodeCatalog& catalog) {
  const auto equals = setting.find('=');
  const auto dot = setting.rfind('.', equals);
  if (equals == std::string::npos || dot == std::string::npos) {
    return fail(ErrorKind::invalid_input, "[render] --set takes node.param=value, not '{}'", setting);
  }
  const std::string node_name = setting.substr(0, dot), param = setting.substr(dot + 1, equals - dot - 1);
  const auto id = find_node(graph, node_name);
  if (!id) return fail(ErrorKind::invalid_input, "[render] --set: the graph has no single node '{}'; use its number", node_name);
  const graph::NodeSpec* spec = catalog.find(graph.find(*id)->type);
  const graph::ParamSpec* param_spec = spec == nullptr ? nullptr : spec->find_param(param);
  if (param_spec == nullptr) return fail(ErrorKind::invalid_input, "[render] --set: '{}' has no parameter '{}'", node_name, param);
  auto value = read_value(setting.substr(equals + 1), *param_spec);
  if (!value) return fail(ErrorKind::invalid_input, "[render] --set: '{}' is no value for {}", setting.substr(equals + 1), param);
  graph::ParamValue in_range = *value;
  if (graph::clamp(in_range, *param_spec)) {
    return fail(ErrorKind::invalid_input, "[render] --set: {} may be {}, not {}", param, graph::range_text(*param_spec),
                setting.substr(equals + 1));
  }
  graph.set_param(*id, param, *value);
  return {};
}

// A relative path as one into the folder, where such a file is.
std::optional<std::string> beside(const std::filesystem::path& folder, const std::string& path) {
  std::error_code error;
  if (path.empty() || std::filesystem::path(path).is_absolute()) return std::nullopt;
  const auto there = folder / path;
  return std::filesystem::exists(there, error) ? std::optional(there.string()) : std::nullopt;
}

// Pictures that the graph names by relative paths lie beside it.
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
  engine_host::PictureFolder pictures;
  for (const image::CarriedPicture& picture : text->pictures) {
    if (auto kept = pictures.put(picture.hash, picture.bytes); !kept) return report(kept.error());
  }
  auto file = graph::read_graph(text->json, catalog, arguments.graph.string());
  if (!file) return report(file.error());
  std::vector<graph::NodeNote> notes;
  for (const graph::Problem& problem : file->notes) notes.push_back(graph::note_of(problem));
  for (const std::string& setting : arguments.settings) {
    if (auto applied = apply(setting, file->graph, catalog); !applied) return report(applied.error());
  }
  resolve_paths(file->graph, catalog, arguments.graph.parent_path());
  (*context)->services().output_folder = arguments.output;
  return (*context)->run(file->graph, std::move(notes), &pictures);
}

}  // namespace

void add_render(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<RenderArguments>();
  CLI::App* command = app.add_subcommand("render", "Run a graph: a .json file, or a PNG that carries one");
  command->add_option("graph", arguments->graph, "The graph")->required();
  command->add_option("--set", arguments->settings, "node.param=value; the node by number, title or type")->allow_extra_args(false)->take_all();
  command->add_option("-o,--output", arguments->output, "The folder for results")->capture_default_str();
  arguments->compute.add_to(*command);
  command->callback([arguments, &exit] { exit.code = run_render(*arguments); });
}

}  // namespace heddle::cli
