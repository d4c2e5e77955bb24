// ConditionedUNet: a UNet with its text and image prompts in place, as the denoiser calls it. Text and image keys are
// computed once per run and kind of batch: which texts lead, with the unconditional half or without. Used by the sampler.
// One thread at a time.
#pragma once

#include <map>

#include "diffusion/denoiser.h"
#include "pipeline/sampling_request.h"

namespace heddle::pipeline {

class ConditionedUNet final {
 public:
  ConditionedUNet(const SamplingRequest& request, RunControl control);

  // x (pictures, 4, h, w) -> raw output for each text that leads at the step, behind the unconditional half where the call
  // wants it. Throws CancelledException between blocks of the network.
  at::Tensor operator()(const diffusion::NetworkCall& call);

  // What each step used, by step: the strengths of every prompt in every layer.
  [[nodiscard]] const std::vector<StepScales>& scales_used() const { return scales_used_; }

 private:
  // The texts of a batch in their order, by their places in the plan: the negative first where `both`.
  struct BatchKind {
    std::vector<std::size_t> texts;
    bool both = false;
    auto operator<=>(const BatchKind&) const = default;
  };

  struct BatchInputs {
    std::vector<nn::KeyValue> text;
    std::vector<std::vector<nn::KeyValue>> prompts;
    std::vector<double> simple_scales;  // that the text was projected with
    bool ready = false;
  };

  BatchInputs& prepared(const BatchKind& kind, const std::vector<double>& simple_scales);
  [[nodiscard]] at::Tensor context(const BatchKind& kind, const std::vector<double>& simple_scales) const;
  [[nodiscard]] at::Tensor for_batch(const at::Tensor& cond, const at::Tensor& uncond, const BatchKind& kind) const;

  const SamplingRequest& request_;
  RunControl control_;
  std::map<BatchKind, BatchInputs> batches_;
  std::vector<at::Tensor> masks_;  // one a prompt, or undefined
  std::vector<StepScales> scales_used_;
};

// The strengths of all prompts at a step.
StepScales step_scales(const SamplingRequest& request, int step);

}  // namespace heddle::pipeline
