// What a walk of the UNet over a reference picture keeps, and how another walk takes it up: "reference-only" of
// sd-webui-controlnet. Used by UNet and adapters/reference_only_term. Plain values; one thread at a time.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "nn/self_reference.h"

namespace heddle::models {

// Mean and deviation of each channel over a block's output: (batch or 1, channels, 1, 1).
struct BlockMoments {
  at::Tensor mean, deviation;

  // Of x (batch, channels, h, w).
  static BlockMoments of(const at::Tensor& x);
};

// One picture's, at one call. Both lists are as long as the network's; what is undefined is not taken up.
struct KeptReference {
  std::vector<at::Tensor> tokens;     // by transformer block, in the order data flows
  std::vector<BlockMoments> moments;  // by block: those of the way down, the middle, those of the way up
  double fidelity = 0.5;              // how far the unconditional rows stay as they are
};

// Which of these a walk is to keep.
struct ReferenceChoice {
  std::vector<bool> tokens, moments;
};

// A walk's part in it: it keeps, or takes up, or neither.
class ReferenceWalk final {
 public:
  ReferenceWalk() = default;
  // Keeps into `kept`, which outlives it.
  ReferenceWalk(const ReferenceChoice& choice, KeptReference& kept) : choice_(&choice), kept_(&kept) {}
  // Takes up; `unconditional` rows are at the front of the batch.
  ReferenceWalk(const std::vector<KeptReference>& references, std::int64_t unconditional)
      : references_(&references), unconditional_(unconditional) {}

  [[nodiscard]] nn::SelfReference attention(std::size_t block) const;
  // A block's output with the references' moments in place of its own.
  [[nodiscard]] at::Tensor block(std::size_t place, const at::Tensor& x) const;

 private:
  const ReferenceChoice* choice_ = nullptr;
  KeptReference* kept_ = nullptr;
  const std::vector<KeptReference>* references_ = nullptr;
  std::int64_t unconditional_ = 0;
};

}  // namespace heddle::models
