#include "pipeline/conditioned_unet.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>

#include "image/convert.h"
#include "pipeline/image_tensors.h"
#include "tensor/weight_layout.h"

namespace heddle::pipeline {

using at::Tensor;

namespace {

// Brings two texts to the same number of chunks.
Tensor lengthened(const Conditioning& text, std::int64_t length) {
  std::vector<Tensor> parts{text.states};
  for (std::int64_t have = text.states.size(1); have < length; have += text.empty.size(1)) parts.push_back(text.empty);
  return parts.size() == 1 ? text.states : at::cat(parts, 1);
}

Tensor mask_tensor(const image::Image& mask, const tensor::ComputePolicy& policy) {
  if (mask.empty()) return {};
  const Tensor grey = to_tensor(image::to_grey(mask)).slice(1, 0, 1);
  return ((grey + 1) / 2).to(policy.device);
}

}  // namespace

StepScales step_scales(const SamplingRequest& request, int step) {
  StepScales scales;
  const std::size_t layers = request.model->unet.cross_attention_layers().size();
  const int total = static_cast<int>(request.plan.steps.size());
  for (std::size_t i = 0; i < request.prompts.size(); ++i) scales.push_back(scales_at(request.scale(i), layers, step, total));
  return scales;
}

ConditionedUNet::ConditionedUNet(const SamplingRequest& request, RunControl control) : request_(request), control_(control) {
  for (const ImagePrompt& prompt : request.prompts) masks_.push_back(mask_tensor(prompt.mask, request.model->policy));
}

Tensor ConditionedUNet::for_batch(const Tensor& cond, const Tensor& uncond, bool both) const {
  const auto pictures = static_cast<std::int64_t>(request_.seeds.size());
  const auto repeated = [&](const Tensor& x) { return x.expand({pictures, x.size(1), x.size(2)}); };
  return both ? at::cat({repeated(uncond), repeated(cond)}) : repeated(cond).contiguous();
}

// The text's states; a simple adapter's tokens stand behind them, times its strength (paper, 4.4.1).
Tensor ConditionedUNet::context(bool both, const std::vector<double>& simple_scales) const {
  const Conditioning& positive = *request_.positive;
  const Conditioning empty{positive.empty, positive.empty};
  const Conditioning& negative = request_.negative ? *request_.negative : empty;
  const std::int64_t length = std::max(positive.states.size(1), negative.states.size(1));
  std::vector<Tensor> cond{lengthened(positive, both ? length : 0)}, uncond{lengthened(negative, length)};
  for (std::size_t i = 0; i < request_.prompts.size(); ++i) {
    const EncodedReference& reference = *request_.prompts[i].reference;
    if (!reference.keys.empty() || simple_scales[i] == 0) continue;
    cond.push_back(reference.tokens.to(positive.states.scalar_type()) * simple_scales[i]);
    uncond.push_back(reference.negative_tokens.to(positive.states.scalar_type()) * simple_scales[i]);
  }
  return for_batch(at::cat(cond, 1), at::cat(uncond, 1), both);
}

void ConditionedUNet::prepare(BatchInputs& half, bool both, const std::vector<double>& simple_scales) {
  const models::UNet& unet = request_.model->unet;
  if (!half.ready || half.simple_scales != simple_scales) {
    const tensor::ComputePolicy& policy = request_.model->policy;
    half.text = unet.project_context(context(both, simple_scales).to(policy.device, policy.dtype));
    half.simple_scales = simple_scales;
  }
  if (half.ready) return;
  for (const ImagePrompt& prompt : request_.prompts) {
    std::vector<nn::KeyValue> layers;
    if (!prompt.reference->keys.empty()) {
      const auto cond = *adapters::in_unet_order(prompt.reference->keys, unet);
      const auto uncond = *adapters::in_unet_order(prompt.reference->negative_keys, unet);
      for (std::size_t i = 0; i < cond.size(); ++i) {
        layers.push_back({for_batch(cond[i].key, uncond[i].key, both), for_batch(cond[i].value, uncond[i].value, both)});
      }
    }
    half.prompts.push_back(std::move(layers));
  }
  half.ready = true;
}

Tensor ConditionedUNet::operator()(const diffusion::NetworkCall& call) {
  const auto step = static_cast<std::size_t>(call.step);
  if (scales_used_.size() <= step) scales_used_.resize(step + 1);
  // Live values are heard once a step, however often the sampler calls.
  if (scales_used_[step].empty()) scales_used_[step] = step_scales(request_, call.step);
  const StepScales& scales = scales_used_[step];
  std::vector<double> simple_scales;
  for (const std::vector<double>& layers : scales) simple_scales.push_back(layers.front());

  BatchInputs& half = call.unconditional ? both_ : cond_;
  prepare(half, call.unconditional, simple_scales);
  const DiffusionModel& model = *request_.model;
  const bool wide = tensor::is_wide(model.unet.config().block_out_channels.front());
  models::UNetInput input;
  input.sample = (call.unconditional ? at::cat({call.x, call.x}) : call.x).to(model.policy.device, model.policy.dtype);
  if (wide) input.sample = input.sample.contiguous(at::MemoryFormat::ChannelsLast);
  input.timesteps = at::full({input.sample.size(0)}, call.t, at::TensorOptions(model.policy.device).dtype(at::kFloat));
  input.text = half.text;
  input.control = control_;
  for (std::size_t i = 0; i < scales.size(); ++i) {
    if (!half.prompts[i].empty()) input.image_prompts.push_back({half.prompts[i], scales[i], masks_[i]});
  }
  return model.unet.forward(input);
}

}  // namespace heddle::pipeline
