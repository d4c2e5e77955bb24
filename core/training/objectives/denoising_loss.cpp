#include "training/objectives/denoising_loss.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randperm.h>
#include <ATen/ops/tensor.h>

#include <algorithm>

#include "diffusion/denoise_loop.h"
#include "diffusion/step_plan.h"
#include "tensor/noise_source.h"

namespace heddle::training {

namespace {

using at::Tensor;

constexpr int kSampleSteps = 20;
constexpr double kSampleGuidance = 4;

Tensor per_item(const Tensor& values) { return values.view({-1, 1, 1, 1}); }

}  // namespace

DenoisingLoss::DenoisingLoss(double min_snr_gamma)
    : min_snr_gamma_(min_snr_gamma), table_(diffusion::SchedulerConfig{}) {
  std::vector<float> values;
  for (int t = 0; t < table_.size(); ++t) values.push_back(static_cast<float>(table_.alphas_cumprod(t)));
  alphas_cumprod_ = at::tensor(at::ArrayRef<float>(values), at::kFloat);
}

Noised DenoisingLoss::noised(const Tensor& mean, const Tensor& deviation, double scaling_factor,
                             const StepInfo& info) const {
  const std::int64_t count = mean.size(0), batch = std::max(info.batch_items, count);
  const Tensor posterior = noise_for_items(info, mean.sizes(), 3).to(info.device);
  const Tensor z0 = (mean + deviation * posterior) * scaling_factor;
  Noised result;
  result.noise = noise_for_items(info, mean.sizes(), 4).to(info.device);
  // Drawn for the whole batch, wherever its other items are computed.
  at::Generator generator = generator_for(info.seed, info.step, 5);
  const Tensor place = at::randperm(batch, generator, at::kLong).to(at::kFloat) + at::rand({batch}, generator);
  result.timesteps = (place * (static_cast<double>(table_.size()) / static_cast<double>(batch)))
                         .to(at::kLong)
                         .clamp(0, table_.size() - 1)
                         .narrow(0, info.first_item, count)
                         .to(info.device);
  const Tensor kept = per_item(alphas_cumprod_.to(info.device).index_select(0, result.timesteps));
  result.latents = z0 * kept.sqrt() + result.noise * (1.0 - kept).sqrt();
  return result;
}

Loss DenoisingLoss::loss(const Tensor& predicted, const Noised& noised) const {
  const Tensor error = (predicted.to(at::kFloat) - noised.noise).square().mean({1, 2, 3});
  Tensor total = error.mean();
  if (min_snr_gamma_ > 0) {
    const Tensor kept = alphas_cumprod_.to(error.device()).index_select(0, noised.timesteps);
    const Tensor snr = kept / (1.0 - kept);
    total = (error * (snr.clamp_max(min_snr_gamma_) / snr)).mean();
  }
  const at::NoGradGuard no_grad;
  Loss loss{total, {{"mse", error.mean()}}};
  constexpr int kBands = 4;
  const std::int64_t width = table_.size() / kBands;
  for (int band = 0; band < kBands; ++band) {
    const Tensor inside =
        noised.timesteps.ge(band * width).logical_and(noised.timesteps.lt((band + 1) * width)).to(at::kFloat);
    const Tensor mean = (error * inside).sum() / inside.sum().clamp_min(1);
    loss.parts.emplace_back(fmt::format("t{}_{}", band * width, (band + 1) * width), mean);
  }
  return loss;
}

Loss DenoisingLoss::loss(const models::UNet& unet, models::UNetInput conditions, const tensor::NamedTensors& batch,
                         double scaling_factor, const StepInfo& info, const Steer& steer) const {
  const Noised noised = this->noised(batch.at("mean"), batch.at("deviation"), scaling_factor, info);
  conditions.sample = noised.latents;
  conditions.timesteps = noised.timesteps.to(at::kFloat);
  if (steer) steer(conditions);
  return loss(unet.forward(conditions), noised);
}

Result<Tensor> DenoisingLoss::images(const models::UNet& unet, const models::UNetInput& conditions,
                                     const models::Vae& vae, std::int64_t count, std::int64_t side,
                                     const StepInfo& info, const Steer& steer) const {
  constexpr std::uint64_t kSeed = 1000;
  auto plan = diffusion::plan_steps({.sampler = "ddim", .steps = kSampleSteps}, table_);
  if (!plan) return heddle::forward(plan);
  tensor::NoiseSource noise(tensor::image_seeds(kSeed, static_cast<int>(count)),
                            {vae.config().latent_channels, side, side});
  const Tensor start = plan->start(noise.draw().to(info.device));
  diffusion::Trajectory trajectory = diffusion::Trajectory::begin(start, noise.position());
  diffusion::DenoiseRequest request;
  request.plan = std::move(*plan);
  request.network = [&unet, &conditions, &steer, count](const diffusion::NetworkCall& call) {
    models::UNetInput asked = conditions;
    asked.sample = at::cat({call.x, call.x});
    asked.timesteps = at::full({2 * count}, call.t, call.x.options());
    if (steer) steer(asked);
    return unet.forward(asked);
  };
  request.guidance = [](int) { return diffusion::GuidanceValue{.guidance_scale = kSampleGuidance, .rescale = 0}; };
  auto latents = diffusion::denoise_loop(request, noise, trajectory, RunControl::none());
  if (!latents) return heddle::forward(latents);
  return vae.decode((*latents / vae.config().scaling_factor).to(info.dtype)).to(at::kFloat);
}

}  // namespace heddle::training
