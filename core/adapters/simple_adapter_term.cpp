#include "adapters/simple_adapter_term.h"

#include <ATen/TensorOperators.h>

#include <utility>

namespace heddle::adapters {

namespace {

class PreparedSimpleAdapter final : public PreparedTerm {
 public:
  explicit PreparedSimpleAdapter(std::shared_ptr<const EncodedReference> reference)
      : reference_(std::move(reference)) {}

  std::optional<TextTokens> text_tokens(const TermStep& step, const TermBatch& batch) override {
    const double scale = step.scales.front();
    if (scale != scale_) {
      const at::ScalarType dtype = batch.text.scalar_type();
      scaled_ = {reference_->tokens.to(dtype) * scale, reference_->negative_tokens.to(dtype) * scale};
      scale_ = scale;
    }
    return scaled_;
  }

 private:
  std::shared_ptr<const EncodedReference> reference_;
  TextTokens scaled_;
  double scale_ = 0;  // that `scaled_` was made with
};

}  // namespace

std::unique_ptr<PreparedTerm> SimpleAdapterTerm::prepare(const TermRun& /*run*/) const {
  return std::make_unique<PreparedSimpleAdapter>(reference_);
}

}  // namespace heddle::adapters
