// heddle scenes: the generator behind Bobbin: pictures with captions, attributes and exact maps.
#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "base/json.h"
#include "command.h"
#include "image/write_image.h"
#include "scenes/caption.h"
#include "scenes/held_out.h"
#include "scenes/render.h"
#include "scenes/scene_json.h"
#include "subcommands.h"

namespace heddle::cli {

namespace {

struct ScenesArguments {
  std::uint64_t count = 16, seed = 0;
  int size = 256;
  std::filesystem::path output = "scenes";
  std::string scene_set = "first", style = "base";
  bool held_out = false, maps = false, include_held_out = false;
};

int print_held_out(scenes::SceneSet scene_set) {
  for (const scenes::Combination& combination : scenes::held_out_list(scene_set))
    fmt::print("{}\n", dump_json(scenes::to_json(combination)));
  return 0;
}

Result<void> write_maps(const scenes::Rendering& drawn, const std::filesystem::path& stem) {
  const std::pair<const char*, const image::Image*> maps[] = {{"edges", &drawn.edges},
                                                              {"depth", &drawn.depth},
                                                              {"normals", &drawn.normals},
                                                              {"segmentation", &drawn.segmentation}};
  for (const auto& [name, map] : maps) {
    if (auto written = image::write_image(fmt::format("{}-{}.png", stem.string(), name), *map); !written)
      return forward(written);
  }
  for (std::size_t i = 0; i < drawn.masks.size(); ++i) {
    if (auto written = image::write_image(fmt::format("{}-mask{}.png", stem.string(), i), drawn.masks[i]); !written)
      return forward(written);
  }
  return {};
}

// One picture, its maps, and its line of scenes.jsonl.
Result<std::string> write_scene(const ScenesArguments& arguments, const scenes::SceneOptions& options,
                                std::uint64_t index) {
  const scenes::Scene scene = scenes::sample_scene(arguments.seed, index, options);
  const scenes::Rendering drawn =
      scenes::render(scene, arguments.size, arguments.maps ? scenes::MapSet::all() : scenes::MapSet::none());
  const std::filesystem::path stem = arguments.output / fmt::format("{:06}", index);
  auto written = image::write_image(stem.string() + ".png", drawn.image);
  if (!written) return forward(written);
  if (arguments.maps) {
    if (auto maps = write_maps(drawn, stem); !maps) return forward(maps);
  }
  Json line{{"image_file", written->filename().string()},
            {"text", scenes::caption_of(scene, index)},
            {"full_caption", scenes::full_caption(scene)},
            {"scene", scenes::to_json(scene)}};
  return dump_json(line) + "\n";
}

int run_scenes(const ScenesArguments& arguments) {
  const scenes::SceneSet scene_set = arguments.scene_set == "full" ? scenes::SceneSet::full : scenes::SceneSet::first;
  if (arguments.held_out) return print_held_out(scene_set);
  scenes::SceneOptions options;
  options.size = arguments.size;
  options.scene_set = scene_set;
  options.allow_held_out = arguments.include_held_out;
  if (arguments.style == "ink") options.style = scenes::Style::ink;
  if (arguments.style == "pastel") options.style = scenes::Style::pastel;
  if (arguments.style == "neon") options.style = scenes::Style::neon;
  std::error_code error;
  std::filesystem::create_directories(arguments.output, error);
  ProgressLine progress;
  std::string lines;
  for (std::uint64_t i = 0; i < arguments.count; ++i) {
    if (cancel_requested()) return report(cancelled().value());
    auto line = write_scene(arguments, options, i);
    if (!line) return report(line.error());
    lines += *line;
    progress.report(static_cast<double>(i + 1) / static_cast<double>(arguments.count), "drawing");
  }
  const auto written = write_file_atomically(arguments.output / "scenes.jsonl", lines);
  return written ? 0 : report(written.error());
}

}  // namespace

void add_scenes(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<ScenesArguments>();
  CLI::App* command = add_subcommand(app, "scenes");
  command->add_option("--count", arguments->count, "Pictures")->capture_default_str();
  command->add_option("--seed", arguments->seed, "Seed; the same seed draws the same scenes everywhere")
      ->capture_default_str();
  command->add_option("--size", arguments->size, "Pixels a side")->check(CLI::Range(16, 4096))->capture_default_str();
  command->add_option("--world", arguments->scene_set, "first or full")
      ->check(CLI::IsMember({"first", "full"}))
      ->capture_default_str();
  command->add_option("--style", arguments->style, "base, ink, pastel or neon")
      ->check(CLI::IsMember({"base", "ink", "pastel", "neon"}))
      ->capture_default_str();
  command->add_flag("--maps", arguments->maps, "Write edges, depth, normals, segmentation and masks too");
  command->add_flag("--include-held-out", arguments->include_held_out, "Draw the held-back combinations too");
  command->add_flag("--held-out", arguments->held_out, "Print the combinations that training never sees");
  command->add_option("-o,--output", arguments->output, "The folder")->capture_default_str();
  command->callback([arguments, &exit] { exit.code = run_scenes(*arguments); });
}

}  // namespace heddle::cli
