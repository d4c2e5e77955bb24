// latent.decode — Latents to pictures through the VAE.
#include "nodes/node_context.h"
#include "pipeline/image_tensors.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec decode_spec() {
  return graph::NodeSpec("latent.decode", 1, TR_NOOP("nodes", "Decode"))
      .group("latent")
      .help(TR_NOOP("nodes", "The VAE turns latents into a picture."))
      .input("latent", graph::port::latent)
      .input("vae", graph::port::vae)
      .output("image", graph::port::image)
      .costs(3);
}

Result<engine::Outputs> run_decode(const engine::Inputs& in, const RunControl& control) {
  const pipeline::VaeModel& vae = in.get<pipeline::VaeModel>("vae");
  const at::Tensor& samples = in.get<pipeline::Latents>("latent").samples;
  engine::Outputs outputs;
  pipeline::Images images;
  std::size_t bytes = 0;
  for (std::int64_t i = 0; i < samples.size(0); ++i) {
    if (control.cancelled()) return cancelled();
    control.report(static_cast<double>(i) / static_cast<double>(samples.size(0)), "decoding");
    bool retried = false;
    auto decoded = pipeline::decode(vae, samples.slice(0, i, i + 1), &retried);
    if (!decoded) return forward(decoded);
    if (retried) {
      outputs.add_note(
          note("vae.overflow", "the VAE overflowed in the small number type; the picture was decoded again in fp32"));
    }
    for (image::Image& image : pipeline::to_images(*decoded)) {
      bytes += image.pixels().size();
      images.push_back(std::move(image));
    }
  }
  outputs.set("image", engine::Value::of(std::move(images), bytes));
  return outputs;
}

}  // namespace

void register_decode(NodeRegistration& setup) {
  setup.registry.add(decode_spec(),
                     [](const engine::Inputs& in, RunControl& control) { return run_decode(in, control); });
}

}  // namespace heddle::nodes
