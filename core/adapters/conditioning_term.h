// ConditioningTerm: what conditions the UNet beside the text: an image prompt, a simple adapter, a ControlNet. A term is
// made by a node; for a run it is prepared once for each kind of batch, then applied at each call of the network.
// Used by pipeline/conditioned_unet, which knows no kind of term by name. Thread rule: const calls of a term from any
// thread; what prepare() gives belongs to one run, one thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "models/unet/unet.h"
#include "tensor/device.h"

namespace heddle::adapters {

using at::Tensor;

// A kind of batch: the conditional half alone, or both halves, the unconditional first.
struct TermBatch {
  const models::UNet& unet;
  tensor::ComputePolicy policy;  // of the UNet
  std::int64_t images = 1;       // in each half
  bool both = false;
  Tensor text = {};              // (batch, tokens, context_dim): the text's states alone, as its encoder computed them

  // One sequence for each half, (1, m, n), as the batch needs them: (batch, m, n).
  [[nodiscard]] Tensor repeated(const Tensor& cond, const Tensor& uncond) const;
};

// One call of the network.
struct TermStep {
  int index = 0;                    // from 0
  std::span<const double> scales;   // how strongly the term acts: ConditioningTerm::scale_count() numbers
};

// Tokens to stand behind the text's, through the UNet's own keys and values: (1, tokens, context_dim) each.
struct TextTokens {
  Tensor cond, uncond;
};

// A term within one run, for one kind of batch.
class PreparedTerm {
 public:
  virtual ~PreparedTerm() = default;

  // What the term appends to the text. Asked before apply() at each call; as long as the same tensors come back, the
  // text's keys and values are kept.
  [[nodiscard]] virtual std::optional<TextTokens> text_tokens(const TermStep& /*step*/) { return std::nullopt; }
  // Puts into `input` what the term adds. Sample, timesteps, text and what earlier terms added are there.
  virtual void apply(const TermStep& /*step*/, models::UNetInput& /*input*/) {}
};

class ConditioningTerm {
 public:
  virtual ~ConditioningTerm() = default;

  // Names all that the term is made of, its scale apart: equal terms have equal names. Terms are applied in its order,
  // and a run goes on from an earlier one of equal terms.
  [[nodiscard]] virtual const std::string& identity() const = 0;
  // Failure: made for another network.
  [[nodiscard]] virtual Result<void> fits(const models::UNet& unet) const = 0;
  // How many scales the term takes at a step: one for each cross-attention layer, if it does not say otherwise.
  [[nodiscard]] virtual std::size_t scale_count(const models::UNet& unet) const { return unet.cross_attention_layers().size(); }
  // Called once a run for each kind of batch, with a term that fits. `batch` is valid for this call.
  [[nodiscard]] virtual std::unique_ptr<PreparedTerm> prepare(const TermBatch& batch) const = 0;
};

}  // namespace heddle::adapters
