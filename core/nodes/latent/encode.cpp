// latent.encode — A picture to latents through the VAE, to start a run from it (SDEdit).
#include <ATen/TensorOperators.h>

#include <cmath>

#include "image/resize.h"
#include "nodes/node_context.h"
#include "pipeline/image_tensors.h"
#include "pipeline/mask.h"
#include "tensor/noise_source.h"
#include "weights/latent_facts.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec encode_spec() {
  return graph::NodeSpec("latent.encode", 1, TR_NOOP("nodes", "Encode"))
      .group("latent")
      .help(TR_NOOP("nodes",
                    "The VAE turns a picture into latents. Width and height 0 keep the picture's, made whole eights."))
      .input("image", graph::port::image)
      .input("vae", graph::port::vae)
      .input("mask", graph::port::image, TR_NOOP("nodes", "Hole, for repainting models"))
      .optional()
      .param(graph::integer("width", 0)
                 .range(0, 8192)
                 .label(TR_NOOP("nodes", "Width"))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::integer("height", 0)
                 .range(0, 8192)
                 .label(TR_NOOP("nodes", "Height"))
                 .recomputes_from(graph::Stage::denoise))
      .param(
          graph::boolean("sample", false)
              .label(TR_NOOP("nodes", "Sample"))
              .help(TR_NOOP("nodes", "Draw from the VAE's distribution as diffusers does, instead of taking its mean."))
              .recomputes_from(graph::Stage::denoise))
      .param(graph::seed("seed", 0).label(TR_NOOP("nodes", "Seed")).recomputes_from(graph::Stage::denoise))
      .output("latent", graph::port::latent)
      .costs(2);
}

constexpr auto kFactor = static_cast<int>(weights::kLatentFactor);

int whole_positions(std::int64_t wanted, int own) {
  const auto side = static_cast<int>(wanted > 0 ? wanted : own);
  return std::max(kFactor, side / kFactor * kFactor);
}

// What a user may not expect of the size: sides cut down to eights, proportions that change.
void note_size(engine::Outputs& outputs, const engine::Inputs& in, const image::Image& image, int width, int height) {
  const bool is_own = in.params().integer("width") <= 0 && in.params().integer("height") <= 0;
  const double stretch = static_cast<double>(width) * image.height() / (static_cast<double>(height) * image.width());
  if (is_own && (width != image.width() || height != image.height())) {
    outputs.add_note(note("start.scaled",
                          "the picture to start from is {} x {}; it was scaled to {} x {}, whole multiples of 8",
                          image.width(), image.height(), width, height));
  } else if (!is_own && std::abs(stretch - 1) > 0.02) {
    outputs.add_note(
        note("start.stretched",
             "the picture to start from is {} x {}; it was stretched to {} x {}, other proportions than its own",
             image.width(), image.height(), width, height));
  }
}

// What repainting checkpoints see of the picture: its hole, as diffusers cuts it, is the middle grey of [-1, 1].
at::Tensor around_hole(const image::Image& fitted, const image::Image& painted, const pipeline::VaeModel& vae,
                       const at::Tensor& noise) {
  const image::Image grey = pipeline::read_mask(painted, "the mask").grey;
  const bool fits = grey.width() == fitted.width() && grey.height() == fitted.height();
  const image::Image mask = fits ? grey : image::resize(grey, fitted.width(), fitted.height(), image::Filter::nearest);
  const at::Tensor kept = pipeline::to_tensor(mask).slice(1, 0, 1).lt(0.0).to(at::kFloat);
  return pipeline::encode(vae, pipeline::to_tensor(fitted) * kept, noise);
}

Result<engine::Outputs> run_encode(const engine::Inputs& in, const RunControl& control) {
  if (control.cancelled()) return cancelled();
  const image::Image& image = in.get<pipeline::Images>("image").front();
  const int width = whole_positions(in.params().integer("width"), image.width());
  const int height = whole_positions(in.params().integer("height"), image.height());
  engine::Outputs outputs;
  note_size(outputs, in, image, width, height);
  const pipeline::VaeModel& vae = in.get<pipeline::VaeModel>("vae");
  at::Tensor noise;
  if (in.params().boolean("sample")) {
    noise = tensor::NoiseSource({in.params().seed("seed")},
                                {vae.config().latent_channels, height / kFactor, width / kFactor})
                .draw();
  }
  const image::Image fitted = image::resize(image, width, height, image::Filter::lanczos);
  pipeline::Latents latents{pipeline::encode(vae, pipeline::to_tensor(fitted), noise)};
  if (const auto* masks = in.find<pipeline::Images>("mask"))
    latents.around = around_hole(fitted, masks->front(), vae, noise);
  const auto bytes = static_cast<std::size_t>(latents.samples.nbytes()) * (latents.around.defined() ? 2 : 1);
  return outputs.set("latent", engine::Value::of(std::move(latents), bytes));
}

}  // namespace

void register_encode(NodeRegistration& setup) {
  setup.registry.add(encode_spec(),
                     [](const engine::Inputs& in, RunControl& control) { return run_encode(in, control); });
}

}  // namespace heddle::nodes
