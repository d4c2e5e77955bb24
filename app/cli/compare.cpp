// heddle compare: models, or values of any parameter, side by side in lock step: a labelled sheet, single pictures,
// CSV.
#include <fmt/format.h>

#include <cmath>
#include <cstdio>

#include "base/atomic_file.h"
#include "base/printable.h"
#include "base/system.h"
#include "cli_context.h"
#include "compare_panes.h"
#include "generate_options.h"
#include "graph/graph_io.h"
#include "graph/traverse.h"
#include "graph/validate.h"
#include "image/colour_difference.h"
#include "image/contact_sheet.h"
#include "image/write_image.h"
#include "numbers.h"
#include "pipeline/values.h"
#include "scoring.h"
#include "sheet_labels.h"
#include "sheets/sheet_page.h"
#include "subcommands.h"

namespace heddle::cli {

namespace {

namespace fs = std::filesystem;

constexpr double kKeptFree = 2;  // GB of what is free that a comparison leaves to others

struct CompareArguments {
  GenerateArguments generate;
  std::vector<std::string> models, vary;
  std::optional<double> memory;  // GB
  bool one_after_another = false, no_scores = false, leave_one_out = false;
  ScoreOptions scores;
  fs::path output = "compare.png";
};

std::vector<Note> notes_of(const CompareArguments& arguments) {
  std::vector<Note> notes;
  if (!can_draw_labels())
    notes.push_back(note("compare.no_labels", "this build cannot draw words: the sheet has no labels; the table has"));
  if (arguments.no_scores && !arguments.scores.judge.empty())
    notes.push_back(note("compare.judge_unused", "--judge has no effect: --no-scores asks for no numbers"));
  return notes;
}

// One bar for all panes.
class SharedProgress final : public RunControl::Sink {
 public:
  SharedProgress(RunControl::Sink& whole, std::size_t panes) : whole_(whole), fractions_(panes, 0.0) {}

  // What the pane reports from here on.
  class Pane final : public RunControl::Sink {
   public:
    Pane(SharedProgress& shared, std::size_t pane) : shared_(shared), pane_(pane) {}
    bool cancelled() override { return shared_.cancelled(); }
    void report(double fraction, std::string_view text) override { shared_.report_pane(pane_, fraction, text); }
    void preview(const image::Image& /*image*/) override {}

   private:
    SharedProgress& shared_;
    std::size_t pane_;
  };

  bool cancelled() override { return whole_.cancelled(); }
  void report(double fraction, std::string_view text) override { whole_.report(fraction, text); }
  void preview(const image::Image& /*image*/) override {}
  void report_pane(std::size_t pane, double fraction, std::string_view text) {
    fractions_[pane] = fraction;
    double sum = 0;
    for (const double one : fractions_) sum += one;
    whole_.report(sum / static_cast<double>(fractions_.size()),
                  fmt::format("pane {} of {}: {}", pane + 1, fractions_.size(), text));
  }

 private:
  RunControl::Sink& whole_;
  std::vector<double> fractions_;
};

class Comparison final {
 public:
  Comparison(const CompareArguments& arguments, CliContext& context, ComparePanes panes, graph::NodeId saver)
      : arguments_(arguments), context_(context), panes_(std::move(panes)), saver_(saver) {}

  Result<void> run(RunControl::Sink& progress) {
    const auto decoded = graph::source_of(panes_.panes.front().graph, saver_, "image");
    std::vector<engine::Plan> plans;
    for (const ComparePane& pane : panes_.panes) {
      auto plan = context_.plan(pane.graph, {}, {decoded->node});
      if (!plan) return forward(plan);
      plans.push_back(std::move(*plan));
    }
    engine::LockStepOptions options;
    options.one_after_another = one_after_another();
    options.on_thread = [threads = arguments_.generate.compute.threads] { tensor::prepare_cpu(threads); };
    SharedProgress shared(progress, plans.size());
    std::vector<std::unique_ptr<SharedProgress::Pane>> sinks;
    std::vector<RunControl> controls;
    for (std::size_t i = 0; i < plans.size(); ++i) {
      sinks.push_back(std::make_unique<SharedProgress::Pane>(shared, i));
      controls.emplace_back(*sinks.back());
    }
    const auto results = context_.run_side_by_side(plans, controls, options, events());
    for (const engine::RunResult& result : results) {
      if (result.status == engine::RunStatus::cancelled) return cancelled();
      if (result.status == engine::RunStatus::failed) return Failure(result.error);
    }
    for (std::size_t i = 0; i < results.size(); ++i) {
      const engine::Value* images = results[i].targets.at(decoded->node).find(decoded->port);
      if (auto saved = save(i, images->as<pipeline::Images>()); !saved) return saved;
    }
    return write();
  }

