// T2I-Adapter's style adapter (Mou et al. 2023, arXiv 2302.08453): tokens of CLIP's image encoder to a few that follow
// the text's. Used by the style node. Thread rule: const calls from any thread.
#pragma once

#include <vector>

#include "base/result.h"
#include "nn/clip_layer.h"
#include "weights/layouts/style_adapter.h"

namespace heddle::models {

using at::Tensor;
using weights::layouts::StyleAdapterConfig;

class StyleAdapter final {
 public:
  // weights: `style.…`. Failure: names or shapes do not fit `config`.
  static Result<StyleAdapter> bind(const tensor::NamedTensors& weights, const StyleAdapterConfig& config);
  static void initialise(tensor::NamedTensors& weights, const StyleAdapterConfig& config, at::Generator generator);

  // The encoder's last hidden state, without its last norm (batch, n, width) -> (batch, tokens, context_width).
  [[nodiscard]] Tensor tokens(const Tensor& hidden) const;

  [[nodiscard]] const StyleAdapterConfig& config() const { return config_; }

 private:
  static StyleAdapter build(const tensor::Binder& binder, const StyleAdapterConfig& config);

  StyleAdapterConfig config_;
  Tensor embedding_;  // (1, tokens, width): learned
  nn::LayerNorm pre_norm_, post_norm_;
  std::vector<nn::ClipLayer> layers_;
  nn::Linear projection_;
};

}  // namespace heddle::models
