#include "subcommands.h"

#include <algorithm>
#include <stdexcept>

namespace heddle::cli {

CLI::App* add_subcommand(CLI::App& app, std::string_view name) {
  const auto* found = std::ranges::find(kSubcommands, name, &Subcommand::name);
  if (found == kSubcommands.end()) throw std::invalid_argument(std::string(name) + " is not in kSubcommands");
  return app.add_subcommand(std::string(found->name), std::string(found->description));
}

void describe_program(CLI::App& app) {
  app.description("Heddle makes pictures from words and pictures.");
  app.name("heddle");
  app.set_version_flag("--version", HEDDLE_VERSION);
  app.require_subcommand(1);
}

}  // namespace heddle::cli
