// AdamW over named fp32 masters (Loshchilov & Hutter 2019, as torch.optim.AdamW: every tensor decays), with gradient
// clipping by the global norm (Pascanu et al. 2013) and a running average of the weights. Used by the trainer.
// One thread.
#pragma once

#include <vector>

#include "tensor/named_tensors.h"

namespace heddle::training {

struct AdamWSettings {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  double weight_decay = 0.01;
  double clip_norm = 0;  // 0: not clipped
};

class AdamW final {
 public:
  // The masters are shared, not copied: fp32, leaf, requiring gradients.
  AdamW(const tensor::NamedTensors& masters, const AdamWSettings& settings);

  // Of the gradients that backward left on the masters, all together; 0 where there are none.
  [[nodiscard]] double gradient_norm() const;

  // Takes the gradients off the masters and steps. `norm`, by which they are clipped, may count masters that others
  // hold. Where it is not finite nothing is changed, and the step does not count.
  void step(double learning_rate, double norm);
  // The same by their own norm, which it returns.
  double step(double learning_rate);

  // exp_avg.<name>, exp_avg_sq.<name> and step.<name>; the tensors are shared, so copying into them restores a state.
  [[nodiscard]] tensor::NamedTensors state() const;

 private:
  AdamWSettings settings_;
  std::vector<std::string> names_;
  std::vector<at::Tensor> masters_, exp_avgs_, exp_avg_sqs_, steps_;
};

// average += (1 - decay) * (masters - average), tensor by tensor. Both hold the same names.
void update_average(const tensor::NamedTensors& average, const tensor::NamedTensors& masters, double decay);

}  // namespace heddle::training
