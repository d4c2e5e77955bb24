#include "pipeline/conditioned_unet.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>

#include <algorithm>

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

bool are_same(const std::vector<adapters::TextTokens>& a, const std::vector<adapters::TextTokens>& b) {
  return std::ranges::equal(a, b, [](const adapters::TextTokens& one, const adapters::TextTokens& other) {
    return one.cond.is_same(other.cond) && one.uncond.is_same(other.uncond);
  });
}

}  // namespace

ConditionedUNet::ConditionedUNet(const SamplingRequest& request, RunControl control)
    : request_(request), control_(control), terms_(request.terms.size()) {}

ConditionedUNet::Batch ConditionedUNet::batch_of(bool both) const {
  const Conditioning& positive = *request_.positive;
  const Conditioning empty{positive.empty, positive.empty};
  const Conditioning& negative = request_.negative ? *request_.negative : empty;
  const std::int64_t length = std::max(positive.states.size(1), negative.states.size(1));
  Batch batch{.facts = {.images = static_cast<std::int64_t>(request_.seeds.size()), .both = both},
              .cond = lengthened(positive, both ? length : 0),
              .uncond = lengthened(negative, length)};
  batch.facts.text = batch.facts.repeated(batch.cond, batch.uncond);
  return batch;
}

std::vector<ConditionedUNet::ActiveTerm> ConditionedUNet::active_terms(int step) {
  std::vector<ActiveTerm> active;
  const StepScales& scales = scales_at_step(step);
  for (std::size_t i = 0; i < scales.size(); ++i) {
    if (std::ranges::all_of(scales[i], [](double scale) { return scale == 0; })) continue;
    if (!terms_[i]) {
      const adapters::TermRun run{request_.model->unet, request_.model->policy, request_.picture_shape[1],
                                  request_.picture_shape[2], control_};
      terms_[i] = request_.terms[i].term->prepare(run);
    }
    active.push_back({*terms_[i], {step, scales[i]}});
  }
  return active;
}

void ConditionedUNet::project_text(Batch& batch, const std::vector<ActiveTerm>& terms) const {
  std::vector<adapters::TextTokens> appended;
  for (const ActiveTerm& active : terms) {
    if (auto tokens = active.term.text_tokens(active.step, batch.facts)) appended.push_back(std::move(*tokens));
  }
  if (!batch.text.empty() && are_same(appended, batch.appended)) return;
  std::vector<Tensor> cond{batch.cond}, uncond{batch.uncond};
  for (const adapters::TextTokens& tokens : appended) {
    cond.push_back(tokens.cond);
    uncond.push_back(tokens.uncond);
  }
  const Tensor states = appended.empty() ? batch.facts.text : batch.facts.repeated(at::cat(cond, 1), at::cat(uncond, 1));
  const DiffusionModel& model = *request_.model;
  batch.text = model.unet.project_context(states.to(model.policy.device, model.policy.dtype));
  batch.appended = std::move(appended);
}

// Live values are heard once a step, however often the sampler calls.
const StepScales& ConditionedUNet::scales_at_step(int step) {
  const auto place = static_cast<std::size_t>(step);
  if (scales_used_.size() <= place) scales_used_.resize(place + 1);
  if (scales_used_[place].empty()) scales_used_[place] = step_scales(request_, step);
  return scales_used_[place];
}

Tensor ConditionedUNet::operator()(const diffusion::NetworkCall& call) {
  std::optional<Batch>& batch = call.unconditional ? both_ : cond_;
  if (!batch) batch.emplace(batch_of(call.unconditional));
  const std::vector<ActiveTerm> terms = active_terms(call.step);
  project_text(*batch, terms);

  const DiffusionModel& model = *request_.model;
  const bool wide = tensor::is_wide(model.unet.config().block_out_channels.front());
  models::UNetInput input;
  input.sample = (call.unconditional ? at::cat({call.x, call.x}) : call.x).to(model.policy.device, model.policy.dtype);
  if (wide) input.sample = input.sample.contiguous(at::MemoryFormat::ChannelsLast);
  input.timesteps = at::full({input.sample.size(0)}, call.t, at::TensorOptions(model.policy.device).dtype(at::kFloat));
  input.text = batch->text;
  input.control = control_;
  for (const ActiveTerm& active : terms) active.term.apply(active.step, batch->facts, input);
  return model.unet.forward(input);
}

}  // namespace heddle::pipeline
