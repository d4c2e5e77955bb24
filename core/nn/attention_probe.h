// AttentionProbe: sees what each cross-attention layer attends to, without changing it. Used by the UNet's walk and
// pipeline/attention_maps. Thread rule: a probe belongs to one run, one thread at a time.
#pragma once

#include "nn/attention.h"

namespace heddle::nn {

class AttentionProbe {
 public:
  virtual ~AttentionProbe() = default;

  // Called by each layer in the order data flows. `parts`: what the text and each prompt added to the output, (batch,
  // n, dim), scaled and masked; undefined for a prompt whose scale is 0.
  virtual void see(const Tensor& query, const KeyValue& text, std::span<const ImagePromptTerm> prompts,
                   std::int64_t heads, const std::vector<Tensor>& parts) = 0;
};

// softmax(q k^T / sqrt(dim / heads)), the mean over the heads: (batch, n, m), fp32. Rows sum to 1.
Tensor attention_map(const Tensor& query, const Tensor& key, std::int64_t heads);

}  // namespace heddle::nn
