#include "nodes/sampling.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>

#include "diffusion/denoise_loop.h"
#include "nodes/kept_steps.h"
#include "nodes/network_call.h"
#include "nodes/preview.h"
#include "tensor/noise_source.h"

namespace heddle::nodes {

namespace {

using diffusion::Trajectory;

// How many steps of an earlier run used what this run would use.
int steps_in_common(const RunSettings& settings, const CachedRun& earlier) {
  const auto known = std::min(earlier.scales_used.size(), earlier.denoised.size());
  const int done = std::min(earlier.trajectory.steps_done(), static_cast<int>(known));
  for (int k = 0; k < done; ++k) {
    const auto place = static_cast<std::size_t>(k);
    const bool same = earlier.trajectory.guidance_used[place] == settings.guidance(k) &&
                      earlier.scales_used[place] == step_scales(settings, k);
    if (!same) return k;
  }
  return done;
}

// Takes over the part of an earlier run that this one has in common with it.
void go_on_from(CachedRun& run, CachedRun earlier, int common, KeptSteps& steps) {
  run.trajectory = std::move(earlier.trajectory);
  run.trajectory.rewind(common);
  const auto kept = static_cast<std::ptrdiff_t>(common);
  run.scales_used.assign(earlier.scales_used.begin(), earlier.scales_used.begin() + kept);
  for (std::size_t k = 0; k < static_cast<std::size_t>(common); ++k) steps.put(earlier.denoised[k]);
}

at::Tensor initial_noise(const RunSettings& settings, tensor::NoiseSource& source) {
  const at::Tensor drawn = source.draw();  // drawn even where noise is given, so that later draws are the same
  return settings.noise.defined() ? settings.noise : drawn;
}

at::Tensor matched(const at::Tensor& x, std::int64_t pictures) {
  return x.size(0) == pictures ? x : x.expand({pictures, x.size(1), x.size(2), x.size(3)});
}

}  // namespace

Result<Sampled> sample(const RunSettings& settings, TrajectoryCache& cache, const RunControl& control) {
  const at::NoGradGuard no_grad;
  const auto pictures = static_cast<std::int64_t>(settings.seeds.size());
  const at::Device device = settings.model->policy.device;
  tensor::NoiseSource source(settings.seeds, settings.picture_shape);
  const at::Tensor noise = initial_noise(settings, source).to(device);

  BoundNetwork network(settings, control);
  diffusion::DenoiseRequest request;
  request.plan = settings.plan;
  request.options = settings.options;
  request.prediction = settings.model->scheduler.prediction_type;
  request.network = [&network](const diffusion::NetworkCall& call) { return network(call); };
  const auto steps = std::make_shared<KeptSteps>(settings.model, static_cast<int>(settings.plan.steps.size()));
  // The loop asks at the start of each step, and for the first time within the network whether it is cancelled.
  request.guidance = [&](int step) {
    if (settings.between_steps) settings.between_steps(step);
    return settings.guidance(step);
  };
  request.preview = [&](int, const at::Tensor& denoised) {
    steps->put(denoised);
    if (control.wants_preview()) control.preview(preview_of(*settings.model, denoised));
  };

  at::Tensor start;
  if (settings.init_latents.defined()) {
    const at::Tensor init_latents = matched(settings.init_latents, pictures).to(device);
    start = settings.plan.start_from(init_latents, noise);
    if (settings.mask.defined()) request.inpaint = diffusion::Inpaint{settings.mask.to(device), init_latents, noise};
  } else {
    start = settings.plan.start(noise);
  }

  CachedRun run{settings.identity, Trajectory::begin(start, source.position()), {}, {}};
  if (auto earlier = cache.find(settings.identity)) {
    const int common = steps_in_common(settings, *earlier);
    go_on_from(run, std::move(*earlier), common, *steps);
  }
  if (settings.begin_steps) settings.begin_steps(steps);
  auto latents = diffusion::denoise_loop(request, source, run.trajectory, control);
  const int done = run.trajectory.steps_done();
  for (int k = static_cast<int>(run.scales_used.size()); k < done; ++k) {
    run.scales_used.push_back(network.scales_used()[static_cast<std::size_t>(k)]);
  }
  run.denoised = steps->all();
  Sampled sampled{{}, run.trajectory.guidance_used, run.scales_used, steps};
  cache.put(std::move(run));
  if (!latents) return forward(latents);
  sampled.latents = latents->to(at::kCPU, at::kFloat);
  return sampled;
}

}  // namespace heddle::nodes
