#include "adapters/controlnet_term.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/upsample_bilinear2d.h>
#include <ATen/ops/zeros_like.h>
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>

#include "weights/family.h"
#include "weights/usual_names.h"

namespace heddle::adapters {

namespace {

constexpr double kLadder = 0.825;

struct NamedBalance {
  std::string_view name;
  ControlBalance balance;
};
constexpr std::array<NamedBalance, 5> kBalances = {{{"balanced", ControlBalance::balanced},
                                                    {"prompt_first", ControlBalance::prompt_first},
                                                    {"control_first", ControlBalance::control_first},
                                                    {"guess_mode", ControlBalance::guess_mode},
                                                    {"guess_mode_diffusers", ControlBalance::guess_mode_diffusers}}};

bool is_conditional_only(const ControlNetTerm::Options& options) {
  return options.pools_residuals || options.balance == ControlBalance::control_first ||
         options.balance == ControlBalance::guess_mode || options.balance == ControlBalance::guess_mode_diffusers;
}

// "Stable Diffusion 2.x", or how wide the text is that it reads.
std::string kind_of_model(const models::UNetConfig& config) {
  const weights::Family family = weights::family_of_context(config.cross_attention_dim);
  if (family != weights::Family::unknown) return std::string(weights::to_string(family));
  return fmt::format("another kind (text of {} numbers)", config.cross_attention_dim);
}

// How files are called that fit such a checkpoint.
std::string usual_file_name(const models::UNetConfig& config) {
  const std::string_view names =
      weights::usual_file_names(weights::FileKind::controlnet, weights::family_of_context(config.cross_attention_dim));
  return names.empty() ? std::string() : fmt::format(" (files called {})", names);
}

class PreparedControlNet final : public PreparedTerm {
 public:
  PreparedControlNet(std::shared_ptr<const models::ControlNet> net, Tensor hint, Tensor mask,
                     const ControlNetTerm::Options& options, const TermRun& run)
      : net_(std::move(net)),
        hint_(std::move(hint)),
        mask_(std::move(mask)),
        factors_(balance_factors(options.balance, net_->config().residuals())),
        pools_(options.pools_residuals),
        conditional_only_(is_conditional_only(options)),
        policy_(run.policy),
        control_(run.control) {}

  void apply(const TermStep& step, const TermBatch& batch, models::UNetInput& input) override {
    const bool half = batch.both && conditional_only_;
    models::ControlNetInput call;
    call.sample = input.sample.narrow(1, 0, net_->config().unet.in_channels);  // an inpainting UNet reads more
    call.timesteps = input.timesteps;
    if (half) {
      call.sample = batch.conditional(call.sample);
      call.timesteps = batch.conditional(call.timesteps);
    }
    call.text = text_of(batch, half);
    call.hint = hint_;
    call.control = control_;
    models::ControlResiduals residuals = net_->forward(call);
    residuals.down.push_back(std::move(residuals.mid));
    for (std::size_t i = 0; i < residuals.down.size(); ++i) {
      residuals.down[i] = placed(residuals.down[i] * (step.scales[i] * factors_[i]));
      if (half)
        residuals.down[i] = at::cat({at::zeros_like(residuals.down[i].narrow(0, 0, batch.images)), residuals.down[i]});
    }
    const Tensor mid = std::move(residuals.down.back());
    residuals.down.pop_back();
    input.add_residuals(residuals.down, mid);
  }

 private:
  const std::vector<nn::KeyValue>& text_of(const TermBatch& batch, bool half) {
    Projected& projected = texts_[half         ? 2
                                  : batch.both ? 1
                                               : 0];  // the texts of one batch have one length, so a half may be longer
    if (!projected.from.is_same(batch.text)) {
      const Tensor text = half ? batch.conditional(batch.text) : batch.text;
      projected = {batch.text, net_->project_context(text.to(policy_.device, policy_.dtype))};
    }
    return projected.layers;
  }

