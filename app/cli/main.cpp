// The main program of `heddle`, which start.cpp loads. Each subcommand is a file of this folder.
#include "command.h"

namespace heddle::cli {
void add_annotate(CLI::App& app, Exit& exit);
void add_bench(CLI::App& app, Exit& exit);
void add_compare(CLI::App& app, Exit& exit);
void add_engine(CLI::App& app, Exit& exit);
void add_evaluate(CLI::App& app, Exit& exit);
void add_find_scale(CLI::App& app, Exit& exit);
void add_generate(CLI::App& app, Exit& exit);
void add_inpaint(CLI::App& app, Exit& exit);
void add_inspect(CLI::App& app, Exit& exit);
void add_nodes(CLI::App& app, Exit& exit);
void add_plot(CLI::App& app, Exit& exit);
void add_render(CLI::App& app, Exit& exit);
void add_scenes(CLI::App& app, Exit& exit);
void add_selftest(CLI::App& app, Exit& exit);
void add_sheet(CLI::App& app, Exit& exit);
void add_train(CLI::App& app, Exit& exit);
}  // namespace heddle::cli

extern "C" __attribute__((visibility("default"))) int heddle_program_main(int argc, char** argv) {
  CLI::App app("Heddle makes pictures from words and pictures.", "heddle");
  app.set_version_flag("--version", HEDDLE_VERSION);
  app.require_subcommand(1);
  heddle::cli::Exit exit;
  heddle::cli::install_signals();
  heddle::cli::add_generate(app, exit);
  heddle::cli::add_inpaint(app, exit);
  heddle::cli::add_render(app, exit);
  heddle::cli::add_compare(app, exit);
  heddle::cli::add_sheet(app, exit);
  heddle::cli::add_find_scale(app, exit);
  heddle::cli::add_plot(app, exit);
  heddle::cli::add_annotate(app, exit);
  heddle::cli::add_inspect(app, exit);
  heddle::cli::add_nodes(app, exit);
  heddle::cli::add_scenes(app, exit);
  heddle::cli::add_train(app, exit);
  heddle::cli::add_evaluate(app, exit);
  heddle::cli::add_bench(app, exit);
  heddle::cli::add_selftest(app, exit);
  heddle::cli::add_engine(app, exit);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  }
  return exit.code;
}
