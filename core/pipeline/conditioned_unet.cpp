#include "pipeline/conditioned_unet.h"

#include <algorithm>

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>

#include "image/convert.h"
#include "pipeline/image_tensors.h"
#include "tensor/weight_layout.h"

namespace heddle::pipeline {

using at::Tensor;

namespace {

constexpr std::size_t kBatchesMost = 16;  // whose keys are kept; a prompt that alternates comes back to a few

// Brings a text to a number of chunks.
Tensor lengthened(const Tensor& states, const Tensor& empty, std::int64_t length) {
  std::vector<Tensor> parts{states};
  for (std::int64_t have = states.size(1); have < length; have += empty.size(1)) parts.push_back(empty);
  return parts.size() == 1 ? states : at::cat(parts, 1);
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

// `cond` once for each text that leads, behind `uncond` where that is wanted; each for all pictures.
Tensor ConditionedUNet::for_batch(const Tensor& cond, const Tensor& uncond, const BatchKind& kind) const {
  const auto pictures = static_cast<std::int64_t>(request_.seeds.size());
  const auto repeated = [&](const Tensor& x) { return x.expand({pictures, x.size(1), x.size(2)}); };
  if (kind.texts.size() == 1) return repeated(cond).contiguous();
  std::vector<Tensor> parts(kind.texts.size(), repeated(cond));
  if (kind.both) parts.front() = repeated(uncond);
  return at::cat(parts);
}

// The texts' states; a simple adapter's tokens stand behind them, times its strength (paper, 4.4.1).
Tensor ConditionedUNet::context(const BatchKind& kind, const std::vector<double>& simple_scales) const {
  const auto pictures = static_cast<std::int64_t>(request_.seeds.size());
  std::int64_t length = 0;
  for (const std::size_t text : kind.texts) length = std::max(length, request_.text.texts[text].size(1));
  std::vector<Tensor> batch;
  for (std::size_t place = 0; place < kind.texts.size(); ++place) {
    const bool is_uncond = kind.both && place == 0;
    std::vector<Tensor> row{lengthened(request_.text.texts[kind.texts[place]], request_.text.empty, length)};
    for (std::size_t i = 0; i < request_.prompts.size(); ++i) {
      const EncodedReference& reference = *request_.prompts[i].reference;
      if (!reference.keys.empty() || simple_scales[i] == 0) continue;
      const Tensor& tokens = is_uncond ? reference.negative_tokens : reference.tokens;
      row.push_back(tokens.to(row.front().scalar_type()) * simple_scales[i]);
    }
    const Tensor whole = at::cat(row, 1);
    batch.push_back(whole.expand({pictures, whole.size(1), whole.size(2)}));
  }
  return batch.size() == 1 ? batch.front().contiguous() : at::cat(batch);
}

ConditionedUNet::BatchInputs& ConditionedUNet::prepared(const BatchKind& kind, const std::vector<double>& simple_scales) {
  if (batches_.size() >= kBatchesMost && !batches_.contains(kind)) batches_.clear();
  BatchInputs& batch = batches_[kind];
  const models::UNet& unet = request_.model->unet;
  if (!batch.ready || batch.simple_scales != simple_scales) {
    const tensor::ComputePolicy& policy = request_.model->policy;
    batch.text = unet.project_context(context(kind, simple_scales).to(policy.device, policy.dtype));
    batch.simple_scales = simple_scales;
  }
  if (batch.ready) return batch;
  for (const ImagePrompt& prompt : request_.prompts) {
    std::vector<nn::KeyValue> layers;
    if (!prompt.reference->keys.empty()) {
      const auto cond = *adapters::in_unet_order(prompt.reference->keys, unet);
      const auto uncond = *adapters::in_unet_order(prompt.reference->negative_keys, unet);
      for (std::size_t i = 0; i < cond.size(); ++i) {
        layers.push_back({for_batch(cond[i].key, uncond[i].key, kind), for_batch(cond[i].value, uncond[i].value, kind)});
      }
    }
    batch.prompts.push_back(std::move(layers));
  }
  batch.ready = true;
  return batch;
}

Tensor ConditionedUNet::operator()(const diffusion::NetworkCall& call) {
  const auto step = static_cast<std::size_t>(call.step);
  if (scales_used_.size() <= step) scales_used_.resize(step + 1);
  // Live values are heard once a step, however often the sampler calls.
  if (scales_used_[step].empty()) scales_used_[step] = step_scales(request_, call.step);
  const StepScales& scales = scales_used_[step];
  std::vector<double> simple_scales;
  for (const std::vector<double>& layers : scales) simple_scales.push_back(layers.front());

  const TextPlan::Step& text = request_.text.at(call.step);
  BatchKind kind{{}, call.unconditional};
  if (call.unconditional) kind.texts.push_back(text.negative);
  for (const TextPart& part : text.positive) kind.texts.push_back(part.text);
  const BatchInputs& batch = prepared(kind, simple_scales);
  const DiffusionModel& model = *request_.model;
  const bool wide = tensor::is_wide(model.unet.config().block_out_channels.front());
  models::UNetInput input;
  const std::vector<Tensor> copies(kind.texts.size(), call.x);
  input.sample = (copies.size() > 1 ? at::cat(copies) : call.x).to(model.policy.device, model.policy.dtype);
  if (wide) input.sample = input.sample.contiguous(at::MemoryFormat::ChannelsLast);
  input.timesteps = at::full({input.sample.size(0)}, call.t, at::TensorOptions(model.policy.device).dtype(at::kFloat));
  input.text = batch.text;
  input.control = control_;
  for (std::size_t i = 0; i < scales.size(); ++i) {
    if (!batch.prompts[i].empty()) input.image_prompts.push_back({batch.prompts[i], scales[i], masks_[i]});
  }
  return model.unet.forward(input);
}

}  // namespace heddle::pipeline
