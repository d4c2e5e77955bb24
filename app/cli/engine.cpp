// heddle engine: what the window talks to, over stdin and stdout. See app/protocol/PROTOCOL.md.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "cli_context.h"
#include "engine/translate.h"
#include "engine_host/engine_server.h"
#include "image/read_image.h"
#include "nodes/prompt_files.h"
#include "nodes/provenance.h"
#include "noise_levels.h"
#include "scoring.h"
#include "tensor/torch_errors.h"

namespace heddle::cli {

namespace {

constexpr int kPoliteness = 5;  // "nice" value

struct EngineArguments {
  bool stdio = false;
  std::filesystem::path output = ".";
  ComputeOptions compute;
};

// A library's prints to stdout must not corrupt the frames: they go to stderr from here on.
int take_stdout() {
  const int kept = ::dup(STDOUT_FILENO);
  ::dup2(STDERR_FILENO, STDOUT_FILENO);
  return kept;
}

// The judge that was asked last stays in memory.
class JudgeOfResults final {
 public:
  Result<protocol::ImageScores> score(const protocol::ImageScore& call, const nodes::NodeContext& services) {
    try {
      if (!judge_ || folder_ != call.judge) {
        judge_.reset();
        auto opened = open_judge({.scores = true, .judge = call.judge}, services);
        if (!opened) return forward(opened);
        judge_ = std::move(*opened);
        folder_ = call.judge;
      }
      auto image = image::read_image(call.image);
      if (!image) return forward(image);
      auto scores = judge_->score(*image, call.references, call.words);
      if (!scores) return forward(scores);
      return protocol::ImageScores{std::move(scores->clip_i), scores->clip_t};
    } catch (...) {
      return Failure(engine::translate_exception(std::current_exception(), "judge", tensor::translate_torch_error));
    }
  }

 private:
  std::optional<evaluation::ResultJudge> judge_;
  std::string folder_;
};

engine_host::EngineContext parts_of(CliContext& context, int threads) {
  nodes::NodeContext& services = context.services();
  const std::string policy = services.policy.describe();  // "cpu, bf16"
  const auto comma = policy.find(", ");
  engine_host::EngineContext parts{context.registry(), context.cache(), tensor::translate_torch_error};
  parts.version = HEDDLE_VERSION;
  parts.build = __DATE__;
  parts.device = policy.substr(0, comma);
  parts.precision = comma == std::string::npos ? "" : policy.substr(comma + 2);
  parts.model_folders = {services.resources / "models"};
  parts.name_of = [bobbin = services.model_path("bobbin")](const std::filesystem::path& path) {
    return pipeline::bobbin_name_of(bobbin, path);
  };
  parts.on_run_thread = [threads] { tensor::prepare_cpu(threads); };  // flushing of denormals belongs to a thread
  parts.expand = [&](const graph::Graph& graph) {
    return nodes::with_prompt_files(graph, context.registry().catalog(), services);
  };
  parts.on_graph = [&](const graph::Graph& graph, const engine_host::NamedImages& images) {
    services.provenance = nodes::provenance_of(graph, context.registry().catalog());
    services.provenance.images = images;
  };
  parts.parameters_of = [&](graph::NodeId node, const image::Image& image, std::size_t index, std::size_t count) {
    return nodes::texts_of_image(services, node, image, index, count).parameters;
  };
  parts.score = [&services, judges = std::make_shared<JudgeOfResults>()](const protocol::ImageScore& call) {
    return judges->score(call, services);
  };
  parts.levels = noise_levels;
  parts.on_settings = [&services, named = services.model_folders](const protocol::SettingsSet& settings) {
    if (settings.threads > 0) tensor::prepare_cpu(settings.threads);
    if (!settings.output_folder.empty()) services.output_folder = settings.output_folder;
    services.model_folders = named;  // on the command line
    services.model_folders.insert(services.model_folders.end(), settings.model_folders.begin(),
                                  settings.model_folders.end());
  };
  return parts;
}

int run_engine(const EngineArguments& arguments) {
  set_signal_grace(std::chrono::milliseconds(0));  // the window does not wait
  std::signal(SIGINT, SIG_IGN);  // Ctrl+C in a terminal is meant for the window, which ends this process itself
  // Before the threads of the networks are made, which inherit it: a window on this machine gets a core when it needs
  // one.
  (void)::setpriority(PRIO_PROCESS, 0, kPoliteness);
  const int out = take_stdout();
  auto context = CliContext::open(arguments.compute);
  if (!context) return report(context.error());
  nodes::NodeContext& services = (*context)->services();
  services.output_folder = arguments.output;
  const engine_host::EngineContext parts = parts_of(**context, arguments.compute.threads);
  engine_host::EngineServer host(parts);
  services.saved = [&host](const std::filesystem::path& path) { host.saved(path); };
  const int code = host.serve(STDIN_FILENO, out);
  std::_Exit(code);  // nothing is left to save, and unloading gigabytes of weights takes time
}

}  // namespace

void add_engine(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<EngineArguments>();
  CLI::App* command = app.add_subcommand("engine", "Serve the window over stdin and stdout");
  command->add_flag("--stdio", arguments->stdio, "Talk over stdin and stdout; there is no other way")->required();
  command->add_option("-o,--output", arguments->output, "The folder that saving nodes write to")->capture_default_str();
  arguments->compute.add_to(*command);
  command->callback([arguments, &exit] { exit.code = run_engine(*arguments); });
}

}  // namespace heddle::cli
