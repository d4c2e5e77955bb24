// heddle plot: what the Plots workspace draws, as CSV.
#include <fmt/format.h>

#include <iostream>
#include <iterator>

#include "base/atomic_file.h"
#include "base/printable.h"
#include "command.h"
#include "noise_levels.h"
#include "numbers.h"
#include "sheets/curves.h"
#include "sheets/table.h"

namespace heddle::cli {

namespace {

namespace fs = std::filesystem;

struct PlotArguments {
  fs::path input, output;
  std::string x, y, by;
  std::vector<std::string> samplers{"dpmpp_2m"}, schedules, columns;
  std::string of = "sigma";
  int steps = 20, smooth = 0;
};

std::string in_messages(const fs::path& path) { return "'" + printable(path.string()) + "'"; }

Result<std::string> text_of(const fs::path& path) {
  if (path != "-") return sheets::read_whole_file(path);
  return std::string(std::istreambuf_iterator<char>(std::cin), {});
}

Result<sheets::Table> table_in(const fs::path& path) {
  auto text = text_of(path);
  if (!text) return forward(text);
  return sheets::read_table(*text, in_messages(path));
}

Result<sheets::Curves> sweep(const PlotArguments& arguments) {
  auto table = table_in(arguments.input);
  if (!table) return forward(table);
  sheets::UsualSweep asked = usual_sweep(*table);
  if (!arguments.x.empty()) asked.x = arguments.x;
  if (!arguments.y.empty()) asked.y = arguments.y;
  if (!arguments.by.empty()) asked.by = arguments.by == "none" ? std::string() : arguments.by;
  if (asked.by == asked.x) asked.by.clear();
  return sheets::sweep_of(*table, asked.x, asked.y, asked.by, in_messages(arguments.input));
}

Result<sheets::Curves> scatter(const PlotArguments& arguments) {
  auto table = table_in(arguments.input);
  if (!table) return forward(table);
  return sheets::scatter_of(*table, arguments.x.empty() ? "clip_t" : arguments.x,
                            arguments.y.empty() ? "clip_i" : arguments.y, arguments.by, in_messages(arguments.input));
}

Result<sheets::Curves> schedule(const PlotArguments& arguments) {
  sheets::Curves made{"step", arguments.of, {}};
  const std::vector<std::string> schedules =
      arguments.schedules.empty() ? std::vector<std::string>{""} : arguments.schedules;
  for (const std::string& sampler : arguments.samplers) {
    for (const std::string& name : schedules) {
      auto levels = noise_levels({sampler, name, arguments.steps});
      if (!levels) return forward(levels);
      sheets::Curve curve{sampler + " " + levels->schedule, {}};
      const std::vector<double>& values = arguments.of == "sigma"      ? levels->sigmas
                                          : arguments.of == "timestep" ? levels->timesteps
                                                                       : levels->noise;
      for (std::size_t i = 0; i < values.size(); ++i)
        curve.points.push_back({.x = static_cast<double>(i), .y = values[i]});
      made.curves.push_back(std::move(curve));
    }
  }
  return made;
}

Result<sheets::Curves> training(const PlotArguments& arguments) {
  const fs::path log = fs::is_directory(arguments.input) ? arguments.input / "log.csv" : arguments.input;
  auto table = sheets::open_table(log, true);
  if (!table) return forward(table);
  return sheets::columns_of(*table, "step", arguments.columns, arguments.smooth, in_messages(log));
}

Result<sheets::Curves> times(const PlotArguments& arguments) {
  auto text = text_of(arguments.input);
  if (!text) return forward(text);
  return sheets::times_of(*text, in_messages(arguments.input));
}

int write(const Result<sheets::Curves>& curves, const PlotArguments& arguments) {
  if (!curves) return report(curves.error());
  const std::string text = csv_of(*curves);
  if (arguments.output.empty()) {
    fmt::print("{}", text);
    return 0;
  }
  auto written = write_file_atomically(arguments.output, text);
  return written ? 0 : report(written.error());
}

using Make = Result<sheets::Curves> (*)(const PlotArguments&);

CLI::App* add_kind(CLI::App& plot, Exit& exit, const std::shared_ptr<PlotArguments>& arguments, const char* name,
                   const char* help, Make make) {
  CLI::App* kind = plot.add_subcommand(name, help);
  kind->add_option("-o,--output", arguments->output, "The CSV file (default: standard output)");
  kind->callback([arguments, make, &exit] { exit.code = write(make(*arguments), *arguments); });
  return kind;
}

void add_columns(CLI::App& kind, const std::shared_ptr<PlotArguments>& arguments, const char* x, const char* y,
                 const char* by) {
  kind.add_option("table", arguments->input, "A CSV file of heddle sheet or heddle compare; - for standard input")
      ->required();
  kind.add_option("--x", arguments->x, x);
  kind.add_option("--y", arguments->y, y);
  kind.add_option("--by", arguments->by, by);
}

}  // namespace

void add_plot(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<PlotArguments>();
  CLI::App* plot = app.add_subcommand("plot", "What the Plots page of the window draws, as CSV");
  plot->require_subcommand(1);
  CLI::App* kind = add_kind(*plot, exit, arguments, "sweep",
                            "A score over a parameter: means and spreads, over seeds usually", sweep);
  add_columns(*kind, arguments, "The column across (default: the first axis of numbers)",
              "The column up (default: clip_i, else the first score)",
              "A curve for each of its values (default: the next axis but the seed; none: one curve)");
  kind = add_kind(*plot, exit, arguments, "scatter", "One score against another, picture by picture", scatter);
  add_columns(*kind, arguments, "The column across (default: clip_t)", "The column up (default: clip_i)",
              "A colour for each of its values");
  kind = add_kind(*plot, exit, arguments, "schedule", "The noise at each step of samplers on schedules", schedule);
  kind->add_option("--sampler", arguments->samplers, "One or more samplers")->delimiter(',')->capture_default_str();
  kind->add_option("--schedule", arguments->schedules, "One or more schedules (default: each sampler's own)")
      ->delimiter(',');
  kind->add_option("--steps", arguments->steps, "How many steps")->check(whole_number(1, 1000))->capture_default_str();
  kind->add_option("--of", arguments->of, "sigma: noise over picture; noise: its share; timestep: as trained")
      ->check(CLI::IsMember({"sigma", "noise", "timestep"}))
      ->capture_default_str();
  kind = add_kind(*plot, exit, arguments, "training", "The curves of a run of heddle train", training);
  kind->add_option("run", arguments->input, "The run's folder, or its log.csv")->required();
  kind->add_option("--columns", arguments->columns, "Which columns (default: all of numbers)")->delimiter(',');
  kind->add_option("--smooth", arguments->smooth, "Each value becomes the mean of so many rows to both sides")
      ->check(whole_number(0, 100000))
      ->capture_default_str();
  kind = add_kind(*plot, exit, arguments, "times", "Time and memory by node of a run", times);
  kind->add_option("events", arguments->input, "What a run printed with --json; - for standard input")->required();
}

}  // namespace heddle::cli
