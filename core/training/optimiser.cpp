#include "training/optimiser.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros.h>

#include <cmath>

#include "training/tensor_store.h"

namespace heddle::training {

using at::Tensor;
using tensor::NamedTensors;

namespace {

std::optional<ZeroPartition> partition_for(const NamedTensors& masters, ProcessGroup* group) {
  return group == nullptr ? std::nullopt : std::optional<ZeroPartition>(std::in_place, masters, *group);
}

NamedTensors copies(const NamedTensors& tensors) {
  NamedTensors result;
  for (const auto& [name, value] : tensors) result.emplace_hint(result.end(), name, value.detach().clone());
  return result;
}

}  // namespace

Optimiser::Optimiser(const NamedTensors& masters, const AdamWSettings& settings, bool with_average, ProcessGroup* group)
    : group_(group),
      with_average_(with_average),
      masters_(masters),
      partition_(partition_for(masters, group)),
      slices_(own(masters)),
      average_(with_average ? copies(slices_) : NamedTensors()),
      adamw_(slices_, settings) {}

NamedTensors Optimiser::own(const NamedTensors& whole) const {
  return partition_ ? partition_->own_slices(whole) : whole;
}

Result<double> Optimiser::step(double learning_rate, double average_decay) {
  const at::NoGradGuard no_grad;
  if (partition_) {
    if (auto done = partition_->scatter_gradients(masters_, slices_); !done) return forward(done);
  }
  double norm = adamw_.gradient_norm();
  if (group_ != nullptr) {
    const Tensor square = at::full({1}, norm * norm, at::kDouble);
    if (auto done = group_->combine(square, ProcessGroup::Combine::sum); !done) return forward(done);
    norm = std::sqrt(square.item<double>());
  }
  adamw_.step(learning_rate, norm);
  if (with_average_) update_average(average_, slices_, average_decay);
  if (partition_) {
    if (auto done = partition_->gather(slices_, masters_); !done) return forward(done);
  }
  return norm;
}

Result<NamedTensors> Optimiser::gathered(const NamedTensors& slices) const {
  if (!partition_) return slices;
  NamedTensors whole;
  if (group_->is_main_process()) {
    for (const auto& [name, master] : masters_) whole.emplace_hint(whole.end(), name, at::empty_like(master.detach()));
  }
  if (auto done = partition_->gather(slices, whole); !done) return forward(done);
  return whole;
}

// Each tensor's count of steps, which its owners hold.
Result<NamedTensors> Optimiser::gathered_steps() const {
  const NamedTensors own_steps = below(adamw_.state(), "step.");
  if (group_ == nullptr) return own_steps;
  const Tensor counts = at::zeros({static_cast<std::int64_t>(masters_.size())}, at::kDouble);
  std::int64_t row = 0;
  for (const auto& [name, master] : masters_) {
    if (const auto found = own_steps.find(name); found != own_steps.end()) counts.select(0, row).copy_(found->second);
    ++row;
  }
  if (auto done = group_->combine(counts, ProcessGroup::Combine::max); !done) return forward(done);
  NamedTensors steps;
  row = 0;
  for (const auto& [name, master] : masters_) {
    steps.emplace_hint(steps.end(), name, counts.select(0, row++).to(at::kFloat));
  }
  return steps;
}

Result<NamedTensors> Optimiser::best_weights() const {
  const at::NoGradGuard no_grad;
  if (with_average_) return gathered(average_);
  return group_ == nullptr || group_->is_main_process() ? masters_ : NamedTensors();
}

Result<NamedTensors> Optimiser::state() const {
  const at::NoGradGuard no_grad;
  NamedTensors all;
  const NamedTensors adamw = adamw_.state();
  for (const char* part : {"exp_avg.", "exp_avg_sq."}) {
    auto whole = gathered(below(adamw, part));
    if (!whole) return forward(whole);
    all.merge(prefixed(*whole, std::string("adamw.") + part));
  }
  auto steps = gathered_steps();
  if (!steps) return forward(steps);
  all.merge(prefixed(*steps, "adamw.step."));
  if (with_average_) {
    auto average = gathered(average_);
    if (!average) return forward(average);
    all.merge(prefixed(*average, "average."));
  }
  all.merge(prefixed(masters_, "master."));
  return group_ == nullptr || group_->is_main_process() ? all : NamedTensors();
}

Result<void> Optimiser::restore(const NamedTensors& stored, std::string_view what) {
  if (auto done = copy_into(masters_, below(stored, "master."), what); !done) return done;
  const NamedTensors adamw = adamw_.state();
  for (const char* part : {"exp_avg.", "exp_avg_sq."}) {
    auto done = copy_into(below(adamw, part), own(below(stored, std::string("adamw.") + part)), what);
    if (!done) return done;
  }
  if (auto done = copy_into(below(adamw, "step."), below(stored, "adamw.step."), what); !done) return done;
  return copy_into(average_, own(below(stored, "average.")), what);
}

}  // namespace heddle::training
