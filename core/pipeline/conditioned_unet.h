// ConditionedUNet: a UNet with its text and its conditioning terms in place, as the denoiser calls it. What they give is
// computed once a run for each kind of batch, and the text's keys again when a term appends other tokens to it.
// Used by the sampler. One thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "adapters/conditioning_term.h"
#include "diffusion/denoiser.h"
#include "pipeline/sampling_request.h"

namespace heddle::pipeline {

class ConditionedUNet final {
 public:
  ConditionedUNet(const SamplingRequest& request, RunControl control) : request_(request), control_(control) {}

  // x (pictures, 4, h, w) -> raw output, both halves where the call wants them, unconditional first. Throws
  // CancelledException between blocks of the network.
  at::Tensor operator()(const diffusion::NetworkCall& call);

  // What each step used, by step.
  [[nodiscard]] const std::vector<StepScales>& scales_used() const { return scales_used_; }

 private:
  // What all calls of one kind have in common: the conditional half alone, or both.
  struct Batch {
    adapters::TermBatch facts;
    at::Tensor cond, uncond;  // the text's states: (1, tokens, context_dim)
    std::vector<std::unique_ptr<adapters::PreparedTerm>> terms = {};  // in the order of the request's
    std::vector<adapters::TextTokens> appended = {};  // what terms added to the text when it was projected
    std::vector<nn::KeyValue> text = {};              // by cross-attention layer; empty: not projected yet
  };

  [[nodiscard]] Batch prepared(bool both) const;
  const StepScales& scales_at_step(int step);
  static void project_text(Batch& batch, const std::vector<adapters::TermStep>& steps);

  const SamplingRequest& request_;
  RunControl control_;
  std::optional<Batch> cond_, both_;
  std::vector<StepScales> scales_used_;
};

}  // namespace heddle::pipeline
