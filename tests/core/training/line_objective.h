// LineObjective: learns y = A x + b from noisy samples: small, with every source of randomness that real objectives
// have and a tensor that takes no part in the loss. Used by the tests of the trainer and by the program train_line.
#pragma once

#include <ATen/TensorOperators.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/zeros.h>

#include <functional>

#include "training/objective.h"
#include "training/tensor_store.h"
#include "training/trainer.h"

namespace heddle::training {

class LineObjective final : public Objective {
 public:
  explicit LineObjective(double noise = 0.1, std::int64_t items = 12) : noise_(noise), items_(items) {}

  std::function<void(std::int64_t step)> at_step;  // called by each loss, on the thread that computes it
  std::function<void()> at_samples;

  Result<void> prepare(const StepInfo&, const RunControl&) override { return {}; }
  Result<tensor::NamedTensors> initial_weights(at::Generator generator) override {
    return tensor::NamedTensors{{"a", at::randn({4, 3}, generator, at::kFloat)},
                                {"b", at::zeros({3}, at::kFloat)},
                                {"idle", at::randn({5}, generator, at::kFloat)}};
  }
  [[nodiscard]] std::int64_t batch_size(std::int64_t) const override { return items_; }
  [[nodiscard]] tensor::NamedTensors draw_batch(std::int64_t step, BatchPart part) const override {
    return {{"x", at::randn({items_, 4}, generator_for(9, step, 0), at::kFloat).narrow(0, part.first, part.count)}};
  }
  [[nodiscard]] Result<Loss> loss(const tensor::NamedTensors& weights, const tensor::NamedTensors& batch,
                                  const StepInfo& info) const override {
    if (at_step) at_step(info.step);
    const at::Tensor& x = batch.at("x");
    const at::Tensor wanted = x.slice(1, 0, 3) * 2.0 + 0.5 + noise_for_items(info, {x.size(0), 3}, 1) * noise_;
    const at::Tensor made = x.to(info.dtype).matmul(weights.at("a")) + weights.at("b");
    const at::Tensor error = (made.to(at::kFloat) - wanted).square().mean();
    return Loss{error, {{"error", error}}};
  }
  Result<void> write_samples(const tensor::NamedTensors&, const StepInfo&, const std::filesystem::path&) override {
    if (at_samples) at_samples();
    return {};
  }
  Result<void> export_to(const tensor::NamedTensors& weights, const StepInfo&, const std::filesystem::path& folder,
                         const RunControl&) override {
    return write_tensors(folder / "line.safetensors", weights, {});
  }

 private:
  double noise_;
  std::int64_t items_;
};

// 40 steps with everything that a run has: warm-up, clipping, an average, checkpoints between two rows of the log.
inline TrainSettings line_settings(int shards = 1) {
  TrainSettings settings;
  settings.learning_rate = {
      .schedule = LearningRate::Schedule::cosine, .peak = 0.05, .end = 0, .warmup = 3, .steps = 40};
  settings.optimiser.clip_norm = 1.5;
  settings.ema = 0.9;
  settings.shards = shards;
  settings.save_every = 5;
  settings.log_every = 4;
  settings.sample_every = 20;
  return settings;
}

}  // namespace heddle::training
