// IpAdapterTerm: an image prompt by decoupled cross-attention (Ye et al. 2023, 3.2.2): keys and values of the images in
// every cross-attention layer, each layer with its own scale. Used by pipeline/reference_encoding. Thread rule:
// immutable.
#pragma once

#include "adapters/conditioning_term.h"
#include "adapters/encoded_reference.h"
#include "adapters/place_mask.h"

namespace heddle::adapters {

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
