#include "adapters/simple_adapter_term.h"

#include <ATen/TensorOperators.h>

namespace heddle::adapters {

namespace {

class PreparedSimpleAdapter final : public PreparedTerm {
 public:
  explicit PreparedSimpleAdapter(TextTokens tokens) : tokens_(std::move(tokens)) {}

  std::optional<TextTokens> text_tokens(const TermStep& step) override {
    const double scale = step.scales.front();
    if (scale == 0) return std::nullopt;
    if (scale != scale_) {
      scaled_ = {tokens_.cond * scale, tokens_.uncond * scale};
      scale_ = scale;
    }
    return scaled_;
  }

 private:
  TextTokens tokens_, scaled_;
  double scale_ = 0;  // that `scaled_` was made with
};

}  // namespace

std::unique_ptr<PreparedTerm> SimpleAdapterTerm::prepare(const TermBatch& batch) const {
  const at::ScalarType dtype = batch.text.scalar_type();
  return std::make_unique<PreparedSimpleAdapter>(
      TextTokens{reference_->tokens.to(dtype), reference_->negative_tokens.to(dtype)});
}

}  // namespace heddle::adapters
