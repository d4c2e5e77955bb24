// heddle annotate: from a picture to the map that a ControlNet or T2I-Adapter takes, by the annotators' own nodes.
#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <optional>

#include "base/atomic_file.h"
#include "base/json.h"
#include "cli_context.h"
#include "graph/param_io.h"
#include "graph/setting.h"
#include "subcommands.h"

namespace heddle::cli {

namespace {

constexpr std::string_view kPrefix = "annotate.";

struct AnnotateArguments {
  std::string kind;
  std::string image;
  std::filesystem::path output;
  std::vector<std::string> settings;
  std::string made_size, fit = "crop";
  std::string network;
  bool list = false;
  ComputeOptions compute;
};

// The annotators: nodes that give a map.
std::vector<const graph::NodeSpec*> annotators(const graph::NodeCatalog& catalog) {
  std::vector<const graph::NodeSpec*> found;
  for (const auto& [type, spec] : catalog.all()) {
    if (type.starts_with(kPrefix) && spec.find_output("image") != nullptr) found.push_back(&spec);
  }
  return found;
}

std::string kind_of(const graph::NodeSpec& spec) { return spec.type.substr(kPrefix.size()); }

std::string values_of(const graph::ParamSpec& param) {
  if (param.kind == graph::ParamKind::choice) return fmt::format("{}", fmt::join(param.choices, ", "));
  if (param.kind == graph::ParamKind::boolean) return "true or false";
  return param.minimum || param.maximum ? graph::range_text(param) : std::string(graph::to_string(param.kind));
}

int print_list(const graph::NodeCatalog& catalog) {
  for (const graph::NodeSpec* spec : annotators(catalog)) {
    fmt::print("{:<18} {}\n", kind_of(*spec), spec->help_text);
    for (const graph::ParamSpec& param : spec->params) {
      fmt::print("    {:<14} {} ({})\n", param.name, dump_json(graph::to_json(param.initial)), values_of(param));
    }
  }
  return 0;
}

// "768x512"
std::optional<std::pair<std::int64_t, std::int64_t>> size_in(std::string_view text) {
  std::int64_t width = 0, height = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, width);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != 'x') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, height);
  if (second.ec != std::errc() || second.ptr != end || width < 8 || height < 8 || width > 8192 || height > 8192)
    return std::nullopt;
  return std::pair(width, height);
}

graph::NodeId added(graph::Graph& graph, std::string type, graph::ParamMap params) {
  graph::Node node;
  node.type = std::move(type);
  node.params = std::move(params);
  return graph.add(std::move(node));
}

struct AnnotateGraph {
  graph::Graph graph;
  graph::NodeId annotator{}, saving{};
};

// Picture (or the annotator's own file) -> annotator -> saved file.
Result<AnnotateGraph> annotate_graph(const AnnotateArguments& arguments, const graph::NodeSpec& spec) {
  AnnotateGraph made;
  made.annotator = added(made.graph, spec.type, {});
  made.saving = added(made.graph, "image.save", {{"carry", false}});
  (void)made.graph.connect({{made.annotator, "image"}, {made.saving, "image"}});
  if (spec.find_param("file") != nullptr) {
    made.graph.set_param(made.annotator, "file", graph::FilePath{arguments.image});
    if (!arguments.made_size.empty())
      return fail(ErrorKind::invalid_input,
                  "[annotate] --for belongs to pictures; set width and height of {} with --set", arguments.kind);
    return made;
  }
  const graph::NodeId image = added(made.graph, "image.load", {{"image", graph::FilePath{arguments.image}}});
  (void)made.graph.connect({{image, "image"}, {made.annotator, "image"}});
  if (arguments.made_size.empty()) return made;
  const auto size = size_in(arguments.made_size);
  if (!size)
    return fail(ErrorKind::invalid_input, "[annotate] --for takes WIDTHxHEIGHT from 8x8 to 8192x8192, not '{}'",
                arguments.made_size);
  const graph::NodeId fitted =
      added(made.graph, "annotate.pixel_perfect",
            {{"width", size->first}, {"height", size->second}, {"fit", graph::Choice{arguments.fit}}});
  (void)made.graph.connect({{image, "image"}, {fitted, "image"}});
  (void)made.graph.connect({{fitted, "resolution"}, {made.annotator, "resolution"}});
  return made;
}

