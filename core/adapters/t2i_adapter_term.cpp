#include "adapters/t2i_adapter_term.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/upsample_bilinear2d.h>
#include <ATen/ops/zeros_like.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace heddle::adapters {

namespace {

constexpr std::array<double, 4> kSoftFactors = {0.25, 0.62, 0.825, 1.0};  // of Stable Diffusion's four levels

class PreparedT2IAdapter final : public PreparedTerm {
 public:
  PreparedT2IAdapter(std::vector<Tensor> features, const T2IAdapterTerm::Options& options)
      : features_(std::move(features)),
        factors_(t2i_balance_factors(options.balance, features_.size())),
        conditional_only_(options.balance == T2IBalance::control_first) {}

  void apply(const TermStep& step, const TermBatch& batch, models::UNetInput& input) override {
    std::vector<Tensor> added;
    for (std::size_t i = 0; i < features_.size(); ++i) {
      Tensor feature = features_[i] * (step.scales[i] * factors_[i]);
      if (batch.both && conditional_only_) {
        const Tensor rows = feature.expand({batch.images * batch.conditions, -1, -1, -1});
        feature = at::cat({at::zeros_like(rows.narrow(0, 0, batch.images)), rows});
      }
      added.push_back(std::move(feature));
    }
    input.add_level_residuals(added);
  }

 private:
  std::vector<Tensor> features_;  // (1, channels, h, w), masked
  std::vector<double> factors_;
  bool conditional_only_;
};

}  // namespace

const std::vector<std::string>& t2i_balance_names() {
  static const std::vector<std::string> names = {"balanced", "prompt_first", "control_first"};  // in the enum's order
  return names;
}

std::optional<T2IBalance> t2i_balance_from(std::string_view name) {
  const auto found = std::ranges::find(t2i_balance_names(), name);
  if (found == t2i_balance_names().end()) return std::nullopt;
  return static_cast<T2IBalance>(found - t2i_balance_names().begin());
}

std::vector<double> t2i_balance_factors(T2IBalance balance, std::size_t count) {
  std::vector<double> factors(count, 1.0);
  if (balance != T2IBalance::prompt_first) return factors;
  for (std::size_t i = 0; i < count; ++i) {  // the coarsest levels are alike, however many there are
    const std::size_t from_last = count - 1 - i;
    factors[i] = kSoftFactors[kSoftFactors.size() - 1 - std::min(from_last, kSoftFactors.size() - 1)];
  }
  return factors;
}

T2IAdapterTerm::T2IAdapterTerm(std::shared_ptr<const models::T2IAdapter> net, MapAt map, const std::string& identity,
                               Options options)
    : net_(std::move(net)),
      identity_(fmt::format("t2i_adapter {} {}", identity, static_cast<int>(options.balance))),
      map_(std::move(map)),
      options_(std::move(options)) {}

Result<void> T2IAdapterTerm::fits(const models::UNet& unet) const {
  const std::vector<std::int64_t>& levels = unet.config().block_out_channels;
  if (net_->config().widths == levels) return {};
  return fail(ErrorKind::invalid_input,
              "[sample] a T2I-Adapter's features have widths of {}, the checkpoint's levels of {}; they are made for "
              "different base models: take the T2I-Adapter for this kind of model",
              fmt::join(net_->config().widths, ", "), fmt::join(levels, ", "));
}

std::size_t T2IAdapterTerm::scale_count(const models::UNet& /*unet*/) const { return net_->config().widths.size(); }

std::unique_ptr<PreparedTerm> T2IAdapterTerm::prepare(const TermRun& run) const {
  const std::int64_t factor = net_->config().factor;
  const Tensor map = map_(run.height * factor, run.width * factor).to(run.policy.device);
  std::vector<Tensor> features = net_->features(map);
  if (options_.mask.weights.defined()) {
    for (Tensor& feature : features) {
      const Tensor mask = at::upsample_bilinear2d(options_.mask.weights.to(feature.device()),
                                                  {feature.size(2), feature.size(3)}, /*align_corners=*/false);
      feature = feature * mask.to(feature.scalar_type());
    }
  }
  return std::make_unique<PreparedT2IAdapter>(std::move(features), options_);
}

}  // namespace heddle::adapters
