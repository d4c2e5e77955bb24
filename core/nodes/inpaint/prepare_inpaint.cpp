// inpaint.prepare — A picture and a mask to what a repaint works on: the part, its mask, and the hole filled.
#include <cmath>

#include "image/resize.h"
#include "inpaint/job.h"
#include "nodes/node_context.h"
#include "pipeline/mask.h"
#include "pipeline/values.h"
#include "weights/latent_facts.h"

namespace heddle::nodes {

namespace {

graph::ParamSpec side(std::string name, std::string label) {
  return graph::integer(std::move(name), 0)
      .range(0, 4096)
      .soft_range(0, 512, 8)
      .label(std::move(label))
      .recomputes_from(graph::Stage::denoise);
}

graph::NodeSpec prepare_inpaint_spec() {
  using graph::Stage;
  return graph::NodeSpec("inpaint.prepare", 1, TR_NOOP("nodes", "Prepare repaint"))
      .group("inpaint")
      .help(TR_NOOP("nodes",
                    "Cuts out what is worked on, fills the hole and keeps the original for 'Finish repaint'. "
                    "White in the mask is made new; new sides are, too."))
      .input("image", graph::port::image)
      .input("mask", graph::port::image, TR_NOOP("nodes", "Make new where white"))
      .optional()
      .input("model", graph::port::model, TR_NOOP("nodes", "Model, for its size"))
      .optional()
      .param(graph::choice("fill", "unchanged", inpaint::fill_names())
                 .label(TR_NOOP("nodes", "Fill the hole with"))
                 .recomputes_from(Stage::denoise))
      .param(graph::seed("seed", 0).label(TR_NOOP("nodes", "Seed of the fill")).recomputes_from(Stage::denoise))
      .param(graph::boolean("invert", false).label(TR_NOOP("nodes", "Invert mask")).recomputes_from(Stage::denoise))
      .param(graph::integer("grow", 0)
                 .range(-256, 256)
                 .soft_range(-32, 64, 1)
                 .label(TR_NOOP("nodes", "Grow mask"))
                 .recomputes_from(Stage::denoise))
      .param(graph::integer("feather", 4)
                 .range(0, 512)
                 .soft_range(0, 64, 1)
                 .label(TR_NOOP("nodes", "Feather"))
                 .help(TR_NOOP("nodes", "Pixels on both sides of the mask's edge over which old and new blend."))
                 .recomputes_from(Stage::denoise))
      .param(
          graph::boolean("grey", false)
              .label(TR_NOOP("nodes", "Grey says how much"))
              .help(TR_NOOP("nodes", "Keeps the mask's grey for the sampler's 'Grey masks'; else it is cut at half."))
              .recomputes_from(Stage::denoise))
      .param(graph::boolean("only_masked", false)
                 .label(TR_NOOP("nodes", "Only the masked part"))
                 .help(TR_NOOP("nodes", "Works on the mask's box alone, at the model's size, and pastes it back."))
                 .recomputes_from(Stage::denoise))
      .param(graph::integer("margin", 32)
                 .range(0, 1024)
                 .soft_range(0, 256, 8)
                 .label(TR_NOOP("nodes", "Margin"))
                 .recomputes_from(Stage::denoise))
      .param(graph::integer("size", 0)
                 .range(0, 4096)
                 .label(TR_NOOP("nodes", "Size worked at"))
                 .help(TR_NOOP("nodes", "The side of the masked part in pixels; 0: the model's own."))
                 .recomputes_from(Stage::denoise))
      .param(side("left", TR_NOOP("nodes", "Add at the left")))
      .param(side("top", TR_NOOP("nodes", "Add at the top")))
      .param(side("right", TR_NOOP("nodes", "Add at the right")))
      .param(side("bottom", TR_NOOP("nodes", "Add at the bottom")))
      .output("image", graph::port::image)
      .output("mask", graph::port::image)
      .output("surroundings", graph::port::image)
      .output("repaint", graph::PortType{"repaint"});
}

inpaint::JobOptions options_of(const engine::Inputs& in) {
  const graph::Params& params = in.params();
  const auto whole = [&params](std::string_view name) { return static_cast<int>(params.integer(name)); };
  inpaint::JobOptions options;
  options.invert = params.boolean("invert") && in.has("mask");
  options.grow = whole("grow");
  options.feather = whole("feather");
  options.fill = *inpaint::fill_named(params.choice("fill"));
  options.seed = params.seed("seed");
  options.only_masked = params.boolean("only_masked");
  options.margin = whole("margin");
  options.grey = params.boolean("grey");
  options.outpaint = {whole("left"), whole("top"), whole("right"), whole("bottom")};
  if (whole("size") > 0) {
    options.size = whole("size");
  } else if (const auto* model = in.find<pipeline::DiffusionModel>("model")) {
    options.size = static_cast<int>(model->unet.config().sample_size * weights::kLatentFactor);
  }
  return options;
}

// The mask at the picture's size: one of the same proportions is scaled, and that is said.
image::Image mask_for(const image::Image& image, const engine::Inputs& in, engine::Outputs& outputs) {
  const auto* masks = in.find<pipeline::Images>("mask");
  if (masks == nullptr) {
    const auto pixels = static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height());
    return {image.width(), image.height(), 1, std::vector<std::uint8_t>(pixels, 0)};
  }
  pipeline::Mask mask = pipeline::read_mask(masks->front(), "the mask");
  outputs.add_notes(std::move(mask.notes));
  const image::Image& grey = mask.grey;
  if (grey.width() == image.width() && grey.height() == image.height()) return grey;
  const double stretch =
      static_cast<double>(grey.width()) * image.height() / (static_cast<double>(grey.height()) * image.width());
  if (std::abs(stretch - 1) > 0.02) return grey;
  outputs.add_note(note("inpaint.mask_scaled", "the mask is {} x {}, the picture {} x {}; the mask was scaled to it",
                        grey.width(), grey.height(), image.width(), image.height()));
  return image::resize(grey, image.width(), image.height(), image::Filter::bilinear);
}

Result<engine::Outputs> run_prepare_inpaint(const engine::Inputs& in, const RunControl& control) {
  const image::Image& image = in.get<pipeline::Images>("image").front();
  engine::Outputs outputs;
  const image::Image mask = mask_for(image, in, outputs);
  const inpaint::JobOptions options = options_of(in);
  if (control.cancelled()) return cancelled();
  auto job = inpaint::prepare(image, mask, options);
  if (!job) return forward(job);
  const inpaint::WorkArea& area = job->area;
  if (area.box.width > area.width && options.only_masked) {
    outputs.add_note(note("inpaint.reduced",
                          "the masked part is {} x {} and was worked on at {} x {}; a larger size keeps more detail",
                          area.box.width, area.box.height, area.width, area.height));
  }
  const auto set_image = [&outputs](const char* port, const image::Image& of) {
    outputs.set(port, engine::Value::of(pipeline::Images{of}, of.pixels().size()));
  };
  set_image("image", job->start);
  set_image("mask", job->mask);
  set_image("surroundings", job->surroundings);
  const std::size_t bytes = job->canvas.pixels().size() + job->alpha.pixels().size() + job->edge.pixels().size();
  return outputs.set("repaint", engine::Value::of(std::move(*job), bytes));
}

}  // namespace

void register_prepare_inpaint(NodeRegistration& setup) {
  setup.registry.add(prepare_inpaint_spec(),
                     [](const engine::Inputs& in, RunControl& control) { return run_prepare_inpaint(in, control); });
}

}  // namespace heddle::nodes