 private:
  // Says what it decided, and why.
  bool one_after_another() {
    if (arguments_.one_after_another) return true;
    const std::uint64_t wanted = model_bytes(panes_, context_.services());
    std::optional<std::uint64_t> room;
    if (arguments_.memory) {
      room = static_cast<std::uint64_t>(*arguments_.memory * 1e9);
    } else if (context_.services().policy.device.is_cpu()) {
      const auto kept = static_cast<std::uint64_t>(kKeptFree * 1e9);
      if (const auto free = available_memory()) room = *free > kept ? *free - kept : 0;
    }
    if (!room || wanted <= *room) return false;
    context_.cache().set_budget(static_cast<std::size_t>(*room));
    cli::tell(note("compare.one_after_another",
                   "the models take {} side by side, and there is room for {}: the panes run one after another",
                   readable_size(wanted), readable_size(*room)),
              arguments_.generate.compute.json);
    return true;
  }

  // What ran and what was shared, for programs.
  [[nodiscard]] std::function<void(std::size_t, const engine::RunEvent&)> events() const {
    if (!arguments_.generate.compute.json) return {};
    return [this](std::size_t pane, const engine::RunEvent& event) {
      const auto* finished = std::get_if<engine::NodeFinished>(&event);
      if (finished != nullptr) {
        fmt::print("{}\n", dump_json({{"event", "node_finished"},
                                      {"pane", pane + 1},
                                      {"node", finished->node.value},
                                      {"type", panes_.panes[pane].graph.find(finished->node)->type},
                                      {"cached", finished->cached},
                                      {"seconds", finished->seconds}}));
      }
      const auto* progress = std::get_if<engine::NodeProgress>(&event);
      if (progress != nullptr) {
        fmt::print("{}\n", dump_json({{"event", "node_progress"},
                                      {"pane", pane + 1},
                                      {"node", progress->node.value},
                                      {"fraction", progress->fraction},
                                      {"text", progress->text}}));
      }
      std::fflush(stdout);  // as it happens, also into a pipe
    };
  }

  // The pane's picture as `generate` would write it, from what is in the cache.
  Result<void> save(std::size_t pane, const pipeline::Images& images) {
    const fs::path file =
        arguments_.output.parent_path() /
        fmt::format("{}-{:02}{}", arguments_.output.stem().string(), pane + 1, arguments_.output.extension().string());
    sheets::ShownCell cell{.place = panes_.panes[pane].place, .files = {}};
    context_.services().output_paths = {{saver_, file}};
    auto saved = context_.execute(panes_.panes[pane].graph, RunControl::none(), {},
                                  [&cell](const fs::path& path) { cell.files.push_back(path.filename().string()); });
    if (!saved) return saved;
    if (!arguments_.no_scores) {
      if (auto scored = score(pane, images.front(), cell); !scored) return scored;
    }
    if (arguments_.leave_one_out) {
      if (pane == 0) whole_ = images.front();
      const auto difference = image::colour_difference(whole_, images.front());
      if (difference) cell.scores["difference"] = difference->mean;
    }
    const image::Image numbered =
        cell.scores.empty() ? images.front() : labelled(images.front(), numbers_of(cell), pane + 1);
    labelled_.push_back(labelled(numbered, panes_.panes[pane].label, pane + 1));
    cells_.push_back(std::move(cell));
    return {};
  }

  Result<void> score(std::size_t pane, const image::Image& image, sheets::ShownCell& cell) {
    if (!judge_) {
      auto opened = open_judge(arguments_.scores, context_.services());
      if (!opened) return forward(opened);
      judge_ = std::move(*opened);
    }
    // What is left out is measured all the same: how much less like it the picture is.
    const std::size_t subjects = arguments_.leave_one_out ? 0 : pane;
    auto scores = scores_of(*judge_, image, panes_.panes[subjects].graph, saver_);
    if (!scores) return forward(scores);
    cell.scores = std::move(*scores);
    return {};
  }

  static std::string numbers_of(const sheets::ShownCell& cell) {
    std::string text;
    for (const auto& [name, value] : cell.scores) {
      if (name != "clip_i" && name != "clip_t" && name != "difference") continue;  // of several references the first
      text += fmt::format("{}{} {:.2f}", text.empty() ? "" : "   ",
                          name == "clip_i"   ? "CLIP-I"
                          : name == "clip_t" ? "CLIP-T"
                                             : "dE2000",
                          value);
    }
    return text;
  }

