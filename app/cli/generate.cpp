// heddle generate: an image from text and images, with options instead of a graph.
#include "cli_context.h"
#include "generate_options.h"
#include "subcommands.h"

namespace heddle::cli {

void add_generate(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<GenerateArguments>();
  CLI::App* command = add_subcommand(app, "generate");
  add_model_option(*command, arguments->options);
  arguments->add_to(*command);
  add_start_options(*command, arguments->options);
  add_file_options(*command, arguments->options);
  command->callback([command, arguments, &exit] { exit.code = run_generate(*command, *arguments); });
}

}  // namespace heddle::cli
