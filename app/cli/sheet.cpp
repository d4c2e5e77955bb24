// heddle sheet GRAPH: a picture for each value of one to three parameters, in a folder that can be gone on with.
#include "sheets/sheet.h"

#include <fmt/format.h>

#include <set>

#include "base/atomic_file.h"
#include "base/system.h"
#include "cli_context.h"
#include "graph/graph_io.h"
#include "graph_file.h"
#include "image/read_image.h"
#include "numbers.h"
#include "scoring.h"
#include "sheets/sheet_index.h"
#include "sheets/sheet_page.h"
#include "subcommands.h"

namespace heddle::cli {

namespace {

namespace fs = std::filesystem;

struct SheetArguments {
  fs::path graph;
  std::vector<std::string> settings;
  std::string x, y, z;
  fs::path output;
  ScoreOptions scores;
  ComputeOptions compute;
};

// Progress as JSON lines on stdout, for programs.
class SheetEvents final : public RunControl::Sink {
 public:
  bool cancelled() override { return cancel_requested(); }
  void report(double fraction, std::string_view text) override {
    fmt::print("{}\n", dump_json({{"event", "progress"}, {"fraction", fraction}, {"text", text}}));
    std::fflush(stdout);
  }
  void preview(const image::Image& /*image*/) override {}
};

// The one node that saves the picture of a cell.
Result<graph::NodeId> saver_of(const graph::Graph& graph) {
  std::vector<graph::NodeId> found;
  for (const auto& [id, node] : graph.nodes()) {
    if (node.type == "image.save" && node.mode == graph::NodeMode::on) found.push_back(id);
  }
  if (found.size() == 1) return found.front();
  return fail(ErrorKind::invalid_input,
              "[sheet] the graph has {} nodes that save pictures; a sheet needs one: mute the others, or add one",
              found.size());
}

class SheetRun final {
 public:
  SheetRun(const SheetArguments& arguments, CliContext& context, sheets::Sheet sheet, graph::NodeId saver)
      : arguments_(arguments), context_(context), sheet_(std::move(sheet)), saver_(saver) {}

  // Pictures that came with the graph lie in the sheet's folder.
  Result<void> keep_images(const std::vector<image::CarriedImage>& images) {
    const fs::path folder = arguments_.output / "references";
    std::error_code error;
    if (!images.empty()) fs::create_directories(folder, error);
    for (const image::CarriedImage& image : images) {
      const fs::path file = fs::absolute(folder) / image.hash;
      if (!is_there(file)) {
        if (auto written = write_file_atomically(file, image.bytes); !written) return written;
      }
      images_[image.hash] = file;
    }
    return {};
  }

  Result<void> run(const RunControl& control) {
    auto index = sheets::SheetIndex::open(arguments_.output, sheet_.fingerprint(), sheet_.cells());
    if (!index) return forward(index);
    std::size_t done = 0;
    for (const std::size_t cell : sheet_.order_of_work()) {
      if (control.cancelled()) return cancelled();
      const auto cells = static_cast<double>(sheet_.cells());
      if (auto made = make(cell, *index, control.sub(static_cast<double>(done) / cells, 1 / cells)); !made) return made;
      ++done;
      control.report(static_cast<double>(done) / cells, fmt::format("{} of {} pictures", done, sheet_.cells()));
    }
    return write(*index);
  }

 private:
  Result<void> make(std::size_t cell, sheets::SheetIndex& index, const RunControl& control) {
    auto graph = sheet_.graph(cell, context_.registry().catalog());
    if (!graph) return forward(graph);
    auto plan = context_.plan(*graph, images_, {saver_});
    if (!plan) return forward(plan);
    const std::string key = plan->steps.back().key.hex;
    sheets::CellRecord record{.key = key, .files = {}};
    if (const sheets::CellRecord* known = index.done(cell, key)) {
      record = *known;
    } else if (auto made = render(cell, key, *graph, index, record, control); !made) {
      return made;
    }
    if (auto scored = score(*graph, index, record); !scored) return scored;
    if (index.record(cell) == record) return {};
    forget(index.record(cell), record, index.folder());
    return index.put(cell, std::move(record));
  }

  Result<void> render(std::size_t cell, const std::string& key, const graph::Graph& graph,
                      const sheets::SheetIndex& index, sheets::CellRecord& record, const RunControl& control) {
    const std::string file = sheets::SheetIndex::file_of(cell, key, ending_);
    record.files = {file};
    // A picture is written whole or not at all: what is there under this key is done, though the record says nothing.
    if (is_there(index.folder() / file)) return {};
    context_.services().output_paths = {{saver_, index.folder() / file}};
    record.files.clear();
    auto done = context_.execute(graph, control, images_, [&](const fs::path& path) {
      record.files.push_back((fs::path("pictures") / path.filename()).string());
    });
    return done;
  }

  Result<void> score(const graph::Graph& graph, const sheets::SheetIndex& index, sheets::CellRecord& record) {
    if (!arguments_.scores.wanted() || !record.scores.empty()) return {};
    if (!judge_) {
      auto opened = open_judge(arguments_.scores, context_.services());
      if (!opened) return forward(opened);
      judge_ = std::move(*opened);
    }
    auto image = image::read_image(index.folder() / record.files.front());
    if (!image) return forward(image);
    auto scores = scores_of(*judge_, *image, graph, saver_, images_);
    if (!scores) return forward(scores);
    record.scores = std::move(*scores);
    return {};
  }

