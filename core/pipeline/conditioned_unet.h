// ConditionedUNet: a UNet with its text and its conditioning terms in place, as the denoiser calls it. A term is prepared
// before the first step at which it acts; the text's keys are computed once for each kind of batch, and again when a term
// appends other tokens. Used by sample(). One thread at a time.
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
  // `request` outlives it.
  ConditionedUNet(const SamplingRequest& request, RunControl control);

  // x (pictures, 4, h, w) -> raw output, both halves where the call requests them, unconditional first. Throws
  // CancelledException between blocks of the network.
  at::Tensor operator()(const diffusion::NetworkCall& call);

  // What each step used, by step.
  [[nodiscard]] const std::vector<StepScales>& scales_used() const { return scales_used_; }

 private:
  // What all calls of one kind have in common: the conditional half alone, or both.
  struct Batch {
    adapters::TermBatch facts;
    at::Tensor cond, uncond;  // the text's states: (1, tokens, context_dim)
    std::vector<adapters::TextTokens> appended = {};  // what terms added to the text when it was projected
    std::vector<nn::KeyValue> text = {};              // by cross-attention layer; empty: not projected yet
  };

  // A term with a scale that is not 0 at a step.
  struct ActiveTerm {
    adapters::PreparedTerm& term;
    adapters::TermStep step;
  };

  [[nodiscard]] Batch batch_of(bool both) const;
  const StepScales& scales_at_step(int step);
  std::vector<ActiveTerm> active_terms(int step);
  void project_text(Batch& batch, const std::vector<ActiveTerm>& terms) const;

  const SamplingRequest& request_;
  RunControl control_;
  std::vector<std::unique_ptr<adapters::PreparedTerm>> terms_;  // in the order of the request's; null: not acted yet
  std::optional<Batch> cond_, both_;
  std::vector<StepScales> scales_used_;
};

}  // namespace heddle::pipeline
