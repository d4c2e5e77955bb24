// heddle render: runs a graph file, without a window.
#include "cli_context.h"
#include "graph/setting.h"
#include "graph_file.h"
#include "subcommands.h"

namespace heddle::cli {

namespace {

struct RenderArguments {
  std::filesystem::path graph;
  std::vector<std::string> settings;
  std::filesystem::path output = ".";
  ComputeOptions compute;
};

int run_render(const RenderArguments& arguments) {
  auto context = CliContext::open(arguments.compute);
  if (!context) return report(context.error());
  const graph::NodeCatalog& catalog = (*context)->registry().catalog();
  auto file = open_graph_file(arguments.graph, catalog, "render");
  if (!file) return report(file.error());
  engine_host::UploadedImages images;
  for (const image::CarriedImage& image : file->images) {
    if (auto kept = images.put(image.hash, image.bytes); !kept) return report(kept.error());
  }
  for (const std::string& setting : arguments.settings) {
    if (auto applied = graph::apply_setting(setting, file->graph, catalog, "[render] --set"); !applied)
      return report(applied.error());
  }
  resolve_paths(file->graph, catalog, arguments.graph.parent_path());
  (*context)->services().output_folder = arguments.output;
  return (*context)->run(file->graph, std::move(file->notes), &images);
}

}  // namespace

void add_render(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<RenderArguments>();
  CLI::App* command = add_subcommand(app, "render");
  command->add_option("graph", arguments->graph, "The graph")->required();
  command->add_option("--set", arguments->settings, "node.param=value; the node by number, title or type")
      ->allow_extra_args(false)
      ->take_all();
  command->add_option("-o,--output", arguments->output, "The folder for results")->capture_default_str();
  arguments->compute.add_to(*command);
  command->callback([arguments, &exit] { exit.code = run_render(*arguments); });
}

}  // namespace heddle::cli
