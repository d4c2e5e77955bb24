#include "adapters/style_term.h"

#include <ATen/TensorOperators.h>
#include <fmt/format.h>

#include <utility>

namespace heddle::adapters {

namespace {

class PreparedStyle final : public PreparedTerm {
 public:
  explicit PreparedStyle(Tensor tokens) : tokens_(std::move(tokens)) {}

  std::optional<TextTokens> text_tokens(const TermStep& step, const TermBatch& batch) override {
    return tokens_.at(step.scales.front(), batch);
  }

 private:
  StyleTokens tokens_;
};

}  // namespace

const TextTokens& StyleTokens::at(double scale, const TermBatch& batch) {
  if (scale == scale_ && batch.text.is_same(text_)) return scaled_;
  scaled_.cond = tokens_.to(batch.text.options()) * scale;
  const Tensor first = batch.text.narrow(0, 0, 1);  // the unconditional text, where there is one
  const std::int64_t count = tokens_.size(1), length = first.size(1);
  const Tensor enough = count > length ? first.repeat({1, (count + length - 1) / length, 1}) : first;
  scaled_.uncond = enough.narrow(1, enough.size(1) - count, count);
  scale_ = scale;
  text_ = batch.text;
  return scaled_;
}

StyleTerm::StyleTerm(Tensor tokens, const std::string& identity)
    : tokens_(std::move(tokens)), identity_(fmt::format("style {}", identity)) {}

Result<void> StyleTerm::fits(const models::UNet& unet) const {
  if (tokens_.size(2) == unet.config().cross_attention_dim) return {};
  return fail(ErrorKind::invalid_input,
              "[sample] a style adapter gives tokens of {} numbers, the checkpoint reads text of {}; they are made for "
              "different base models: take the style adapter for this kind of model",
              tokens_.size(2), unet.config().cross_attention_dim);
}

std::unique_ptr<PreparedTerm> StyleTerm::prepare(const TermRun& /*run*/) const {
  return std::make_unique<PreparedStyle>(tokens_);
}

}  // namespace heddle::adapters
