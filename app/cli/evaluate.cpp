// heddle evaluate RECIPE.toml: makes the recipe's images, has judges measure them, and reports.
#include "evaluation/evaluate.h"

#include <fmt/format.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>

#include "engine/file_identity.h"
#include "evaluation/judges/attribute_judge.h"
#include "evaluation/judges/clip_judge.h"
#include "evaluation/report/reports.h"
#include "graph_image_generator.h"
#include "subcommands.h"

namespace heddle::cli {

namespace {

namespace fs = std::filesystem;

// For models and shared results; the images of a long run must not accumulate in it.
constexpr std::size_t kCacheBytes = std::size_t{6} << 30;

struct EvaluateArguments {
  fs::path recipe;
  fs::path output;
  std::size_t subset = 0;
  std::optional<std::uint64_t> seed;
  ComputeOptions compute;
};

// Progress as JSON lines on stdout, for programs.
class ProgressEvents final : public RunControl::Sink {
 public:
  bool cancelled() override { return cancel_requested(); }
  void report(double fraction, std::string_view text) override {
    fmt::print("{}\n", dump_json({{"event", "progress"}, {"fraction", fraction}, {"text", text}}));
    std::fflush(stdout);
  }
  void preview(const image::Image& /*image*/) override {}
};

// The recipe's sections on what is judged, and by which judges.
struct NodeRegistration {
  GenerateOptions generate;
  std::string kind, image_encoder, clip, attributes;
  std::uint64_t seed = 0;
};

NodeRegistration read_setup(const training::Recipe& recipe) {
  NodeRegistration setup;
  training::RecipeSection section = recipe.section("evaluate");
  setup.kind = section.choice("kind", "bobbin", {"bobbin", "coco"});
  setup.image_encoder = section.text("image_encoder", "");
  GenerateOptions& o = setup.generate;
  o.model = section.text("model", "bobbin");
  o.vae = section.text("vae", "");
  o.text_encoder = section.text("text_encoder", "");
  o.negative = section.text("negative", "");
  o.sampler = section.text("sampler", "auto");
  o.schedule = section.text("schedule", "auto");
  o.steps = static_cast<int>(section.integer("steps", 20, {1, 1000}));
  o.guidance = section.real("guidance", 5, {0, 100});
  o.width = static_cast<int>(section.integer("width", 0, {0, 8192}));
  o.height = static_cast<int>(section.integer("height", 0, {0, 8192}));
  o.fit = section.choice("fit", "crop", {"crop", "squash", "pad", "tile"});
  training::RecipeSection judges = recipe.section("judges");
  setup.clip = judges.text("clip", "bobbin/judge");
  setup.attributes = judges.text("attributes", setup.kind == "coco" ? "" : "bobbin/judge/attributes");
  setup.seed = static_cast<std::uint64_t>(recipe.section("data").integer("seed", 1912));
  return setup;
}

// The recipe with another seed: as if it had been written there.
Result<training::Recipe> read_recipe(const EvaluateArguments& arguments) {
  auto recipe = training::Recipe::read(arguments.recipe);
  if (!recipe || !arguments.seed) return recipe;
  return recipe->with(fmt::format("data.seed = {}", *arguments.seed));
}

fs::path resolved(const nodes::NodeContext& services, const std::string& name) {
  constexpr std::string_view kOurs = "bobbin/";
  if (name.starts_with(kOurs)) return services.model_path("bobbin") / name.substr(kOurs.size());
  return name == "bobbin" ? services.model_path("bobbin") : fs::path(name);
}

std::string describe(const GenerateOptions& o) {
  return fmt::format("sampler {}, schedule {}, {} steps, guidance {}", o.sampler, o.schedule, o.steps, o.guidance);
}

// Which bytes a file or folder holds; a retrained judge judges again.
Result<std::string> identity_of(const std::vector<fs::path>& files) {
  std::string all;
  for (const fs::path& file : files) {
    if (file.empty()) continue;
    auto identity = engine::file_identity(file);
    if (!identity) return forward(identity);
    all += *identity + ";";
  }
  return all;
}

Result<evaluation::Experiments> experiments_of(const training::Recipe& recipe, const NodeRegistration& setup,
                                               const nodes::NodeContext& services) {
  const evaluation::PathResolver resolve = [&services](const std::string& name) { return resolved(services, name); };
  if (setup.kind == "coco") return evaluation::coco_experiments(recipe, resolve);
  return evaluation::bobbin_experiments(recipe, resolve);
}

int told(const evaluation::Report& report, const EvaluateArguments& arguments) {
  if (auto written = evaluation::write_reports(report, arguments.output); !written) return cli::report(written.error());
  if (arguments.compute.json) {
    Json event = evaluation::json_of(report);
    event.erase("items");
    event["event"] = "finished";
    event["folder"] = arguments.output.string();
    fmt::print("{}\n", dump_json(event));
    return 0;
  }
  fmt::print("{}", evaluation::table_of(report));
  fmt::print(stderr, "{}\n", (arguments.output / "index.html").string());
  return 0;
}

class Evaluation final {
 public:
  Evaluation(const EvaluateArguments& arguments, CliContext& context, const RunControl& control)
      : arguments_(arguments), context_(context), control_(control) {}

