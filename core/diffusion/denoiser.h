// Denoiser: one guided prediction of the network at a noise level. Used by samplers; the loop makes one for each step.
// One thread at a time.
#pragma once

#include <ATen/core/Tensor.h>

#include <exception>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "diffusion/guidance.h"
#include "diffusion/prediction.h"

namespace heddle::diffusion {

struct NetworkCall {
  const at::Tensor& x;         // (batch, channels, height, width), fp32; not to be written to
  double t = 0;                // trained timestep, may be fractional
  int step = 0;                // index in the plan's steps: selects the value of a per-step lane
  bool unconditional = false;  // also computes the unconditional half
  NoiseLevel level = {};       // of x; its t is t
};

// The network with its conditions bound. Returns its raw output: (batch, ...), or with `unconditional` (2 batch, ...),
// the unconditional half first, computed as one batch; (1 + conditions) batches where the step has several conditions.
// Any floating dtype. May throw CancelledException.
using Network = std::function<at::Tensor(const NetworkCall& call)>;

class Denoiser final {
 public:
  // `weights`: of each condition; empty for one condition of weight 1.
  Denoiser(const Network& network, PredictionType type, GuidanceValue guidance, int step,
           std::vector<double> weights = {})
      : network_(network), type_(type), guidance_(guidance), step_(step), weights_(std::move(weights)) {}

  // What every guided estimate of the clean picture is replaced by.
  using Change = std::function<at::Tensor(const at::Tensor& denoised, const NoiseLevel& level)>;
  void change_estimates(Change change) { change_ = std::move(change); }

  // Calls the network once and applies guidance, then the change.
  Prediction operator()(const at::Tensor& x, const NoiseLevel& level);

  // Whether the network produced NaN or infinity from finite values in this step.
  [[nodiscard]] bool network_failed() const;
  // The step's last prediction, for previews. Empty before the first call.
  [[nodiscard]] const std::optional<Prediction>& last() const { return last_; }

 private:
  const Network& network_;
  PredictionType type_;
  GuidanceValue guidance_;
  int step_;
  std::vector<double> weights_;
  Change change_;                                         // empty: none
  std::vector<std::pair<at::Tensor, at::Tensor>> calls_;  // x and what was made of it
  std::optional<Prediction> last_;
};

}  // namespace heddle::diffusion
