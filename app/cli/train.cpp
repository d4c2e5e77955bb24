// heddle train RECIPE.toml: trains what the recipe says, goes on where a stopped run ended.
#include <ATen/Parallel.h>
#include <fmt/format.h>

#include "command.h"
#include "training/trainer.h"

namespace heddle::cli {

namespace {

struct Arguments {
  std::filesystem::path recipe;
  std::filesystem::path run_folder;
  std::filesystem::path export_folder;
  std::int64_t stop_after = 0;
  int threads = 0;
};

int run(const Arguments& arguments) {
  if (arguments.threads > 0) at::set_num_threads(arguments.threads);
  auto recipe = training::Recipe::read(arguments.recipe);
  if (!recipe) return report(recipe.error());
  training::TrainOptions options;
  options.run_folder = arguments.run_folder.empty() ? std::filesystem::path("build/train") / recipe->name() : arguments.run_folder;
  if (!arguments.export_folder.empty()) options.export_folder = arguments.export_folder;
  if (arguments.stop_after > 0) options.stop_after = arguments.stop_after;
  ProgressLine progress;
  auto done = training::train(*recipe, options, RunControl(progress));
  return done ? 0 : report(done.error());
}

}  // namespace

void add_train(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* train = app.add_subcommand("train", "Train a network from a recipe; goes on where a stopped run ended");
  train->add_option("recipe", arguments->recipe, "The recipe, a .toml file")->required();
  train->add_option("--run-folder", arguments->run_folder,
                    "Where checkpoints, log.csv and sample sheets go (default: build/train/<recipe>)");
  train->add_option("--export", arguments->export_folder, "Write the trained model below this folder at the end");
  train->add_option("--stop-after", arguments->stop_after, "End this sitting at that step, saved")
      ->check(CLI::PositiveNumber);
  train->add_option("--threads", arguments->threads, "Threads that compute (default: all)")->check(CLI::PositiveNumber);
  train->callback([arguments, &exit] { exit.code = run(*arguments); });
}

}  // namespace heddle::cli
