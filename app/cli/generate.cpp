// heddle generate: an image from text and images, with options instead of a graph.
#include "cli_context.h"
#include "generate_options.h"
#include "graph/validate.h"
#include "idle_options.h"

namespace heddle::cli {

namespace {

int run_generate(const CLI::App& command, GenerateArguments& arguments) {
  if (auto gathered = arguments.gather(command); !gathered) return report(gathered.error());
  auto built = build_graph(arguments.options);
  if (!built) return report(built.error());
  auto context = CliContext::open(arguments.compute);
  if (!context) return report(context.error());
  const graph::NodeCatalog& catalog = (*context)->registry().catalog();
  if (auto known = check_annotators(catalog, arguments.annotators); !known) return report(known.error());
  if (auto fits = graph::refuse_out_of_range(built->graph, catalog); !fits) return report(fits.error());
  (*context)->services().output_paths = std::move(built->output_paths);
  std::set<std::string> given;
  for (const CLI::Option* option : command.parse_order()) given.insert(option->get_name());
  return (*context)->run(built->graph, idle_options(arguments.options, given));
}

}  // namespace

void add_generate(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<GenerateArguments>();
  CLI::App* command = app.add_subcommand("generate", "Make a picture from words and pictures");
  add_model_option(*command, arguments->options);
  arguments->add_to(*command);
  add_file_options(*command, arguments->options);
  command->callback([command, arguments, &exit] { exit.code = run_generate(*command, *arguments); });
}

}  // namespace heddle::cli
