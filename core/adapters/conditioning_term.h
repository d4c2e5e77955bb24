// ConditioningTerm: what conditions the UNet beside the text: an image prompt, a simple adapter, a ControlNet. Made by
// a node. The pipeline prepares it once a run and applies it at each call of the network, and knows no kind of term by
// name. Used by pipeline/conditioned_unet. Thread rule: const calls from any thread; a PreparedTerm belongs to one run,
// one thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "base/run_control.h"
#include "diffusion/scheduler_config.h"
#include "models/unet/unet.h"
#include "tensor/device.h"

namespace heddle::adapters {

using at::Tensor;

// What a term may know of a run when it prepares.
struct TermRun {
  const models::UNet& unet;            // outlives the run
  tensor::ComputePolicy policy = {};   // of the UNet
  std::int64_t height = 0, width = 0;  // of the latents
  RunControl control = RunControl::none();
  diffusion::SchedulerConfig scheduler = {};  // of the model: which noise a timestep stands for
};

// A kind of batch that the network is called with: the conditional part alone, or behind the unconditional one. The
// conditional part holds all images once for each text that leads, all along a run the same number.
struct TermBatch {
  std::int64_t images = 1;      // of the unconditional part, and of each text's share of the conditional part
  std::int64_t conditions = 1;  // texts that lead at once
  bool both = false;
  Tensor text = {};  // (batch, tokens, context_dim): the texts' states alone, as their encoder computed them;
                     // another tensor where other texts lead

  // One sequence for each part, (1, m, n), as the batch needs them: (batch, m, n).
  [[nodiscard]] Tensor repeated(const Tensor& cond, const Tensor& uncond) const;
  // The rows of the conditional part of a batch of both.
  [[nodiscard]] Tensor conditional(const Tensor& rows) const { return rows.narrow(0, images, images * conditions); }
};

// A step, at which the network may be called several times.
struct TermStep {
  int index = 0;                   // from 0
  std::span<const double> scales;  // how strongly the term acts: ConditioningTerm::scale_count() numbers, not all 0
};

// Tokens to put behind the text's, through the UNet's own keys and values: (1, tokens, context_dim) each.
struct TextTokens {
  Tensor cond, uncond;
};

// A term within one run. Where all its scales are 0, because of its lane or outside its span of steps, it is not
// called.
class PreparedTerm {
 public:
  virtual ~PreparedTerm() = default;

  // What the term appends to the text. Asked before apply() at each call; as long as the same tensors come back, the
  // text's keys and values are kept.
  [[nodiscard]] virtual std::optional<TextTokens> text_tokens(const TermStep& /*step*/, const TermBatch& /*batch*/) {
    return std::nullopt;
  }
  // Puts into `input` what the term adds. Sample, timesteps, text and what earlier terms added are there. Throws
  // CancelledException.
  virtual void apply(const TermStep& /*step*/, const TermBatch& /*batch*/, models::UNetInput& /*input*/) {}
};

class ConditioningTerm {
 public:
  virtual ~ConditioningTerm() = default;

  // Names what the term adds, its scale and place apart: equal terms have equal names. Terms are applied in the order
  // of their names, so that the order of wires changes no bit. A run resumes an earlier one of the same terms.
  [[nodiscard]] virtual const std::string& identity() const = 0;
  // Names the part of the picture that the term is kept to; empty: all of it.
  [[nodiscard]] virtual std::string place() const { return {}; }
  // What the term needs of the network. Failure: made for another one.
  [[nodiscard]] virtual Result<void> fits(const models::UNet& unet) const = 0;
  // How many scales the term takes at a step: one for each cross-attention layer, if it does not say otherwise.
  [[nodiscard]] virtual std::size_t scale_count(const models::UNet& unet) const {
    return unet.cross_attention_layers().size();
  }
  // What all steps have in common, such as a hint's features. Called once a run, before the first step at which a scale
  // is not 0, with a network that fits. Throws CancelledException.
  [[nodiscard]] virtual std::unique_ptr<PreparedTerm> prepare(const TermRun& run) const = 0;
};

}  // namespace heddle::adapters