// The annotator's own network in place of the one that is found by name.
Result<void> name_network(AnnotateGraph& made, const graph::NodeSpec& spec, const AnnotateArguments& arguments) {
  if (arguments.network.empty()) return {};
  if (spec.find_param("network") == nullptr)
    return fail(ErrorKind::invalid_input, "[annotate] --network: {} needs no network; leave it out", arguments.kind);
  made.graph.set_param(made.annotator, "network", graph::FilePath{arguments.network});
  return {};
}

// The pose itself, as OpenPose's JSON, in place of its drawing.
Result<void> write_pose(CliContext& context, const AnnotateGraph& made, const std::filesystem::path& output) {
  auto plan = context.plan(made.graph, {}, {made.annotator});
  if (!plan) return forward(plan);
  auto result = context.run_plan(*plan, RunControl::none());
  if (!result) return forward(result);
  const engine::Value* pose = result->targets.at(made.annotator).find("pose");
  return write_file_atomically(output, std::get<std::string>(pose->as<graph::ParamValue>()));
}

int run_annotate(const AnnotateArguments& arguments) {
  auto context = CliContext::open(arguments.compute);
  if (!context) return report(context.error());
  const graph::NodeCatalog& catalog = (*context)->registry().catalog();
  if (const std::string_view reason = catalog.reason_left_out(std::string(kPrefix) + "canny"); !reason.empty()) {
    return report(Error{ErrorKind::unsupported, fmt::format("[annotate] {}", reason), {}});
  }
  if (arguments.list) return print_list(catalog);
  const graph::NodeSpec* spec = catalog.find(std::string(kPrefix) + arguments.kind);
  if (spec == nullptr || spec->find_output("image") == nullptr) {
    std::string kinds;
    for (const graph::NodeSpec* each : annotators(catalog)) kinds += (kinds.empty() ? "" : ", ") + kind_of(*each);
    return report(Error{ErrorKind::invalid_input,
                        fmt::format("[annotate] there is no annotator '{}'; there are {}", arguments.kind, kinds),
                        {}});
  }
  if (arguments.image.empty() || arguments.output.empty()) {
    return report(Error{ErrorKind::invalid_input, "[annotate] name the picture and, with -o, the map to write", {}});
  }
  auto made = annotate_graph(arguments, *spec);
  if (!made) return report(made.error());
  for (const std::string& setting : arguments.settings) {
    const std::string of_node = fmt::format("{}.{}", made->annotator.value, setting);
    if (auto applied = graph::apply_setting(of_node, made->graph, catalog, "[annotate] --set"); !applied)
      return report(applied.error());
  }
  if (auto named = name_network(*made, *spec, arguments); !named) return report(named.error());
  if (arguments.output.extension() == ".json") {
    if (spec->find_output("pose") == nullptr)
      return report(Error{ErrorKind::invalid_input,
                          fmt::format("[annotate] {} makes a picture, not JSON; name the map .png", arguments.kind),
                          {}});
    auto written = write_pose(**context, *made, arguments.output);
    return written ? 0 : report(written.error());
  }
  (*context)->services().output_paths.emplace(made->saving, arguments.output);
  return (*context)->run(made->graph);
}

}  // namespace

void add_annotate(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<AnnotateArguments>();
  CLI::App* command = add_subcommand(app, "annotate");
  command->add_option("kind", arguments->kind, "canny, hed, midas, openpose, ...; --list names them all");
  command->add_option("picture", arguments->image, "The picture (for pose: its OpenPose JSON)");
  command->add_option("-o,--output", arguments->output, "The map to write; for openpose also the pose, as .json");
  command->add_option("--set", arguments->settings, "param=value; may be given again")
      ->allow_extra_args(false)
      ->take_all();
  command->add_option("--for", arguments->made_size, "Pixel perfect: the size of the picture to be made, WIDTHxHEIGHT");
  command->add_option("--fit", arguments->fit, "How the map will be fitted into it: squash, crop or pad")
      ->check(CLI::IsMember({"squash", "crop", "pad"}))
      ->capture_default_str();
  command->add_option("--network", arguments->network,
                      "The network's file, for annotators that are networks (default: by its name, below --models)");
  command->add_flag("--list", arguments->list, "The annotators with their parameters");
  arguments->compute.add_to(*command);
  command->callback([arguments, &exit] { exit.code = run_annotate(*arguments); });
}

}  // namespace heddle::cli