  Result<evaluation::Report> run(const training::Recipe& recipe) {
    const NodeRegistration setup = read_setup(recipe);
    auto experiments = experiments_of(recipe, setup, services());
    if (!experiments) return forward(experiments);  // before finish(): keys that were not read would count as unknown
    if (auto fine = recipe.finish(); !fine) return forward(fine);
    auto share = evaluation::share_from([](const char* name) { return std::getenv(name); });
    if (!share) return forward(share);
    if (auto claimed = evaluation::claim_folder(arguments_.output, recipe.name(), recipe.source(), setup.seed);
        !claimed)
      return forward(claimed);
    return measure(recipe, setup, *experiments, *share);
  }

 private:
  nodes::NodeContext& services() { return context_.services(); }

  Result<evaluation::Report> measure(const training::Recipe& recipe, const NodeRegistration& setup,
                                     const evaluation::Experiments& experiments, const evaluation::SampleShare& share) {
    const at::Device device = services().policy.device;
    const fs::path clip_path = resolved(services(), setup.clip);
    auto clip = evaluation::ClipJudge::open(clip_path, device, control_);
    if (!clip) return forward(clip);
    std::optional<evaluation::AttributeJudge> attributes;
    fs::path attributes_path;
    if (!setup.attributes.empty()) {
      attributes_path = resolved(services(), setup.attributes);
      auto judge = evaluation::AttributeJudge::open(attributes_path, device);
      if (!judge) return forward(judge);
      attributes.emplace(std::move(*judge));
    }
    if (auto fits = check_scene_set(recipe, setup, attributes); !fits) return forward(fits);
    auto model = identity_of({resolved(services(), setup.generate.model), setup.generate.vae,
                              setup.generate.text_encoder, setup.image_encoder});
    if (!model) return forward(model);
    auto judges = identity_of({clip_path, attributes_path});
    if (!judges) return forward(judges);
    const std::string sampling = describe(setup.generate) + "; " + services().policy.describe();
    GraphImageGenerator generator(context_, setup.generate, *model + sampling);
    generator.image_encoder = setup.image_encoder;
    evaluation::ImageCache image_cache(arguments_.output, generator);
    evaluation::EvalContext context{image_cache, *clip, attributes ? &*attributes : nullptr};
    evaluation::EvaluateOptions options{.folder = arguments_.output,
                                        .subset = arguments_.subset,
                                        .fingerprint = *model + sampling + *judges,
                                        .share = share,
                                        .facts = {}};
    options.facts = {{"model", setup.generate.model},
                     {"sampling", sampling},
                     {"judge CLIP", setup.clip},
                     {"attribute judge", setup.attributes},
                     {"seed", std::to_string(setup.seed)}};
    if (arguments_.subset > 0)
      options.facts.emplace_back("subset", fmt::format("at most {} items of each experiment", arguments_.subset));
    auto report = evaluation::evaluate(experiments, context, options, control_);
    if (report) report->recipe = recipe.name();
    return report;
  }

  // A judge with fewer labels would give unknown objects a label that it knows.
  Result<void> check_scene_set(const training::Recipe& recipe, const NodeRegistration& setup,
                               const std::optional<evaluation::AttributeJudge>& judge) {
    if (setup.kind != "bobbin") return {};
    if (!judge)
      return fail(ErrorKind::invalid_input, "[evaluate] '{}' needs an attribute judge ([judges] attributes)",
                  recipe.name());
    const auto scene_set =
        evaluation::BobbinPlan::read(recipe, [](const std::string& name) { return fs::path(name); }).scenes.scene_set;
    if (judge->knows(scene_set)) return {};
    return fail(ErrorKind::invalid_input,
                "[evaluate] the attribute judge '{}' does not know all words of the {} world; train it with "
                "world = \"{}\", or set [data] world in the recipe",
                setup.attributes, scenes::name_of(scene_set), scenes::name_of(scene_set));
  }

  const EvaluateArguments& arguments_;
  CliContext& context_;
  const RunControl& control_;
};

int run_evaluate(EvaluateArguments& arguments) {
  auto recipe = read_recipe(arguments);
  if (!recipe) return report(recipe.error());
  if (arguments.output.empty()) arguments.output = fs::path("build/evaluate") / recipe->name();
  auto context = CliContext::open(arguments.compute);
  if (!context) return report(context.error());
  (*context)->cache().set_budget(kCacheBytes);
  std::unique_ptr<RunControl::Sink> progress;
  if (arguments.compute.json) {
    progress = std::make_unique<ProgressEvents>();
  } else {
    progress = std::make_unique<ProgressLine>();
  }
  auto done = Evaluation(arguments, **context, RunControl(*progress)).run(*recipe);
  progress.reset();
  if (!done) return report(done.error());
  return done->sections.empty() ? 0 : told(*done, arguments);
}

}  // namespace

void add_evaluate(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<EvaluateArguments>();
  CLI::App* command = add_subcommand(app, "evaluate");
  command->add_option("recipe", arguments->recipe, "What to measure, a .toml file (resources/recipes/evaluate_*.toml)")
      ->required();
  command->add_option("-o,--output", arguments->output,
                      "The report's folder; a stopped run is resumed there (default: build/evaluate/<recipe>)");
  command->add_option("--subset", arguments->subset, "At most so many items of each experiment")
      ->check(CLI::PositiveNumber);
  command->add_option("--seed", arguments->seed, "Another seed than the recipe's, of captions, references and noise");
  arguments->compute.add_to(*command);
  command->callback([arguments, &exit] { exit.code = run_evaluate(*arguments); });
}

}  // namespace heddle::cli
