// heddle find-scale: the λ at which a picture is as like its reference as wanted, by bisection over whole runs.
#include <fmt/format.h>

#include "base/atomic_file.h"
#include "cli_context.h"
#include "generate_options.h"
#include "graph/setting.h"
#include "graph/traverse.h"
#include "graph/validate.h"
#include "image/write_image.h"
#include "numbers.h"
#include "pipeline/values.h"
#include "scoring.h"
#include "sheets/bisection.h"
#include "subcommands.h"

namespace heddle::cli {

namespace {

namespace fs = std::filesystem;

constexpr double kTolerance = 0.01;  // of CLIP-I
constexpr int kRunsMost = 8;

struct FindArguments {
  GenerateArguments generate;
  double likeness = 0, from = 0, to = 1;
  ScoreOptions scores;
  fs::path output = "heddle.png", curve;
};

class ScaleSearch final {
 public:
  ScaleSearch(const FindArguments& arguments, CliContext& context, evaluation::ResultJudge judge, GenerateGraph built,
              graph::SettingTarget scale)
      : arguments_(arguments),
        context_(context),
        judge_(std::move(judge)),
        built_(std::move(built)),
        saver_(built_.output_paths.begin()->first),
        scale_(std::move(scale)),
        search_(arguments.from, arguments.to, arguments.likeness, kTolerance, kRunsMost) {}

  Result<void> run(const RunControl& control) {
    while (const auto scale = search_.next()) {
      const double done = static_cast<double>(search_.tried().size()) / kRunsMost;
      auto likeness = try_scale(*scale, control.sub(done, 1.0 / kRunsMost));
      if (!likeness) return forward(likeness);
      search_.tell(*scale, *likeness);
    }
    if (auto saved = save(search_.best().x); !saved) return saved;
    return arguments_.curve.empty() ? Result<void>() : write_file_atomically(arguments_.curve, curve());
  }

  [[nodiscard]] const sheets::Bisection& search() const { return search_; }

 private:
  Result<double> try_scale(double scale, const RunControl& control) {
    built_.graph.set_param(scale_.node, scale_.param, graph::Lane::scalar(scale));
    const auto decoded = graph::source_of(built_.graph, saver_, "image");
    auto plan = context_.plan(built_.graph, {}, {decoded->node});
    if (!plan) return forward(plan);
    auto result = context_.run_plan(*plan, control);
    if (!result) return forward(result);
    const auto& images = result->targets.at(decoded->node).find(decoded->port)->as<pipeline::Images>();
    double sum = 0;
    for (const image::Image& image : images) {
      auto scores = scores_of(judge_, image, built_.graph, saver_);
      if (!scores) return forward(scores);
      sum += scores->at("clip_i");
    }
    return sum / static_cast<double>(images.size());
  }

  Result<void> save(double scale) {
    built_.graph.set_param(scale_.node, scale_.param, graph::Lane::scalar(scale));
    context_.services().output_paths = built_.output_paths;
    return context_.execute(built_.graph, RunControl::none());
  }

  [[nodiscard]] std::string curve() const {
    std::string text = "scale,clip_i\r\n";
    for (const sheets::Tried& one : search_.tried()) text += fmt::format("{:.10g},{:.6f}\r\n", one.x, one.y);
    return text;
  }

