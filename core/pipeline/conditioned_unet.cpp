#include "pipeline/conditioned_unet.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>

#include <algorithm>

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

bool are_same(const std::vector<adapters::TextTokens>& a, const std::vector<adapters::TextTokens>& b) {
  return std::ranges::equal(a, b, [](const adapters::TextTokens& one, const adapters::TextTokens& other) {
    return one.cond.is_same(other.cond) && one.uncond.is_same(other.uncond);
  });
}

}  // namespace

ConditionedUNet::ConditionedUNet(const SamplingRequest& request, RunControl control, AttentionRecorder* recorder)
    : request_(request), control_(control), recorder_(recorder), terms_(request.terms.size()) {}

ConditionedUNet::BatchKind ConditionedUNet::kind_of(const diffusion::NetworkCall& call) const {
  const TextPlan::Step& text = request_.text.at(call.step);
  BatchKind kind{{}, call.unconditional};
  if (call.unconditional) kind.texts.push_back(text.negative);
  for (const TextPart& part : text.positive) kind.texts.push_back(part.text);
  return kind;
}

Tensor ConditionedUNet::for_images(const std::vector<Tensor>& rows, std::int64_t images) {
  const auto repeated = [&](const Tensor& row) { return row.expand({images, row.size(1), row.size(2)}); };
  if (rows.size() == 1) return repeated(rows.front()).contiguous();
  std::vector<Tensor> parts;
  for (const Tensor& row : rows) parts.push_back(repeated(row));
  return at::cat(parts);
}

ConditionedUNet::Batch ConditionedUNet::batch_of(const BatchKind& kind) const {
  std::int64_t length = 0;
  for (const std::size_t text : kind.texts) length = std::max(length, request_.text.texts[text].size(1));
  Batch batch{.facts = {.images = static_cast<std::int64_t>(request_.seeds.size()),
                        .conditions = static_cast<std::int64_t>(kind.texts.size()) - (kind.both ? 1 : 0),
                        .both = kind.both},
              .texts = {}};
  for (const std::size_t text : kind.texts) {
    batch.texts.push_back(lengthened(request_.text.texts[text], request_.text.empty, length));
  }
  batch.facts.text = for_images(batch.texts, batch.facts.images);
  return batch;
}

ConditionedUNet::Batch& ConditionedUNet::batch(const BatchKind& kind) {
  if (const auto known = batches_.find(kind); known != batches_.end()) return known->second;
  if (batches_.size() >= kBatchesMost) batches_.clear();
  return batches_.emplace(kind, batch_of(kind)).first->second;
}

std::vector<ConditionedUNet::ActiveTerm> ConditionedUNet::active_terms(int step) {
  std::vector<ActiveTerm> active;
  const StepScales& scales = scales_at_step(step);
  for (std::size_t i = 0; i < scales.size(); ++i) {
    if (std::ranges::all_of(scales[i], [](double scale) { return scale == 0; })) continue;
    if (!terms_[i]) {
      const adapters::TermRun run{
          request_.model->unet,     request_.model->policy, request_.image_shape[1], request_.image_shape[2], control_,
          request_.model->scheduler};
      terms_[i] = request_.terms[i].term->prepare(run);
    }
    active.push_back({*terms_[i], {step, scales[i]}, i});
  }
  return active;
}

void ConditionedUNet::project_text(Batch& batch, const std::vector<ActiveTerm>& terms) const {
  std::vector<adapters::TextTokens> appended;
  for (const ActiveTerm& active : terms) {
    if (auto tokens = active.term.text_tokens(active.step, batch.facts)) appended.push_back(std::move(*tokens));
  }
  if (!batch.text.empty() && are_same(appended, batch.appended)) return;
  std::vector<Tensor> rows;
  for (std::size_t place = 0; place < batch.texts.size() && !appended.empty(); ++place) {
    std::vector<Tensor> row{batch.texts[place]};
    const bool is_uncond = batch.facts.both && place == 0;
    for (const adapters::TextTokens& tokens : appended) row.push_back(is_uncond ? tokens.uncond : tokens.cond);
    rows.push_back(at::cat(row, 1));
  }
  const Tensor states = appended.empty() ? batch.facts.text : for_images(rows, batch.facts.images);
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

Tensor ConditionedUNet::with_beside(const Tensor& x) const {
  const Tensor& beside = request_.beside;
  if (!beside.defined()) return x;
  return at::cat({x, beside.to(x.device(), x.scalar_type()).expand({x.size(0), -1, -1, -1})}, 1);
}

Tensor ConditionedUNet::operator()(const diffusion::NetworkCall& call) {
  Batch& inputs = batch(kind_of(call));
  const std::vector<ActiveTerm> terms = active_terms(call.step);
  project_text(inputs, terms);

  const DiffusionModel& model = *request_.model;
  const bool wide = tensor::has_channels_innermost(model.unet.config().block_out_channels.front());
  models::UNetInput input;
  const Tensor x = with_beside(call.x);
  const std::vector<Tensor> copies(inputs.texts.size(), x);
  input.sample = (copies.size() > 1 ? at::cat(copies) : x).to(model.policy.device, model.policy.dtype);
  if (wide) input.sample = input.sample.contiguous(at::MemoryFormat::ChannelsLast);
  input.timesteps = at::full({input.sample.size(0)}, call.t, at::TensorOptions(model.policy.device).dtype(at::kFloat));
  input.text = inputs.text;
  input.control = control_;
  std::vector<std::size_t> prompted;  // the reference of each image prompt
  for (const ActiveTerm& active : terms) {
    active.term.apply(active.step, inputs.facts, input);
    prompted.resize(input.image_prompts.size(), request_.terms[active.place].reference.value_or(kNoReference));
  }
  if (recorder_ != nullptr) {
    const std::int64_t images = inputs.facts.images;
    recorder_->begin_call(call.step, inputs.facts.both ? images : 0, images, std::move(prompted));
    input.probe = recorder_;
  }
  return model.unet.forward(input);
}

}  // namespace heddle::pipeline
