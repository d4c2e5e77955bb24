// mask.edit — A mask made larger, softer, cleaner, of an image's alpha or of a colour, with or without another mask.
#include <charconv>

#include "image/convert.h"
#include "inpaint/mask_edit.h"
#include "nodes/node_context.h"
#include "pipeline/mask.h"
#include "pipeline/values.h"

namespace heddle::nodes {

namespace {

graph::ParamSpec mask_pixels(std::string name, std::int64_t least, std::int64_t most, std::string label) {
  return graph::integer(std::move(name), 0)
      .range(least, most)
      .soft_range(std::max<std::int64_t>(least, -64), 64, 1)
      .label(std::move(label))
      .recomputes_from(graph::Stage::denoise);
}

graph::NodeSpec edit_mask_spec() {
  using graph::Stage;
  return graph::NodeSpec("mask.edit", 1, TR_NOOP("nodes", "Edit mask"))
      .group("image")
      .help(TR_NOOP("nodes",
                    "Makes a mask of a picture's brightness, its transparency or one of its colours, and "
                    "changes it: first invert, then specks, holes, size, softness, and last the other mask."))
      .input("image", graph::port::image)
      .input("other", graph::port::image, TR_NOOP("nodes", "Other mask"))
      .optional()
      .param(graph::choice("source", "brightness", {"brightness", "transparency", "colour"})
                 .label(TR_NOOP("nodes", "White is"))
                 .recomputes_from(Stage::denoise))
      .param(graph::text("colour", "#ffffff")
                 .label(TR_NOOP("nodes", "Colour"))
                 .help(TR_NOOP("nodes", "As #rrggbb."))
                 .recomputes_from(Stage::denoise))
      .param(graph::integer("tolerance", 16)
                 .range(0, 255)
                 .label(TR_NOOP("nodes", "Tolerance"))
                 .recomputes_from(Stage::denoise))
      .param(graph::boolean("invert", false).label(TR_NOOP("nodes", "Invert")).recomputes_from(Stage::denoise))
      .param(graph::integer("specks", 0)
                 .range(0, 1000000)
                 .soft_range(0, 200, 1)
                 .label(TR_NOOP("nodes", "Drop specks below"))
                 .recomputes_from(Stage::denoise))
      .param(graph::boolean("fill_holes", false).label(TR_NOOP("nodes", "Fill holes")).recomputes_from(Stage::denoise))
      .param(mask_pixels("grow", -256, 256, TR_NOOP("nodes", "Grow")))
      .param(mask_pixels("feather", 0, 512, TR_NOOP("nodes", "Feather")))
      .param(graph::choice("combine", "unite", {"unite", "take_away"})
                 .label(TR_NOOP("nodes", "Other mask"))
                 .recomputes_from(Stage::denoise))
      .output("image", graph::port::image);
}

// "#ffcc00"
Result<std::array<std::uint8_t, 3>> colour_of(const std::string& text) {
  std::uint32_t value = 0;
  const char* end = text.data() + text.size();
  const bool has_form = text.size() == 7 && text.front() == '#';
  const auto read =
      has_form ? std::from_chars(text.data() + 1, end, value, 16) : std::from_chars_result{text.data(), {}};
  if (!has_form || read.ec != std::errc() || read.ptr != end) {
    return fail(ErrorKind::invalid_input, "[mask.edit] the colour is '{}'; write it as #rrggbb, for example #ffcc00",
                text);
  }
  return std::array{static_cast<std::uint8_t>(value >> 16U), static_cast<std::uint8_t>(value >> 8U),
                    static_cast<std::uint8_t>(value)};
}

Result<image::Image> source_of(const image::Image& image, const graph::Params& params, engine::Outputs& outputs) {
  const std::string& source = params.choice("source");
  if (source == "transparency") return inpaint::transparency_of(image);
  if (source == "colour") {
    auto colour = colour_of(params.text("colour"));
    if (!colour) return forward(colour);
    return inpaint::places_of_colour(image, *colour, static_cast<int>(params.integer("tolerance")));
  }
  pipeline::Mask mask = pipeline::read_mask(image, "the mask");
  outputs.add_notes(std::move(mask.notes));
  return std::move(mask.grey);
}

image::Image edited(image::Image mask, const graph::Params& params) {
  if (params.boolean("invert")) mask = inpaint::inverted(mask);
  if (params.integer("specks") > 0) mask = inpaint::specks_removed(mask, params.integer("specks"));
  if (params.boolean("fill_holes")) mask = inpaint::holes_filled(mask);
  const auto grow = static_cast<int>(params.integer("grow"));
  mask = grow >= 0 ? inpaint::grown(mask, grow) : inpaint::shrunk(mask, -grow);
  return inpaint::feathered(mask, static_cast<int>(params.integer("feather")));
}

Result<engine::Outputs> run_edit_mask(const engine::Inputs& in, const RunControl& control) {
  engine::Outputs outputs;
  auto source = source_of(in.get<pipeline::Images>("image").front(), in.params(), outputs);
  if (!source) return forward(source);
  if (control.cancelled()) return cancelled();
  image::Image mask = edited(std::move(*source), in.params());
  if (const auto* others = in.find<pipeline::Images>("other")) {
    const image::Image other = pipeline::read_mask(others->front(), "the other mask").grey;
    if (other.width() != mask.width() || other.height() != mask.height()) {
      return fail(ErrorKind::invalid_input, "[mask.edit] the masks are {} x {} and {} x {}; give two of one size",
                  mask.width(), mask.height(), other.width(), other.height());
    }
    mask = in.params().choice("combine") == "unite" ? inpaint::united(mask, other) : inpaint::difference(mask, other);
  }
  const std::size_t bytes = mask.pixels().size();
  return outputs.set("image", engine::Value::of(pipeline::Images{std::move(mask)}, bytes));
}

}  // namespace

void register_edit_mask(NodeRegistration& setup) {
  setup.registry.add(edit_mask_spec(),
                     [](const engine::Inputs& in, RunControl& control) { return run_edit_mask(in, control); });
}

}  // namespace heddle::nodes
