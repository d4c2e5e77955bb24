// heddle train RECIPE.toml: trains what the recipe says, resumes a stopped run. Started by torchrun, MPI or
// Slurm it is one of several processes that train together.
#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <cstdlib>

#include "cli_context.h"
#include "command.h"
#include "subcommands.h"
#include "tensor/processor.h"
#include "training/processes/process_group.h"
#include "training/trainer.h"

namespace heddle::cli {

namespace {

struct TrainArguments {
  std::filesystem::path recipe;
  std::filesystem::path run_folder;
  std::filesystem::path export_folder;
  std::int64_t stop_after = 0;
  int threads = 0;
  int timeout = 600;
  std::vector<std::string> changes;  // of the recipe
};

// Polls signals and reports nothing: process 0 reports for all.
class Silent final : public RunControl::Sink {
 public:
  bool cancelled() override { return cancel_requested(); }
  void report(double /*fraction*/, std::string_view /*text*/) override {}
  void preview(const image::Image& /*image*/) override {}
};

int train(const TrainArguments& arguments, const training::Recipe& recipe, const training::DistributedEnv& place) {
  training::TrainOptions options;
  options.run_folder =
      arguments.run_folder.empty() ? std::filesystem::path("build/train") / recipe.name() : arguments.run_folder;
  if (!arguments.export_folder.empty()) options.export_folder = arguments.export_folder;
  if (arguments.stop_after > 0) options.stop_after = arguments.stop_after;
  options.vocabulary = vocabulary_file();
  options.gpu = place.local_rank;
  if (place.rank == 0) options.notice = [](const std::string& sentence) { fmt::print(stderr, "{}\n", sentence); };
  if (place.world == 1) {
    ProgressLine progress;
    auto done = training::train(recipe, options, RunControl(progress));
    return done ? 0 : report(done.error());
  }
  at::Device device = training::TrainSettings::read(recipe.section("train")).device;
  if (device.is_cuda()) device = at::Device(at::kCUDA, static_cast<at::DeviceIndex>(place.local_rank));
  auto group = training::ProcessGroup::join(place, device, std::chrono::seconds(arguments.timeout));
  if (!group) return report(group.error());
  options.group = group->get();
  std::unique_ptr<RunControl::Sink> sink;
  if (place.rank == 0) {
    sink = std::make_unique<ProgressLine>();
  } else {
    sink = std::make_unique<Silent>();
  }
  auto done = training::train(recipe, options, RunControl(*sink));
  return done ? 0 : report(done.error());
}

int run_train(const TrainArguments& arguments) {
  if (auto narrowed = tensor::narrow_libraries(); !narrowed) return report(narrowed.error());
  if (arguments.threads > 0) at::set_num_threads(arguments.threads);
  auto recipe = training::Recipe::read(arguments.recipe);
  for (const std::string& change : arguments.changes) {
    if (recipe) recipe = recipe->with(change);
  }
  if (!recipe) return report(recipe.error());
  const auto place = training::read_distributed_env([](const char* name) { return std::getenv(name); });
  return place ? train(arguments, *recipe, *place) : report(place.error());
}

}  // namespace

void add_train(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<TrainArguments>();
  CLI::App* train = add_subcommand(app, "train");
  train->add_option("recipe", arguments->recipe, "The recipe, a .toml file")->required();
  train->add_option("--run-folder", arguments->run_folder,
                    "Where checkpoints, log.csv and sample sheets go (default: build/train/<recipe>)");
  train->add_option("--export", arguments->export_folder, "Write the trained model below this folder at the end");
  train->add_option("--stop-after", arguments->stop_after, "End this sitting at that step, saved")
      ->check(CLI::PositiveNumber);
  train->add_option("--threads", arguments->threads, "Threads that compute (default: all)")->check(CLI::PositiveNumber);
  train
      ->add_option("--timeout", arguments->timeout,
                   "Of several processes (torchrun, Slurm, MPI): seconds to wait for an answer of the others")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  train->add_option("--set", arguments->changes, "Change a line of the recipe: train.device=cuda; may be given again")
      ->allow_extra_args(false);
  train->callback([arguments, &exit] { exit.code = run_train(*arguments); });
}

}  // namespace heddle::cli