  // The picture of an earlier content of the same cell: a model that was trained again, a reference that was changed.
  static void forget(const std::optional<sheets::CellRecord>& old, const sheets::CellRecord& now,
                     const fs::path& folder) {
    if (!old || old->key == now.key) return;
    std::error_code error;
    for (const std::string& file : old->files) {
      if (std::ranges::find(now.files, file) == now.files.end()) fs::remove(folder / file, error);
    }
  }

  Result<void> write(const sheets::SheetIndex& index) const {
    sheets::ShownSheet shown;
    shown.title = arguments_.graph.stem().string();
    shown.facts = {{"graph", arguments_.graph.filename().string()}, {"device", context_.services().policy.describe()}};
    for (const std::string& setting : arguments_.settings) shown.facts.emplace_back("set", setting);
    for (const sheets::Axis& axis : sheet_.axes()) shown.axes.push_back({axis.name, axis.values});
    for (std::size_t cell = 0; cell < sheet_.cells(); ++cell) {
      const auto& record = index.record(cell);
      shown.cells.push_back({sheet_.place(cell), record ? record->files : std::vector<std::string>(),
                             record ? record->scores : std::map<std::string, double>()});
    }
    auto graph = sheet_.graph(0, context_.registry().catalog());
    if (graph) shown.graph = graph::write_graph(*graph);
    if (auto written = write_file_atomically(index.folder() / "sheet.csv", sheets::csv_of(shown)); !written)
      return written;
    return write_file_atomically(index.folder() / "index.html", sheets::page_of(shown));
  }

  const SheetArguments& arguments_;
  CliContext& context_;
  sheets::Sheet sheet_;
  graph::NodeId saver_;
  std::string ending_ = ".png";
  engine_host::NamedImages images_;
  std::optional<evaluation::ResultJudge> judge_;
};

Result<std::vector<sheets::Axis>> read_axes(const SheetArguments& arguments, const graph::Graph& graph,
                                            const graph::NodeCatalog& catalog) {
  std::vector<sheets::Axis> axes;
  for (const auto& [name, text] : {std::pair("--x", arguments.x), {"--y", arguments.y}, {"--z", arguments.z}}) {
    if (text.empty()) continue;
    auto axis = sheets::read_axis(text, graph, catalog, fmt::format("[sheet] {}", name));
    if (!axis) return forward(axis);
    axes.push_back(std::move(*axis));
  }
  return axes;
}

Result<void> make_sheet(const SheetArguments& arguments, CliContext& context, const RunControl& control) {
  const graph::NodeCatalog& catalog = context.registry().catalog();
  auto file = open_graph_file(arguments.graph, catalog, "sheet");
  if (!file) return forward(file);
  for (const graph::NodeNote& one : file->notes) fmt::print(stderr, "note: {}\n", one.note.message);
  for (const std::string& setting : arguments.settings) {
    if (auto applied = graph::apply_setting(setting, file->graph, catalog, "[sheet] --set"); !applied) return applied;
  }
  resolve_paths(file->graph, catalog, fs::absolute(arguments.graph).parent_path());
  auto axes = read_axes(arguments, file->graph, catalog);
  if (!axes) return forward(axes);
  auto saver = saver_of(file->graph);
  if (!saver) return forward(saver);
  auto sheet = sheets::Sheet::make(std::move(file->graph), std::move(*axes));
  if (!sheet) return forward(sheet);
  SheetRun run(arguments, context, std::move(*sheet), *saver);
  if (auto kept = run.keep_images(file->images); !kept) return kept;
  return run.run(control);
}

int run_sheet(const SheetArguments& arguments) {
  auto context = CliContext::open(arguments.compute);
  if (!context) return report(context.error());
  std::unique_ptr<RunControl::Sink> progress;
  if (arguments.compute.json) {
    progress = std::make_unique<SheetEvents>();
  } else {
    progress = std::make_unique<ProgressLine>();
  }
  auto done = make_sheet(arguments, **context, RunControl(*progress));
  progress.reset();
  if (!done) return report(done.error());
  if (arguments.compute.json) {
    fmt::print("{}\n", dump_json({{"event", "finished"}, {"folder", arguments.output.string()}}));
  } else {
    fmt::print(stderr, "{}\n", (arguments.output / "index.html").string());
  }
  return 0;
}

}  // namespace

void add_sheet(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<SheetArguments>();
  CLI::App* command = add_subcommand(app, "sheet");
  command->add_option("graph", arguments->graph, "The graph: a .json file, or a picture that carries one")->required();
  command
      ->add_option(
          "--x", arguments->x,
          "node.param=values: a range 0:1:0.1, a list 1,2,3 or a|b, or JSON; replace=words|others changes words "
          "in every prompt")
      ->required();
  command->add_option("--y", arguments->y, "Likewise, a row each");
  command->add_option("--z", arguments->z, "Likewise, a table each");
  command->add_option("--set", arguments->settings, "node.param=value for all pictures; may be given again")
      ->allow_extra_args(false)
      ->take_all();
  command->add_option("-o,--output", arguments->output, "The sheet's folder; a stopped one is gone on with there")
      ->required();
  arguments->scores.add_to(*command);
  arguments->compute.add_to(*command);
  command->callback([arguments, &exit] { exit.code = run_sheet(*arguments); });
}

}  // namespace heddle::cli
