#include "pipeline/load/inpaint_merge.h"

#include <ATen/ops/cat.h>

#include "pipeline/load/lora_application.h"
#include "tensor/weight_tensors.h"

namespace heddle::pipeline {

namespace {

constexpr std::string_view kFirstConvolution = "conv_in.weight";
constexpr std::int64_t kLatents = 4, kRepainting = 9;  // of the first convolution

Failure other_channels(const weights::Part& part, std::int64_t has, std::int64_t needs, std::string_view what) {
  return fail(ErrorKind::invalid_input,
              "[model.merge_inpaint] '{}' has {} input channels, and {} has {}; choose another file",
              part.source.filename().string(), has, what, needs);
}

Result<at::Tensor> exact(const weights::WeightMap& weights, const std::string& name) {
  auto stored = tensor::tensor_view(*weights.find(name));
  if (!stored) return forward(stored);
  return stored->to(at::kCPU, at::kFloat);
}

}  // namespace

Result<InpaintDifference> InpaintDifference::between(const weights::Part& inpainting, const weights::Part& base) {
  const std::int64_t repainting = inpainting.weights.dimension(kFirstConvolution, 1);
  if (repainting != kRepainting)
    return other_channels(inpainting, repainting, kRepainting, "a repainting model (…-inpainting)");
  const std::int64_t latents = base.weights.dimension(kFirstConvolution, 1);
  if (latents != kLatents) return other_channels(base, latents, kLatents, "the base that it was trained from");
  for (const auto& [name, ref] : inpainting.weights.table()) {
    const weights::WeightRef* other = base.weights.find(name);
    if (other == nullptr || (name != kFirstConvolution && other->shape != ref.shape)) {
      return fail(ErrorKind::invalid_input,
                  "[model.merge_inpaint] '{}' is not the base of '{}': '{}' {}; choose the model that it was trained "
                  "from (v1-5-pruned for sd-v1-5-inpainting)",
                  base.source.filename().string(), inpainting.source.filename().string(), name,
                  other == nullptr ? "is not in it" : "has another shape");
    }
  }
  InpaintDifference made;
  made.inpainting_ = inpainting.weights;
  made.base_ = base.weights;
  return made;
}

Result<at::Tensor> InpaintDifference::added_to(const std::string& name, const at::Tensor& weight) const {
  if (!inpainting_.contains(name)) return weight;
  auto target = exact(inpainting_, name);
  if (!target) return target;
  auto start = exact(base_, name);
  if (!start) return start;
  const at::Tensor own = weight.to(at::kCPU, at::kFloat);
  if (own.sizes() != start->sizes()) {
    return fail(ErrorKind::invalid_input,
                "[model.merge_inpaint] '{}' has another shape in the model than in the base; take the repainting model "
                "of the model's own family",
                name);
  }
  if (name != kFirstConvolution) return own + (*target - *start);
  return at::cat({own + (target->narrow(1, 0, kLatents) - *start), target->narrow(1, kLatents, kRepainting - kLatents)},
                 1);
}

Result<Loaded<DiffusionModel>> with_inpainting(const DiffusionModel& model, InpaintDifference difference,
                                               const RunControl& control) {
  models::UNetConfig config = model.unet.config();
  if (config.in_channels != kLatents) {
    return fail(ErrorKind::invalid_input,
                "[model.merge_inpaint] '{}' has {} input channels: only a model with {} can be made a repainting one",
                model.name, config.in_channels, kLatents);
  }
  config.in_channels = kRepainting;
  NetworkSource source{
      model.source->stored, {}, model.source->layout, std::make_shared<const InpaintDifference>(std::move(difference))};
  std::size_t bytes = 0;
  const std::size_t count = model.source->weights.size();
  for (const auto& [name, loaded] : model.source->weights) {
    if (control.cancelled()) return cancelled();
    auto own = exact(source.stored, name);
    if (!own) return forward(own);
    auto sum = source.difference->added_to(name, *own);
    if (!sum) return forward(sum);
    at::Tensor weight = tensor::convert_weight(*sum, model.policy.device, loaded.scalar_type(), source.layout);
    bytes += static_cast<std::size_t>(weight.nbytes());
    source.weights.emplace(name, std::move(weight));
    control.report(static_cast<double>(source.weights.size()) / static_cast<double>(count), "merging");
  }
  auto network = models::UNet::bind(source.weights, config);
  if (!network) return forward(network);
  DiffusionModel next = model;
  next.unet = std::move(*network);
  next.source = std::make_shared<const NetworkSource>(std::move(source));
  next.loras.clear();
  Loaded<DiffusionModel> made{std::move(next), bytes};
  for (const AppliedLora& lora : model.loras) {
    auto applied = with_lora(made.value, lora, control);
    if (!applied) return applied;
    made = {std::move(applied->value), bytes + applied->bytes};
  }
  return made;
}

}  // namespace heddle::pipeline