  Result<void> write() {
    const std::size_t side = panes_.axes.size() > 1
                                 ? panes_.axes.front().values.size()
                                 : static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(cells_.size()))));
    const image::Image sheet = image::contact_sheet(labelled_, {.columns = static_cast<int>(side)});
    if (auto written = image::write_image(arguments_.output, sheet); !written) return forward(written);
    sheets::ShownSheet table;
    for (const sheets::Axis& axis : panes_.axes) table.axes.push_back({axis.name, axis.values});
    table.cells = cells_;
    return write_file_atomically(fs::path(arguments_.output).replace_extension(".csv"), sheets::csv_of(table));
  }

  const CompareArguments& arguments_;
  CliContext& context_;
  ComparePanes panes_;
  graph::NodeId saver_;
  std::optional<evaluation::ResultJudge> judge_;
  image::Image whole_;  // with nothing left out
  std::vector<image::Image> labelled_;
  std::vector<sheets::ShownCell> cells_;
};

// Progress as JSON lines on stdout: the events of the panes say it.
class NoBar final : public RunControl::Sink {
 public:
  bool cancelled() override { return cancel_requested(); }
  void report(double /*fraction*/, std::string_view /*text*/) override {}
  void preview(const image::Image& /*image*/) override {}
};

Result<void> compare(const CLI::App& command, CompareArguments& arguments, CliContext& context,
                     RunControl::Sink& progress) {
  GenerateOptions& options = arguments.generate.options;
  if (auto gathered = arguments.generate.gather(command); !gathered) return gathered;
  if (!arguments.models.empty()) options.model = arguments.models.front();
  options.output = arguments.output;
  if (auto known = image::check_ending(arguments.output); !known) return known;
  auto built = build_graph(options);
  if (!built) return forward(built);
  const graph::NodeCatalog& catalog = context.registry().catalog();
  if (auto known = check_annotators(catalog, arguments.generate.annotators); !known) return known;
  if (auto fits = graph::refuse_out_of_range(built->graph, catalog); !fits) return fits;
  auto panes = arguments.leave_one_out ? panes_without(built->graph)
                                       : panes_of(built->graph, arguments.models, arguments.vary, catalog);
  if (!panes) return forward(panes);
  return Comparison(arguments, context, std::move(*panes), built->output_paths.begin()->first).run(progress);
}

int run_compare(const CLI::App& command, CompareArguments& arguments) {
  const ComputeOptions& compute = arguments.generate.compute;
  auto context = CliContext::open(compute);
  if (!context) return report(context.error());
  for (const Note& said : notes_of(arguments)) tell(said, compute.json);
  std::unique_ptr<RunControl::Sink> progress;
  if (compute.json) {
    progress = std::make_unique<NoBar>();
  } else {
    progress = std::make_unique<ProgressLine>();
  }
  auto done = compare(command, arguments, **context, *progress);
  progress.reset();
  if (!done) return report(done.error());
  if (compute.json) {
    fmt::print("{}\n", dump_json({{"event", "finished"}, {"sheet", arguments.output.string()}}));
  } else {
    fmt::print(stderr, "{}\n", arguments.output.string());
  }
  return 0;
}

}  // namespace

void add_compare(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<CompareArguments>();
  CLI::App* command = add_subcommand(app, "compare");
  command->add_option("--model", arguments->models, "A model of the comparison; may be given again (default: bobbin)")
      ->allow_extra_args(false)
      ->take_all();
  command
      ->add_option("--vary", arguments->vary,
                   "node.param=values: sample.guidance=3,5,7, a range 0:1:0.25, or replace=words|others; may be given "
                   "again")
      ->allow_extra_args(false)
      ->take_all();
  command
      ->add_flag("--leave-one-out", arguments->leave_one_out,
                 "Panes without the words, without each reference and each control, and how far each is from the whole")
      ->excludes("--vary");
  arguments->generate.add_to(*command);
  add_start_options(*command, arguments->generate.options);
  command
      ->add_option(
          "--memory", arguments->memory,
          "GB that the models may take side by side (default: what is free less 2); else they follow each other")
      ->check(real_number(0, 1e6));
  command->add_flag("--one-after-another", arguments->one_after_another,
                    "Whole runs after each other, not in lock step");
  command->add_flag("--no-scores", arguments->no_scores, "Without CLIP-I and CLIP-T");
  command->add_option("--judge", arguments->scores.judge,
                      "The CLIP that measures: a folder as transformers saves it (default: Bobbin's)");
  command->add_option("-o,--output", arguments->output, "The sheet; the pictures and the table lie beside it")
      ->capture_default_str();
  command->callback([command, arguments, &exit] { exit.code = run_compare(*command, *arguments); });
}

}  // namespace heddle::cli
