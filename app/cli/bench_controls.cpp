#include "bench_controls.h"

#include <ATen/ops/full.h>

#include "bench_kernels.h"
#include "models/controlnet/controlnet.h"
#include "models/t2i_adapter/t2i_adapter.h"
#include "pipeline/load/model_parts.h"
#include "weights/control_files.h"

namespace heddle::cli {

namespace {

using at::Tensor;

// A map of the step's own size: one row, as it serves both halves of the batch.
Tensor map_for(const models::UNetInput& input, std::int64_t channels, std::int64_t factor) {
  return at::full({1, channels, input.sample.size(2) * factor, input.sample.size(3) * factor}, 0.5,
                  input.sample.options());
}

}  // namespace

Result<std::vector<ControlSpeed>> measure_control(const std::filesystem::path& file, const models::UNet& unet,
                                                  const models::UNetInput& input, const tensor::ComputePolicy& policy,
                                                  int repeats) {
  auto part = weights::open_control(file);
  if (!part) return forward(part);
  auto loaded = pipeline::load_control(*part, "bench", nullptr, policy, RunControl::none());
  if (!loaded) return forward(loaded);
  const models::ControlNet& net = *loaded->value.network;
  const models::ControlNetConfig& config = net.config();
  const Tensor map = map_for(input, config.hint_channels, config.hint_factor());
  models::ControlNetInput call;
  call.sample = input.sample;
  call.timesteps = input.timesteps;
  call.text = net.project_context(
      at::full({input.sample.size(0), 77, config.unet.cross_attention_dim}, 0.1, input.sample.options()));
  call.hint = net.encode_hint(map);
  return std::vector<ControlSpeed>{{"control_hint", median_seconds(repeats, [&] { (void)net.encode_hint(map); })},
                                   {"guided_step_with_control", median_seconds(repeats, [&] {
                                      models::UNetInput step = input;
                                      const models::ControlResiduals residuals = net.forward(call);
                                      step.add_residuals(residuals.down, residuals.mid);
                                      (void)unet.forward(step);
                                    })}};
}

Result<std::vector<ControlSpeed>> measure_t2i(const std::filesystem::path& file, const models::UNet& unet,
                                              const models::UNetInput& input, const tensor::ComputePolicy& policy,
                                              int repeats) {
  auto part = weights::open_t2i_adapter(file);
  if (!part) return forward(part);
  auto loaded = pipeline::load_t2i(*part, "bench", policy, RunControl::none());
  if (!loaded) return forward(loaded);
  const models::T2IAdapter& net = *loaded->value.network;
  const Tensor map = map_for(input, net.config().map_channels, net.config().factor);
  models::UNetInput step = input;
  step.add_level_residuals(net.features(map));
  return std::vector<ControlSpeed>{
      {"t2i_features", median_seconds(repeats, [&] { (void)net.features(map); })},
      {"guided_step_with_t2i", median_seconds(repeats, [&] { (void)unet.forward(step); })}};
}

}  // namespace heddle::cli
