// IpAdapterTerm: an image prompt by decoupled cross-attention (Ye et al. 2023, 3.2.2): keys and values of the images in
// every cross-attention layer, each layer with its own scale. Made by pipeline/reference_encoding. Immutable.
#pragma once

#include "adapters/conditioning_term.h"
#include "adapters/encoded_reference.h"

namespace heddle::adapters {

// Where an image prompt acts.
struct PlaceMask {
  Tensor weights;        // (1, 1, h, w) in [0, 1], any size, fp32 on the CPU; undefined: everywhere
  std::string identity;  // of its content; empty: everywhere
};

class IpAdapterTerm final : public ConditioningTerm {
 public:
  // `reference` has keys.
  explicit IpAdapterTerm(std::shared_ptr<const EncodedReference> reference, PlaceMask mask = {});

  [[nodiscard]] const std::string& identity() const override { return reference_->identity; }
  [[nodiscard]] std::string place() const override { return mask_.identity; }
  [[nodiscard]] Result<void> fits(const models::UNet& unet) const override;
  [[nodiscard]] std::unique_ptr<PreparedTerm> prepare(const TermRun& run) const override;
  [[nodiscard]] const std::shared_ptr<const EncodedReference>& reference() const { return reference_; }

 private:
  std::shared_ptr<const EncodedReference> reference_;
  PlaceMask mask_;
};

}  // namespace heddle::adapters
