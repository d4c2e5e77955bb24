#include "training/adamw.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/_foreach_lerp.h>
#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/_fused_adamw.h>
#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <cmath>

namespace heddle::training {

AdamW::AdamW(const tensor::NamedTensors& masters, const AdamWSettings& settings) : settings_(settings) {
  for (const auto& [name, master] : masters) {
    const at::NoGradGuard no_grad;
    names_.push_back(name);
    masters_.push_back(master);
    exp_avgs_.push_back(at::zeros_like(master));
    exp_avg_sqs_.push_back(at::zeros_like(master));
    steps_.push_back(at::zeros({}, master.options()));
  }
}

double AdamW::gradient_norm() const {
  const at::NoGradGuard no_grad;
  std::vector<at::Tensor> gradients;
  for (const at::Tensor& master : masters_) {
    if (master.grad().defined()) gradients.push_back(master.grad());
  }
  if (gradients.empty()) return 0;
  return at::linalg_vector_norm(at::stack(at::_foreach_norm(gradients))).item<double>();
}

double AdamW::step(double learning_rate) {
  const double norm = gradient_norm();
  step(learning_rate, norm);
  return norm;
}

void AdamW::step(double learning_rate, double norm) {
  const at::NoGradGuard no_grad;
  std::vector<at::Tensor> masters, gradients, exp_avgs, exp_avg_sqs, steps;
  for (std::size_t i = 0; i < masters_.size(); ++i) {
    at::Tensor gradient = masters_[i].grad();
    if (!gradient.defined()) continue;  // took no part in the loss
    masters.push_back(masters_[i]);
    gradients.push_back(std::move(gradient));
    exp_avgs.push_back(exp_avgs_[i]);
    exp_avg_sqs.push_back(exp_avg_sqs_[i]);
    steps.push_back(steps_[i]);
    masters_[i].mutable_grad() = at::Tensor();
  }
  if (gradients.empty() || !std::isfinite(norm)) return;
  if (settings_.clip_norm > 0 && norm > settings_.clip_norm) {
    at::_foreach_mul_(gradients, settings_.clip_norm / (norm + 1e-6));
  }
  // The fused kernel of LibTorch counts the step before it corrects the bias, as torch.optim.AdamW does outside.
  for (at::Tensor& count : steps) count += 1;
  at::_fused_adamw_(masters, gradients, exp_avgs, exp_avg_sqs, /*max_exp_avg_sqs=*/{}, steps, learning_rate,
                    settings_.beta1, settings_.beta2, settings_.weight_decay, settings_.eps, /*amsgrad=*/false,
                    /*maximize=*/false);
}

tensor::NamedTensors AdamW::state() const {
  tensor::NamedTensors state;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    state.emplace("exp_avg." + names_[i], exp_avgs_[i]);
    state.emplace("exp_avg_sq." + names_[i], exp_avg_sqs_[i]);
    state.emplace("step." + names_[i], steps_[i]);
  }
  return state;
}

void update_average(const tensor::NamedTensors& average, const tensor::NamedTensors& masters, double decay) {
  const at::NoGradGuard no_grad;
  std::vector<at::Tensor> averages, currents;
  for (const auto& [name, value] : average) {
    averages.push_back(value);
    currents.push_back(masters.find(name)->second);
  }
  at::_foreach_lerp_(averages, currents, 1.0 - decay);
}

}  // namespace heddle::training
