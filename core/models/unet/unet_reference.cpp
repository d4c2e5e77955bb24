#include "models/unet/unet_reference.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/clamp_min.h>
#include <ATen/ops/var_mean.h>

namespace heddle::models {

namespace {

constexpr double kLeastVariance = 1e-6;

}  // namespace

BlockMoments BlockMoments::of(const at::Tensor& x) {
  const auto [variance, mean] =
      at::var_mean(x.to(at::kFloat), at::OptionalIntArrayRef({2, 3}), /*correction=*/0, /*keepdim=*/true);
  return {mean, at::clamp_min(variance, kLeastVariance).sqrt()};
}

nn::SelfReference ReferenceWalk::attention(std::size_t block) const {
  nn::SelfReference reference;
  if (kept_ != nullptr && choice_->tokens[block]) reference.kept = &kept_->tokens[block];
  if (references_ == nullptr) return reference;
  std::vector<at::Tensor> tokens;
  double fidelity = 0;
  for (const KeptReference& one : *references_) {
    if (!one.tokens[block].defined()) continue;
    tokens.push_back(one.tokens[block]);
    fidelity += one.fidelity;
  }
  if (tokens.empty()) return reference;
  reference.tokens = tokens.size() == 1 ? tokens.front() : at::cat(tokens, 1);
  reference.fidelity = fidelity / static_cast<double>(tokens.size());
  reference.unconditional = unconditional_;
  return reference;
}

at::Tensor ReferenceWalk::block(std::size_t place, const at::Tensor& x) const {
  if (kept_ != nullptr && choice_->moments[place]) kept_->moments[place] = BlockMoments::of(x);
  if (references_ == nullptr) return x;
  at::Tensor mean, variance;  // averages over the references
  double fidelity = 0;
  int count = 0;
  for (const KeptReference& one : *references_) {
    const BlockMoments& moments = one.moments[place];
    if (!moments.mean.defined()) continue;
    const at::Tensor square = moments.deviation * moments.deviation;
    mean = mean.defined() ? mean + moments.mean : moments.mean;
    variance = variance.defined() ? variance + square : square;
    fidelity += one.fidelity;
    ++count;
  }
  if (count == 0) return x;
  fidelity /= count;
  const BlockMoments own = BlockMoments::of(x);
  at::Tensor matched = ((x - own.mean) / own.deviation * (variance / count).sqrt() + mean / count).to(x.scalar_type());
  if (unconditional_ == 0 || fidelity <= 0) return matched;
  const at::Tensor plain = x.narrow(0, 0, unconditional_);
  const at::Tensor mixed = plain * fidelity + matched.narrow(0, 0, unconditional_) * (1 - fidelity);
  return at::cat({mixed, matched.narrow(0, unconditional_, x.size(0) - unconditional_)});
}

}  // namespace heddle::models
