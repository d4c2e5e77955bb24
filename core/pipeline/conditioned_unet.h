// ConditionedUNet: a UNet with its text and its conditioning terms in place, as the denoiser calls it. A term is
// prepared before the first step at which it acts; the texts' keys are computed once for each kind of batch (which
// texts lead, with the unconditional part or without), and again when a term appends other tokens. Used by sample().
// One thread at a time.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "adapters/conditioning_term.h"
#include "diffusion/denoiser.h"
#include "pipeline/sampling_request.h"

namespace heddle::pipeline {

class ConditionedUNet final {
 public:
  // `request` and the recorder outlive it. The recorder looks at the rows of the first text that leads.
  ConditionedUNet(const SamplingRequest& request, RunControl control, AttentionRecorder* recorder = nullptr);

  // x (pictures, 4, h, w) -> raw output for each text that leads at the step, behind the unconditional part where the
  // call requests it. Throws CancelledException between blocks of the network.
  at::Tensor operator()(const diffusion::NetworkCall& call);

  // What each step used, by step.
  [[nodiscard]] const std::vector<StepScales>& scales_used() const { return scales_used_; }

 private:
  // The texts of a batch in their order, by their places in the plan: the negative first where `both`.
  struct BatchKind {
    std::vector<std::size_t> texts;
    bool both = false;
    auto operator<=>(const BatchKind&) const = default;
  };

  // What all calls of one kind have in common.
  struct Batch {
    adapters::TermBatch facts;
    std::vector<at::Tensor> texts;  // the states of the kind's texts: (1, tokens, context_dim), all of one length
    std::vector<adapters::TextTokens> appended = {};  // what terms added to the text when it was projected
    std::vector<nn::KeyValue> text = {};              // by cross-attention layer; empty: not projected yet
  };

  // A term with a scale that is not 0 at a step.
  struct ActiveTerm {
    adapters::PreparedTerm& term;
    adapters::TermStep step;
    std::size_t place = 0;  // in the request
  };

  [[nodiscard]] BatchKind kind_of(const diffusion::NetworkCall& call) const;
  [[nodiscard]] Batch batch_of(const BatchKind& kind) const;
  Batch& batch(const BatchKind& kind);
  // One row a text, each repeated for all images.
  [[nodiscard]] static at::Tensor for_images(const std::vector<at::Tensor>& rows, std::int64_t images);
  const StepScales& scales_at_step(int step);
  // x and behind it what a repainting checkpoint reads beside it.
  [[nodiscard]] at::Tensor with_beside(const at::Tensor& x) const;
  std::vector<ActiveTerm> active_terms(int step);
  void project_text(Batch& batch, const std::vector<ActiveTerm>& terms) const;

  const SamplingRequest& request_;
  RunControl control_;
  AttentionRecorder* recorder_;
  std::vector<std::unique_ptr<adapters::PreparedTerm>> terms_;  // in the order of the request's; null: not acted yet
  std::map<BatchKind, Batch> batches_;
  std::vector<StepScales> scales_used_;
};

}  // namespace heddle::pipeline