  [[nodiscard]] Tensor placed(Tensor residual) const {
    if (pools_) residual = residual.mean({2, 3}, /*keepdim=*/true);
    if (!mask_.defined()) return residual;
    const Tensor mask = at::upsample_bilinear2d(mask_, {residual.size(2), residual.size(3)}, /*align_corners=*/false);
    return residual * mask.to(residual.scalar_type());
  }

  std::shared_ptr<const models::ControlNet> net_;
  Tensor hint_, mask_;
  std::vector<double> factors_;
  bool pools_, conditional_only_;
  tensor::ComputePolicy policy_;
  RunControl control_;
  struct Projected {
    Tensor from;  // a batch's text
    std::vector<nn::KeyValue> layers;
  };
  std::array<Projected, 3> texts_;  // of the conditional batch, of both parts, of the conditional part of both
};

}  // namespace

std::optional<ControlBalance> control_balance_from(std::string_view name) {
  for (const NamedBalance& entry : kBalances) {
    if (entry.name == name) return entry.balance;
  }
  return std::nullopt;
}

const std::vector<std::string>& control_balance_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const NamedBalance& entry : kBalances) all.emplace_back(entry.name);
    return all;
  }();
  return names;
}

std::vector<double> balance_factors(ControlBalance balance, std::size_t count) {
  std::vector<double> factors(count, 1.0);
  for (std::size_t i = 0; i < count; ++i) {
    const auto from_last = static_cast<double>(count - 1 - i);
    if (balance == ControlBalance::prompt_first || balance == ControlBalance::guess_mode)
      factors[i] = std::pow(kLadder, from_last);
    if (balance == ControlBalance::guess_mode_diffusers && count > 1) {
      factors[i] = std::pow(10.0, -from_last / static_cast<double>(count - 1));
    }
  }
  return factors;
}

ControlNetTerm::ControlNetTerm(std::shared_ptr<const models::ControlNet> net, MapAt map, const std::string& identity,
                               Options options)
    : net_(std::move(net)),
      identity_(
          fmt::format("controlnet {} {} {}", identity, static_cast<int>(options.balance), options.pools_residuals)),
      map_(std::move(map)),
      options_(std::move(options)) {}

Result<void> ControlNetTerm::fits(const models::UNet& unet) const {
  const models::UNetConfig& control = net_->config().unet;
  const models::UNetConfig& base = unet.config();
  if (control.cross_attention_dim != base.cross_attention_dim) {
    return fail(
        ErrorKind::invalid_input,
        "[sample] a ControlNet made for {} does not fit a checkpoint of {}; take the ControlNet for {} that reads "
        "the same kind of map{}",
        kind_of_model(control), kind_of_model(base), kind_of_model(base), usual_file_name(base));
  }
  if (weights::layouts::skip_channels(control) != weights::layouts::skip_channels(base)) {
    return fail(ErrorKind::invalid_input,
                "[sample] a ControlNet's residuals do not fit this checkpoint: its blocks have other widths; "
                "take the ControlNet for this kind of model");
  }
  if (control.in_channels > base.in_channels) {
    return fail(ErrorKind::invalid_input, "[sample] a ControlNet reads latents of {} channels, the checkpoint has {}",
                control.in_channels, base.in_channels);
  }
  return {};
}

std::size_t ControlNetTerm::scale_count(const models::UNet& /*unet*/) const { return net_->config().residuals(); }

std::unique_ptr<PreparedTerm> ControlNetTerm::prepare(const TermRun& run) const {
  const std::int64_t factor = net_->config().hint_factor();
  const Tensor map = map_(run.height * factor, run.width * factor).to(run.policy.device);
  Tensor mask = options_.mask.weights.defined() ? options_.mask.weights.to(run.policy.device) : Tensor();
  return std::make_unique<PreparedControlNet>(net_, net_->encode_hint(map), std::move(mask), options_, run);
}

}  // namespace heddle::adapters
