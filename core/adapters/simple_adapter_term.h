// SimpleAdapterTerm: the paper's simple adapter (Ye et al. 2023, 4.4.1): the images' tokens follow the text's, times
// one scale, and go through the UNet's own keys and values. Used by pipeline/reference_encoding. Thread rule:
// immutable.
#pragma once

#include "adapters/conditioning_term.h"
#include "adapters/encoded_reference.h"

namespace heddle::adapters {

class SimpleAdapterTerm final : public ConditioningTerm {
 public:
  explicit SimpleAdapterTerm(std::shared_ptr<const EncodedReference> reference) : reference_(std::move(reference)) {}

  [[nodiscard]] const std::string& identity() const override { return reference_->identity; }
  [[nodiscard]] Result<void> fits(const models::UNet& unet) const override { return tokens_fit(*reference_, unet); }
  [[nodiscard]] std::size_t scale_count(const models::UNet& /*unet*/) const override { return 1; }
  [[nodiscard]] std::unique_ptr<PreparedTerm> prepare(const TermRun& run) const override;

 private:
  std::shared_ptr<const EncodedReference> reference_;
};

}  // namespace heddle::adapters
