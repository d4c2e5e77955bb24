#include "diffusion/denoise_loop.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/isfinite.h>

#include <algorithm>
#include <utility>

#include "diffusion/soft_inpaint.h"

namespace heddle::diffusion {
namespace {

at::Tensor blended(const at::Tensor& x, const Inpaint& inpaint, const std::vector<Step>& steps, std::size_t done) {
  const bool last = done + 1 == steps.size();
  const auto taken = static_cast<double>(done + 1) / static_cast<double>(steps.size());
  const at::Tensor kept =
      last ? inpaint.init_latents : add_noise(inpaint.init_latents, inpaint.noise, steps[done + 1].at);
  const at::Tensor mask = !inpaint.by_grey ? inpaint.mask
                          : last           ? inpaint.mask.gt(0).to(at::kFloat)
                                           : (1.0 - inpaint.mask).le(taken).to(at::kFloat);
  return kept * (1.0 - mask) + x * mask;
}

// The network whose estimate of the kept part is init_latents. `inpaint` and `network` outlive it.
Network blended_network(const Network& network, const Inpaint& inpaint, PredictionType type) {
  return [&network, &inpaint, type](const NetworkCall& call) {
    const at::Tensor& mask = inpaint.mask;
    const at::Tensor x = call.x * mask + add_noise(inpaint.init_latents, inpaint.noise, call.level) * (1.0 - mask);
    const at::Tensor output =
        network({.x = x, .t = call.t, .step = call.step, .unconditional = call.unconditional, .level = call.level});
    const at::Tensor kept = output_for(type, inpaint.init_latents, call.x, call.level);
    const at::Tensor all_kept = kept.repeat({output.size(0) / kept.size(0), 1, 1, 1});
    return output.to(at::kFloat) * mask + all_kept * (1.0 - mask);
  };
}

// The point that step k leads to from the trajectory's last.
TrajectoryPoint advanced(const DenoiseRequest& request, std::size_t k, Denoiser& denoise, const TrajectoryPoint& here,
                         tensor::NoiseSource& noise) {
  TrajectoryPoint next = here;
  noise.seek(here.noise_position);
  const std::function<at::Tensor()> draw = [&] { return noise.draw().to(here.x.device()); };
  StepContext context{.denoise = denoise, .state = next.state, .noise = draw, .options = request.options};
  next.x = request.plan.sampler->step(here.x, request.plan.steps[k], context);
  const bool is_last = k + 1 == request.plan.steps.size();
  const bool blends = request.inpaint && (request.inpaint->blend == MaskBlend::after_step ||
                                          (request.inpaint->blend == MaskBlend::in_estimate && is_last));
  if (blends) next.x = blended(next.x, *request.inpaint, request.plan.steps, k);
  next.noise_position = noise.position();
  return next;
}

// What made a step's values something else than numbers, and what helps.
std::string cause_of(const DenoiseRequest& request, std::size_t k, const Denoiser& denoise) {
  constexpr double kNoSignal = 1e-6;  // alpha of a level of pure noise
  const StepPlan& plan = request.plan;
  if (denoise.network_failed()) return fmt::format("the model itself made them; {}", request.network_remedy);
  const bool is_pure_noise = plan.steps[k].at.alpha < kNoSignal || plan.steps[k].from.alpha < kNoSignal;
  if (is_pure_noise && request.prediction == PredictionType::epsilon) {
    return "the model's noise schedule begins at pure noise (zero terminal SNR), of which a model that predicts noise "
           "makes nothing; "
           "it is meant for models that predict v: see the scheduler file's prediction_type and rescale_betas_zero_snr";
  }
  if (is_pure_noise) {
    return fmt::format(
        "the sampler {} cannot start from pure noise (zero terminal SNR); choose ddim, or the schedule leading",
        plan.sampler->name);
  }
  return fmt::format(
      "the sampler {} cannot do {} steps of the schedule {}; choose more steps, another schedule or another sampler",
      plan.sampler->name, plan.steps[k].total, plan.schedule.empty() ? "of the model" : plan.schedule);
}

// One step: the live values, the sampler, the preview.
Result<void> take_step(const DenoiseRequest& request, std::size_t k, tensor::NoiseSource& noise,
                       Trajectory& trajectory) {
  const int step = static_cast<int>(k);
  const GuidanceValue guidance = request.guidance(step);
  const bool is_wrapped = request.inpaint && request.inpaint->blend == MaskBlend::in_estimate;
  const Network network =
      is_wrapped ? blended_network(request.network, *request.inpaint, request.prediction) : request.network;
  Denoiser denoise(network, request.prediction, guidance, step,
                   request.weights ? request.weights(step) : std::vector<double>());
  if (request.inpaint && request.inpaint->blend == MaskBlend::soft) {
    denoise.change_estimates([&inpaint = *request.inpaint](const at::Tensor& denoised, const NoiseLevel& level) {
      return soft_blend(inpaint.init_latents, denoised, inpaint.mask, level);
    });
  }
  TrajectoryPoint next = advanced(request, k, denoise, trajectory.points.back(), noise);
  if (!at::isfinite(next.x).all().item<bool>()) {
    return fail(ErrorKind::invalid_input, "[denoise.loop] step {} of {} gave values that are not numbers: {}", step + 1,
                request.plan.steps.size(), cause_of(request, k, denoise));
  }
  if (request.preview && denoise.last()) request.preview(step, denoise.last()->denoised());
  trajectory.points.push_back(std::move(next));
  trajectory.guidance_used.push_back(guidance);
  return {};
}

}  // namespace

Result<at::Tensor> denoise_loop(const DenoiseRequest& request, tensor::NoiseSource& noise, Trajectory& trajectory,
                                const RunControl& control) {
  const at::NoGradGuard no_grad;
  const std::size_t total = request.plan.steps.size();
  const std::size_t end =
      std::min(total, static_cast<std::size_t>(std::max(0, request.stop_before.value_or(static_cast<int>(total)))));
  try {
    for (auto k = static_cast<std::size_t>(trajectory.steps_done()); k < end; ++k) {
      if (control.cancelled()) return cancelled();
      if (auto done = take_step(request, k, noise, trajectory); !done) return forward(done);
      control.report(static_cast<double>(k + 1) / static_cast<double>(total),
                     fmt::format("step {} of {}", k + 1, total));
    }
  } catch (const CancelledException&) {
    return cancelled();
  }
  return trajectory.x();
}

}  // namespace heddle::diffusion
