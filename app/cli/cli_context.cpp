#include "cli_context.h"

#include <fmt/format.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <thread>

#include "engine/plan.h"
#include "graph/graph_io.h"
#include "graph/image_refs.h"
#include "nodes/prompt_files.h"
#include "nodes/provenance.h"
#include "run_report.h"
#include "tensor/torch_errors.h"

namespace heddle::cli {

namespace {

constexpr std::size_t kCacheBytes = std::size_t{12} << 30;

// Signals set a flag; the executor listens to a stop token. This thread forwards the flag.
class SignalWatch final {
 public:
  SignalWatch() : thread_([this](const std::stop_token& ended) { watch(ended); }) {}
  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

 private:
  void watch(const std::stop_token& ended) {
    while (!ended.stop_requested()) {
      if (cancel_requested()) source_.request_stop();
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }

  std::stop_source source_;
  std::jthread thread_;
};

std::filesystem::path existing(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::exists(path, error) ? path : std::filesystem::path();
}

}  // namespace

void ComputeOptions::add_to(CLI::App& command) {
  command.add_option("--device", device, "auto, cpu, cuda or cuda:N")->capture_default_str();
  command
      .add_option("--dtype", dtype,
                  "auto, fp32, bf16 or fp16; 16 bits that the processor does not multiply save memory alone")
      ->capture_default_str();
  command.add_option("--threads", threads, "Threads that compute (default: all)")->check(CLI::PositiveNumber);
  command
      .add_option("--models", models,
                  "A folder of models, where <lora:name>, embeddings and annotators' networks are looked for; may be "
                  "given again")
      ->allow_extra_args(false);
  command.add_flag("--json", json, "Events as JSON lines on stdout");
}

std::filesystem::path resources_folder() {
  if (const char* chosen = std::getenv("HEDDLE_RESOURCES")) return chosen;
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  if (auto installed = existing(program.parent_path() / "share" / "heddle"); !installed.empty()) return installed;
  return HEDDLE_SOURCE_RESOURCES;
}

std::filesystem::path vocabulary_file() {
  const auto installed = existing(resources_folder() / "vocab" / "bpe_simple_vocab_16e6.txt");
  return installed.empty() ? existing(HEDDLE_BUILD_VOCABULARY) : installed;
}

CliContext::CliContext(bool json)
    : services_(std::make_shared<nodes::NodeContext>()), cache_(kCacheBytes), json_(json) {
  nodes::NodeRegistration setup{registry_, services_};
  nodes::register_all_nodes(setup);
}

Result<std::unique_ptr<CliContext>> CliContext::open(const ComputeOptions& options) {
  if (auto narrowed = tensor::narrow_libraries(); !narrowed) return forward(narrowed);
  tensor::prepare_cpu(options.threads);
  auto policy = tensor::compute_policy(options.device, options.dtype);
  if (!policy) return forward(policy);
  std::unique_ptr<CliContext> context(new CliContext(options.json));
  nodes::NodeContext& services = *context->services_;
  services.policy = *policy;
  services.resources = resources_folder();
  services.vocabulary = vocabulary_file();
  services.model_folders = options.models;
  for (const std::filesystem::path& folder : options.models) {
    std::error_code error;
    if (std::filesystem::is_directory(folder, error)) continue;
    context->notes_.push_back(
        {std::nullopt,
         note("option.no_folder", "--models: '{}' is no folder; nothing is looked for there", folder.string())});
  }
  return context;
}

Result<engine::Plan> CliContext::plan(const graph::Graph& graph, const engine_host::NamedImages& images,
                                      const std::vector<graph::NodeId>& targets) {
  auto named = graph::resolve_image_refs(graph, [&images](std::string_view reference) -> Result<std::string> {
    const auto hash = graph::image_hash_in(reference);
    if (!hash) return std::string(reference);
    if (const auto found = images.find(*hash); found != images.end()) return found->second.string();
    return fail(ErrorKind::not_found, "[graph] the picture {} did not come with the graph", reference);
  });
  if (!named) return forward(named);
  auto whole = nodes::with_prompt_files(*named, registry_.catalog(), *services_);
  if (!whole) return forward(whole);
  return engine::plan(*whole, registry_, targets);
}

Result<void> CliContext::execute(const graph::Graph& graph, const RunControl& control,
                                 const engine_host::NamedImages& images,
                                 std::function<void(const std::filesystem::path&)> saved) {
  services_->saved = std::move(saved);
  services_->provenance = nodes::provenance_of(graph, registry_.catalog());
  services_->provenance.images = images;
  auto plan = this->plan(graph, images);
  if (!plan) return forward(plan);
  auto done = run_plan(*plan, control);
  services_->saved = {};
  if (!done) return forward(done);
  return {};
}

void CliContext::follow(const engine::RunEvent& event, const RunControl& control) {
  const auto* noted = std::get_if<engine::NodeNoted>(&event);
  if (noted != nullptr && told_.insert(noted->note.message).second)
    fmt::print(stderr, "\nnote: {}\n", noted->note.message);
  if (const auto* progress = std::get_if<engine::NodeProgress>(&event))
    control.report(progress->run_fraction, progress->text);
}

Result<engine::RunResult> CliContext::run_plan(const engine::Plan& plan, const RunControl& control) {
  const SignalWatch signals;
  engine::RunOptions options;
  options.stop = signals.token();
  options.on_event = [this, &control](const engine::RunEvent& event) { follow(event, control); };
  engine::RunResult result = engine::Executor(cache_, tensor::translate_torch_error).run(plan, options);
  if (result.status == engine::RunStatus::cancelled) return cancelled();
  if (result.status == engine::RunStatus::failed) return Failure(std::move(result.error));
  return result;
}

std::vector<engine::RunResult> CliContext::run_side_by_side(
    std::span<const engine::Plan> plans, std::span<const RunControl> controls, const engine::LockStepOptions& options,
    const std::function<void(std::size_t pane, const engine::RunEvent& event)>& on_event) {
  const SignalWatch signals;
  std::vector<engine::Pane> panes;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    engine::Pane pane{.plan = &plans[i]};
    pane.options.stop = signals.token();
    pane.options.on_event = [this, i, &controls, &on_event](const engine::RunEvent& event) {
      follow(event, controls[i]);
      if (on_event) on_event(i, event);
    };
    panes.push_back(std::move(pane));
  }
  return engine::run_in_lock_step(engine::Executor(cache_, tensor::translate_torch_error), panes, options);
}

int CliContext::run(const graph::Graph& graph, std::vector<graph::NodeNote> notes,
                    const engine_host::UploadedImages* images) {
  RunReport report(json_);
  services_->saved = [&report](const std::filesystem::path& path) { report.saved(path); };
  services_->provenance = nodes::provenance_of(graph, registry_.catalog());
  Result<graph::Graph> named = graph;
  if (images != nullptr) {
    services_->provenance.images = images->named_by(graph);
    named = images->resolved(graph);
  }
  if (!named) return report.failed(named.error());
  auto whole = nodes::with_prompt_files(*named, registry_.catalog(), *services_);
  if (!whole) return report.failed(whole.error());
  whole->notes.insert(whole->notes.begin(), notes.begin(), notes.end());
  whole->notes.insert(whole->notes.begin(), notes_.begin(), notes_.end());
  auto plan = engine::plan(*whole, registry_);
  if (!plan) return report.failed(plan.error());
  const SignalWatch signals;
  engine::RunOptions options;
  options.stop = signals.token();
  options.on_event = [&report](const engine::RunEvent& event) { report.on_event(event); };
  const engine::Executor executor(cache_, tensor::translate_torch_error);
  const engine::RunResult result = executor.run(*plan, options);
  if (result.status == engine::RunStatus::finished) return report.finished();
  return report.failed(result.status == engine::RunStatus::cancelled ? cancelled().value() : result.error);
}

}  // namespace heddle::cli