  const FindArguments& arguments_;
  CliContext& context_;
  evaluation::ResultJudge judge_;
  GenerateGraph built_;
  graph::NodeId saver_;
  graph::SettingTarget scale_;
  sheets::Bisection search_;
};

int conclude(const ScaleSearch& found, const FindArguments& arguments) {
  const sheets::Bisection& search = found.search();
  if (arguments.generate.compute.json) {
    Json tried = Json::array();
    for (const sheets::Tried& one : search.tried()) tried.push_back({{"scale", one.x}, {"clip_i", one.y}});
    fmt::print("{}\n", dump_json({{"event", "finished"},
                                  {"met", search.met()},
                                  {"scale", search.best().x},
                                  {"clip_i", search.best().y},
                                  {"tried", std::move(tried)},
                                  {"picture", arguments.output.string()}}));
  } else {
    for (const sheets::Tried& one : search.tried()) fmt::print("λ {:<8.4g} CLIP-I {:.3f}\n", one.x, one.y);
    fmt::print(stderr, "{}\n", arguments.output.string());
  }
  if (search.met()) return 0;
  const sheets::Tried best = search.best();
  const std::string reason =
      search.can_be_met()
          ? fmt::format("[find-scale] none of {} runs gave a likeness of {:g}: it changes in leaps there", kRunsMost,
                        arguments.likeness)
          : fmt::format("[find-scale] a likeness of {:g} cannot be met with λ from {:g} to {:g}", arguments.likeness,
                        arguments.from, arguments.to);
  return report(Error{ErrorKind::invalid_input,
                      fmt::format("{}; the nearest is {:.3f} at λ {:.4g}, which was written", reason, best.y, best.x),
                      {}});
}

int run_find_scale(const CLI::App& command, FindArguments& arguments) {
  if (auto gathered = arguments.generate.gather(command); !gathered) return report(gathered.error());
  arguments.generate.options.output = arguments.output;
  if (auto known = image::check_ending(arguments.output); !known) return report(known.error());
  if (!arguments.generate.scales.empty()) {
    cli::tell(note("find_scale.scale_unused", "--scale has no effect: λ is what is looked for"),
              arguments.generate.compute.json);
  }
  auto built = build_graph(arguments.generate.options);
  if (!built) return report(built.error());
  auto context = CliContext::open(arguments.generate.compute);
  if (!context) return report(context.error());
  const graph::NodeCatalog& catalog = (*context)->registry().catalog();
  if (auto known = check_annotators(catalog, arguments.generate.annotators); !known) return report(known.error());
  if (auto fits = graph::refuse_out_of_range(built->graph, catalog); !fits) return report(fits.error());
  auto scale = graph::find_setting("image_prompt.scale", built->graph, catalog, "[find-scale] --image");
  if (!scale) {
    return report(Error{ErrorKind::invalid_input,
                        "[find-scale] the likeness is to one reference: give it with --image, under one --adapter",
                        {}});
  }
  auto judge = open_judge(arguments.scores, (*context)->services());
  if (!judge) return report(judge.error());
  ScaleSearch search(arguments, **context, std::move(*judge), std::move(*built), std::move(*scale));
  auto progress = std::make_unique<ProgressLine>();
  auto done = search.run(RunControl(*progress));
  progress.reset();
  return done ? conclude(search, arguments) : report(done.error());
}

}  // namespace

void add_find_scale(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<FindArguments>();
  CLI::App* command = add_subcommand(app, "find-scale");
  command->add_option("--likeness", arguments->likeness, "The CLIP-I to the first reference, met within 0.01")
      ->check(real_number(-1, 1))
      ->required();
  command->add_option("--from", arguments->from, "The smallest λ to try")
      ->check(real_number(-5, 5))
      ->capture_default_str();
  command->add_option("--to", arguments->to, "The largest")->check(real_number(-5, 5))->capture_default_str();
  add_model_option(*command, arguments->generate.options);
  arguments->generate.add_to(*command);
  add_start_options(*command, arguments->generate.options);
  command->add_option("--judge", arguments->scores.judge,
                      "The CLIP that measures: a folder as transformers saves it (default: Bobbin's)");
  command->add_option("--curve", arguments->curve, "Write what was tried as CSV: scale, clip_i");
  command->add_option("-o,--output", arguments->output, "The picture of the λ that was found")->capture_default_str();
  command->callback([command, arguments, &exit] { exit.code = run_find_scale(*command, *arguments); });
}

}  // namespace heddle::cli
