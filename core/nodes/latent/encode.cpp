// latent.encode — A picture to latents through the VAE, to start a run from it (SDEdit).
#include "image/resize.h"
#include "pipeline/image_tensors.h"
#include "nodes/node_context.h"
#include "tensor/noise_source.h"
#include "weights/latent_facts.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec encode_spec() {
  return graph::NodeSpec("latent.encode", 1, TR_NOOP("nodes", "Encode"))
      .group("latent")
      .help(TR_NOOP("nodes", "The VAE turns a picture into latents. Width and height 0 keep the picture's, made whole eights."))
      .input("image", graph::port::image)
      .input("vae", graph::port::vae)
      .param(graph::integer("width", 0).range(0, 8192).label(TR_NOOP("nodes", "Width")).invalidates(graph::Frontier::denoise))
      .param(graph::integer("height", 0).range(0, 8192).label(TR_NOOP("nodes", "Height")).invalidates(graph::Frontier::denoise))
      .param(graph::boolean("sample", false)
                 .label(TR_NOOP("nodes", "Sample"))
                 .help(TR_NOOP("nodes", "Draw from the VAE's distribution as diffusers does, instead of taking its mean."))
                 .invalidates(graph::Frontier::denoise))
      .param(graph::seed("seed", 0).label(TR_NOOP("nodes", "Seed")).invalidates(graph::Frontier::denoise))
      .output("latent", graph::port::latent)
      .costs(2);
}

constexpr auto kFactor = static_cast<int>(weights::kLatentFactor);

int whole_positions(std::int64_t wanted, int own) {
  const auto side = static_cast<int>(wanted > 0 ? wanted : own);
  return std::max(kFactor, side / kFactor * kFactor);
}

Result<engine::Outputs> run_encode(const engine::Inputs& in, const RunControl& control) {
  if (control.cancelled()) return cancelled();
  const image::Image& picture = in.get<pipeline::Images>("image").front();
  const int width = whole_positions(in.params().integer("width"), picture.width());
  const int height = whole_positions(in.params().integer("height"), picture.height());
  const pipeline::VaeModel& vae = in.get<pipeline::VaeModel>("vae");
  at::Tensor noise;
  if (in.params().boolean("sample")) {
    noise = tensor::NoiseSource({in.params().seed("seed")}, {vae.config().latent_channels, height / kFactor, width / kFactor}).draw();
  }
  const image::Image fitted = image::resize(picture, width, height, image::Filter::lanczos);
  const at::Tensor samples = pipeline::encode(vae, pipeline::to_tensor(fitted), noise);
  const auto bytes = static_cast<std::size_t>(samples.nbytes());
  return engine::Outputs().set("latent", engine::Value::of(pipeline::Latents{samples}, bytes));
}

}  // namespace

void register_encode(NodeRegistration& setup) {
  setup.registry.add(encode_spec(), [](const engine::Inputs& in, RunControl& control) { return run_encode(in, control); });
}

}  // namespace heddle::nodes
