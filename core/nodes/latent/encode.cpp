// latent.encode — A picture to latents through the VAE, to start a run from it (SDEdit).
#include <cmath>

#include "image/resize.h"
#include "nodes/node_context.h"
#include "pipeline/image_tensors.h"
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
  const at::Tensor samples = pipeline::encode(vae, pipeline::to_tensor(fitted), noise);
  const auto bytes = static_cast<std::size_t>(samples.nbytes());
  return outputs.set("latent", engine::Value::of(pipeline::Latents{samples}, bytes));
}

}  // namespace

void register_encode(NodeRegistration& setup) {
  setup.registry.add(encode_spec(),
                     [](const engine::Inputs& in, RunControl& control) { return run_encode(in, control); });
}

}  // namespace heddle::nodes
