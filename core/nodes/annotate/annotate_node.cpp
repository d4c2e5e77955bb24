#include "nodes/annotate/annotate_node.h"

#include <algorithm>

#include "pipeline/values.h"

namespace heddle::nodes {

namespace {

bool is_clear_in_places(const image::Image& image) {
  if (image.channels() != 4) return false;
  for (std::size_t i = 3; i < image.pixels().size(); i += 4) {
    if (image.pixels()[i] < 255) return true;
  }
  return false;
}

bool is_black(const image::Image& map) {
  return std::ranges::all_of(map.pixels(), [](std::uint8_t value) { return value == 0; });
}

// RGB of RGBA, before black.
image::Image over_black(const image::Image& image) {
  std::vector<std::uint8_t> pixels;
  pixels.reserve(image.pixels().size() / 4 * 3);
  for (std::size_t i = 0; i < image.pixels().size(); i += 4) {
    const int alpha = image.pixels()[i + 3];
    for (std::size_t c = 0; c < 3; ++c)
      pixels.push_back(static_cast<std::uint8_t>((image.pixels()[i + c] * alpha + 127) / 255));
  }
  return {image.width(), image.height(), 3, std::move(pixels)};
}

void say_what_is_odd(const AnnotatorNode& node, const image::Image& image, const image::Image& map, const Say& say) {
  if (is_clear_in_places(image))
    say(fmt::format("the picture is transparent in places; there it counts as {}.",
                    node.clear_is_black ? "black" : "white"));
  if (!node.when_black.empty() && is_black(map)) say("the map is all black and steers nothing. " + node.when_black);
}

Result<engine::Outputs> run_annotator(const AnnotatorNode& node, const engine::Inputs& in, const RunControl& control) {
  engine::Outputs outputs;
  const Say say = [&](const std::string& sentence) {
    outputs.add_note(note("annotate.map", "{}: {}", node.spec.title, sentence));
  };
  const auto resolution = static_cast<int>(in.params().integer("resolution"));
  MapFunction map_of = node.map;
  if (node.open) {
    auto opened = node.open(in.params(), control, outputs);
    if (!opened) return forward(opened);
    map_of = std::move(*opened);
  }
  pipeline::Images maps;
  std::size_t bytes = 0;
  for (const image::Image& image : in.get<pipeline::Images>("image")) {
    if (control.cancelled()) return cancelled();
    const image::Image shown = node.clear_is_black && image.channels() == 4 ? over_black(image) : image;
    auto map = imaging::at_resolution(shown, resolution, node.padding,
                                      [&](const image::Image& rgb) { return map_of(rgb, in.params(), say); });
    if (!map) return forward(map);
    say_what_is_odd(node, image, *map, say);
    bytes += map->pixels().size();
    maps.push_back(std::move(*map));
  }
  outputs.set("image", engine::Value::of(std::move(maps), bytes));
  return outputs;
}

}  // namespace

graph::NodeSpec annotator_spec(std::string type, std::string title, std::string help) {
  return graph::NodeSpec(std::move(type), 1, std::move(title))
      .group("annotate")
      .help(std::move(help))
      .input("image", graph::port::image);
}

graph::ParamSpec map_number(std::string name, double initial, std::string label) {
  return graph::real(std::move(name), initial).label(std::move(label)).recomputes_from(graph::Stage::denoise).live();
}

graph::ParamSpec map_integer(std::string name, std::int64_t initial, std::string label) {
  return graph::integer(std::move(name), initial).label(std::move(label)).recomputes_from(graph::Stage::denoise).live();
}

graph::ParamSpec map_switch(std::string name, bool initial, std::string label) {
  return graph::boolean(std::move(name), initial).label(std::move(label)).recomputes_from(graph::Stage::denoise);
}

void add_annotator(NodeRegistration& setup, AnnotatorNode node) {
  node.spec.param(graph::integer("resolution", node.resolution)
                      .range(0, 8192)
                      .soft_range(0, 2048, 64)
                      .label(TR_NOOP("nodes", "Resolution"))
                      .help(TR_NOOP("nodes", "The map's shorter side in pixels; 0 keeps the picture's own size."))
                      .recomputes_from(graph::Stage::denoise));
  node.spec.output("image", graph::port::image);
  for (const auto& [name, type] : node.more_outputs) node.spec.output(name, type);
  auto spec = node.spec;
  auto identity = node.identity;
  setup.registry.add(
      std::move(spec),
      [node = std::make_shared<const AnnotatorNode>(std::move(node))](const engine::Inputs& in, RunControl& control) {
        return run_annotator(*node, in, control);
      },
      std::move(identity));
}

}  // namespace heddle::nodes
