// ConditionedUNet: a UNet with its text and image prompts in place, as the denoiser calls it. Text and image keys are
// computed once per run, for the batch of both halves. Used by the sampler. One thread at a time.
#pragma once

#include "diffusion/denoiser.h"
#include "pipeline/sampling_request.h"

namespace heddle::pipeline {

class ConditionedUNet final {
 public:
  ConditionedUNet(const SamplingRequest& request, RunControl control);

  // x (pictures, 4, h, w) -> raw output, both halves where the call requests them, unconditional first. Throws
  // CancelledException between blocks of the network.
  at::Tensor operator()(const diffusion::NetworkCall& call);

  // What each step used, by step: the strengths of every prompt in every layer.
  [[nodiscard]] const std::vector<StepScales>& scales_used() const { return scales_used_; }

 private:
  // Keys of one kind of batch: conditional only, or both halves.
  struct BatchInputs {
    std::vector<nn::KeyValue> text;
    std::vector<std::vector<nn::KeyValue>> prompts;
    std::vector<double> simple_scales;  // that the text was projected with
    bool ready = false;
  };

  void prepare(BatchInputs& half, bool both, const std::vector<double>& simple_scales);
  [[nodiscard]] at::Tensor context(bool both, const std::vector<double>& simple_scales) const;
  [[nodiscard]] at::Tensor for_batch(const at::Tensor& cond, const at::Tensor& uncond, bool both) const;

  const SamplingRequest& request_;
  RunControl control_;
  BatchInputs cond_, both_;
  std::vector<at::Tensor> masks_;  // one a prompt, or undefined
  std::vector<StepScales> scales_used_;
};

// The strengths of all prompts at a step.
StepScales step_scales(const SamplingRequest& request, int step);

}  // namespace heddle::pipeline
