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

ConditionedUNet::Batch ConditionedUNet::prepared(bool both) const {
  const Conditioning& positive = *request_.positive;
  const Conditioning empty{positive.empty, positive.empty};
  const Conditioning& negative = request_.negative ? *request_.negative : empty;
  const std::int64_t length = std::max(positive.states.size(1), negative.states.size(1));
  Batch batch{.facts = {.unet = request_.model->unet,
                        .policy = request_.model->policy,
                        .images = static_cast<std::int64_t>(request_.seeds.size()),
                        .both = both},
              .cond = lengthened(positive, both ? length : 0),
              .uncond = lengthened(negative, length)};
  batch.facts.text = batch.facts.repeated(batch.cond, batch.uncond);
  for (const ScaledTerm& term : request_.terms) batch.terms.push_back(term.term->prepare(batch.facts));
  return batch;
}

void ConditionedUNet::project_text(Batch& batch, const std::vector<adapters::TermStep>& steps) {
  std::vector<adapters::TextTokens> appended;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (auto tokens = batch.terms[i]->text_tokens(steps[i])) appended.push_back(std::move(*tokens));
  }
  if (!batch.text.empty() && are_same(appended, batch.appended)) return;
  std::vector<Tensor> cond{batch.cond}, uncond{batch.uncond};
  for (const adapters::TextTokens& tokens : appended) {
    cond.push_back(tokens.cond);
    uncond.push_back(tokens.uncond);
  }
  const adapters::TermBatch& facts = batch.facts;
  const Tensor states = appended.empty() ? facts.text : facts.repeated(at::cat(cond, 1), at::cat(uncond, 1));
  batch.text = facts.unet.project_context(states.to(facts.policy.device, facts.policy.dtype));
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
  std::vector<adapters::TermStep> steps;
  for (const std::vector<double>& scales : scales_at_step(call.step)) steps.push_back({call.step, scales});
  std::optional<Batch>& kind = call.unconditional ? both_ : cond_;
  if (!kind) kind.emplace(prepared(call.unconditional));
  project_text(*kind, steps);

  const DiffusionModel& model = *request_.model;
  const bool wide = tensor::is_wide(model.unet.config().block_out_channels.front());
  models::UNetInput input;
  input.sample = (call.unconditional ? at::cat({call.x, call.x}) : call.x).to(model.policy.device, model.policy.dtype);
  if (wide) input.sample = input.sample.contiguous(at::MemoryFormat::ChannelsLast);
  input.timesteps = at::full({input.sample.size(0)}, call.t, at::TensorOptions(model.policy.device).dtype(at::kFloat));
  input.text = kind->text;
  input.control = control_;
  for (std::size_t i = 0; i < steps.size(); ++i) kind->terms[i]->apply(steps[i], input);
  return model.unet.forward(input);
}

}  // namespace heddle::pipeline
