// StyleTerm: T2I-Adapter's style adapter: tokens of a picture follow the text's, times one scale; the unconditional
// text is lengthened by its own last tokens. Used by pipeline/style_encoding, StyleTokens by CoAdapter's term too.
// Thread rule: the term is immutable, const calls from any thread; StyleTokens belong to one run.
#pragma once

#include <memory>
#include <string>

#include "adapters/conditioning_term.h"

namespace heddle::adapters {

// The tokens as the text needs them; the same tensors as long as scale and text are the same.
class StyleTokens final {
 public:
  explicit StyleTokens(Tensor tokens) : tokens_(std::move(tokens)) {}  // (1, n, context_dim)
  const TextTokens& at(double scale, const TermBatch& batch);

 private:
  Tensor tokens_, text_;
  TextTokens scaled_;
  double scale_ = 0;  // that `scaled_` was made with, for `text_`
};

class StyleTerm final : public ConditioningTerm {
 public:
  // `tokens`: (1, n, context_dim). `identity` names network, encoder and picture by content.
  StyleTerm(Tensor tokens, const std::string& identity);

  [[nodiscard]] const std::string& identity() const override { return identity_; }
  [[nodiscard]] Result<void> fits(const models::UNet& unet) const override;
  [[nodiscard]] std::size_t scale_count(const models::UNet& /*unet*/) const override { return 1; }
  [[nodiscard]] std::unique_ptr<PreparedTerm> prepare(const TermRun& run) const override;

 private:
  Tensor tokens_;
  std::string identity_;
};

}  // namespace heddle::adapters
