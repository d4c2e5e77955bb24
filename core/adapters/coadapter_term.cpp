#include "adapters/coadapter_term.h"

#include <ATen/TensorOperators.h>
#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "adapters/style_term.h"

namespace heddle::adapters {

namespace {

class PreparedCoAdapter final : public PreparedTerm {
 public:
  explicit PreparedCoAdapter(models::CoFused fused) : fused_(std::move(fused)) {
    if (fused_.tokens.defined()) style_.emplace(fused_.tokens);
  }

  std::optional<TextTokens> text_tokens(const TermStep& step, const TermBatch& batch) override {
    return style_ ? std::optional(style_->at(step.scales.front(), batch)) : std::nullopt;
  }

  void apply(const TermStep& step, const TermBatch& /*batch*/, models::UNetInput& input) override {
    if (fused_.levels.empty()) return;
    std::vector<Tensor> added;
    for (const Tensor& level : fused_.levels) added.push_back(level * step.scales.front());
    input.add_level_residuals(added);
  }

 private:
  models::CoFused fused_;
  std::optional<StyleTokens> style_;
};

}  // namespace

CoAdapterTerm::CoAdapterTerm(std::shared_ptr<const models::CoAdapterFuser> fuser, std::vector<CoCondition> conditions,
                             const std::string& identity)
    : fuser_(std::move(fuser)), conditions_(std::move(conditions)), identity_("coadapter " + identity) {
  const auto key = [](const CoCondition& one) { return std::tuple(one.task, one.identity, one.weight); };
  std::ranges::sort(conditions_, {}, key);
  for (const CoCondition& one : conditions_)
    identity_ += fmt::format("; {} {} {}", static_cast<int>(one.task), one.identity, one.weight);
}

Result<void> CoAdapterTerm::fits(const models::UNet& unet) const {
  const models::CoAdapterFuserConfig& fuser = fuser_->config();
  if (fuser.levels == unet.config().block_out_channels && fuser.width == unet.config().cross_attention_dim) return {};
  return fail(ErrorKind::invalid_input,
              "[sample] the CoAdapter's fuser is made for models with levels of {} and text of {}, the checkpoint has "
              "levels of {} and text of {}; take a checkpoint of Stable Diffusion 1.5",
              fmt::join(fuser.levels, ", "), fuser.width, fmt::join(unet.config().block_out_channels, ", "),
              unet.config().cross_attention_dim);
}

std::unique_ptr<PreparedTerm> CoAdapterTerm::prepare(const TermRun& run) const {
  std::vector<models::CoFeatures> all;
  for (const CoCondition& one : conditions_) {
    models::CoFeatures features{.task = one.task, .levels = {}, .tokens = {}};
    if (one.net == nullptr) {
      features.tokens = one.tokens.to(run.policy.device, run.policy.dtype) * one.weight;
    } else {
      const std::int64_t factor = one.net->config().factor;
      features.levels = one.net->features(one.map(run.height * factor, run.width * factor).to(run.policy.device));
      for (Tensor& level : features.levels) level = level * one.weight;
    }
    all.push_back(std::move(features));
  }
  return std::make_unique<PreparedCoAdapter>(fuser_->fuse(all));
}

}  // namespace heddle::adapters
