// sample — Denoises latents: the loop that makes the picture.
#include "nodes/run_settings.h"
#include "nodes/sampling.h"
#include "nodes/services.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec spec() {
  using graph::Frontier;
  const auto names = [](const std::vector<std::string_view>& views, std::vector<std::string> first) {
    first.insert(first.end(), views.begin(), views.end());
    return first;
  };
  return graph::NodeSpec("sample", 1, TR_NOOP("nodes", "Sampler"))
      .group("sampling")
      .help(TR_NOOP("nodes", "Turns noise into a picture, step by step, led by text and pictures. Width and height 0: the model's own size."))
      .input("model", graph::port::model)
      .input("positive", graph::port::conditioning)
      .input("negative", graph::port::conditioning)
      .optional()
      .input("image_prompt", graph::port::image_prompt)
      .optional()
      .multiple()
      .input("latent", graph::port::latent, TR_NOOP("nodes", "Start from"))
      .optional()
      .input("noise", graph::port::latent, TR_NOOP("nodes", "Noise"))
      .optional()
      .input("mask", graph::port::image, TR_NOOP("nodes", "Repaint where white"))
      .optional()
      .param(graph::seed("seed", 0).label(TR_NOOP("nodes", "Seed")).invalidates(Frontier::denoise))
      .param(graph::integer("steps", 20).range(1, 1000).label(TR_NOOP("nodes", "Steps")).invalidates(Frontier::denoise))
      .param(graph::lane("guidance", 7.5).range(0, 100).live().label(TR_NOOP("nodes", "Guidance")).invalidates(Frontier::denoise))
      .param(graph::real("guidance_rescale", 0).range(0, 1).label(TR_NOOP("nodes", "Guidance rescale")).invalidates(Frontier::denoise))
      .param(graph::choice("sampler", "auto", names(diffusion::sampler_names(), {"auto"})).label(TR_NOOP("nodes", "Sampler")).invalidates(Frontier::denoise))
      .param(graph::choice("schedule", "auto", names(diffusion::schedule_names(), {"auto"})).label(TR_NOOP("nodes", "Schedule")).invalidates(Frontier::denoise))
      .param(graph::integer("width", 0).range(0, 8192).step(8).label(TR_NOOP("nodes", "Width")).invalidates(Frontier::denoise))
      .param(graph::integer("height", 0).range(0, 8192).step(8).label(TR_NOOP("nodes", "Height")).invalidates(Frontier::denoise))
      .param(graph::integer("count", 1).range(1, 64).label(TR_NOOP("nodes", "Pictures")).invalidates(Frontier::denoise))
      .param(graph::real("strength", 1).range(0, 1).label(TR_NOOP("nodes", "Strength")).invalidates(Frontier::denoise))
      .param(graph::real("eta", 0).range(0, 1).label(TR_NOOP("nodes", "Eta (DDIM)")).invalidates(Frontier::denoise))
      .output("latent", graph::port::latent)
      .costs(20);
}

Result<engine::Outputs> run(Services& services, const engine::Inputs& in, const RunControl& control) {
  auto settings = read_settings(in);
  if (!settings) return forward(settings);
  auto latents = sample(*settings, services.trajectories, control);
  if (!latents) return forward(latents);
  const auto bytes = static_cast<std::size_t>(latents->nbytes());
  return engine::Outputs().set("latent", engine::Value::of(Latents{*latents}, bytes));
}

}  // namespace

void register_sample(Setup& setup) {
  setup.registry.add(spec(),
                     [s = setup.services](const engine::Inputs& in, RunControl& control) { return run(*s, in, control); });
}

}  // namespace heddle::nodes
