#include "light.h"

#include <algorithm>
#include <string_view>

#include "command.h"
#include "subcommands.h"

namespace heddle::cli {

void add_inspect(CLI::App& app, Exit& exit);
void add_scenes(CLI::App& app, Exit& exit);

namespace {

bool is_light(std::string_view word) {
  constexpr std::string_view words[] = {"--help", "-h", "--version", "inspect", "scenes"};
  return std::ranges::find(words, word) != std::end(words);
}

}  // namespace

std::optional<int> run_light(int argc, char** argv) {
  if (argc < 2 || !is_light(argv[1])) return std::nullopt;
  CLI::App app;
  describe_program(app);
  Exit exit;
  install_signals();
  for (const Subcommand& subcommand : kSubcommands) {
    if (subcommand.name == "inspect") {
      add_inspect(app, exit);
    } else if (subcommand.name == "scenes") {
      add_scenes(app, exit);
    } else {
      add_subcommand(app, subcommand.name);
    }
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return exit.code;
}

}  // namespace heddle::cli
