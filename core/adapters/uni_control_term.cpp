#include "adapters/uni_control_term.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/zeros_like.h>
#include <fmt/format.h>

#include <array>
#include <utility>

#include "weights/layouts/controlnet_config.h"

namespace heddle::adapters {

namespace {

class PreparedUniControl final : public PreparedTerm {
 public:
  PreparedUniControl(std::shared_ptr<const models::UniControl> net, const Tensor& maps, TextTokens tokens,
                     const TermRun& run)
      : net_(std::move(net)), tokens_(std::move(tokens)), policy_(run.policy), control_(run.control) {
    if (maps.defined()) maps_ = net_->encode_maps(maps.to(run.policy.device));
  }

  std::optional<TextTokens> text_tokens(const TermStep& step, const TermBatch& batch) override {
    if (!tokens_.cond.defined()) return std::nullopt;
    const double scale = step.scales.front();
    if (!scaled_.cond.defined() || scale != scale_) {
      scaled_ = {tokens_.cond.to(batch.text.options()) * scale, tokens_.uncond.to(batch.text.options()) * scale};
      scale_ = scale;
    }
    return scaled_;
  }

  void apply(const TermStep& step, const TermBatch& batch, models::UNetInput& input) override {
    if (maps_.empty()) return;
    models::UniControlInput call;
    call.sample = input.sample.narrow(1, 0, net_->config().unet.in_channels);
    call.timesteps = input.timesteps;
    call.text = text_of(batch);
    call.maps = maps_;
    call.control = control_;
    models::ControlResiduals residuals = net_->forward(call);
    for (std::size_t i = 0; i < residuals.down.size(); ++i) residuals.down[i] = residuals.down[i] * step.scales[i];
    input.add_residuals(residuals.down, residuals.mid * step.scales[residuals.down.size()]);
  }

 private:
  // The text with this term's own tokens behind it, as they were scaled for the step.
  const std::vector<nn::KeyValue>& text_of(const TermBatch& batch) {
    Projected& projected = texts_[batch.both ? 1 : 0];
    if (!projected.from.is_same(batch.text) || projected.scale != scale_) {
      Tensor states = batch.text;
      if (scaled_.cond.defined()) states = at::cat({states, batch.repeated(scaled_.cond, scaled_.uncond)}, 1);
      projected = {batch.text, scale_, net_->project_context(states.to(policy_.device, policy_.dtype))};
    }
    return projected.layers;
  }

  std::shared_ptr<const models::UniControl> net_;
  std::vector<nn::ResnetModulation> maps_;  // empty: no map is given
  TextTokens tokens_, scaled_;              // undefined: no picture is given
  double scale_ = 0;                        // of `scaled_`
  tensor::ComputePolicy policy_;
  RunControl control_;
  struct Projected {
    Tensor from;  // a batch's text
    double scale = 0;
    std::vector<nn::KeyValue> layers;
  };
  std::array<Projected, 2> texts_;  // of the conditional batch, of both parts
};

}  // namespace

UniControlTerm::UniControlTerm(std::shared_ptr<const models::UniControl> net, MapsAt maps, const std::string& identity,
                               Options options)
    : net_(std::move(net)),
      identity_(fmt::format("uni_control {} {}", identity, options.image_strength)),
      maps_(std::move(maps)),
      options_(std::move(options)) {}

Result<void> UniControlTerm::fits(const models::UNet& unet) const {
  const models::UNetConfig& own = net_->config().unet;
  const models::UNetConfig& base = unet.config();
  const bool fits = own.cross_attention_dim == base.cross_attention_dim && own.in_channels <= base.in_channels &&
                    weights::layouts::skip_channels(own) == weights::layouts::skip_channels(base);
  if (fits) return {};
  return fail(ErrorKind::invalid_input,
              "[sample] this Uni-ControlNet is made for models with levels of {} and text of {}, the checkpoint has "
              "levels of {} and text of {}; take a checkpoint of Stable Diffusion 1.5",
              fmt::join(own.block_out_channels, ", "), own.cross_attention_dim,
              fmt::join(base.block_out_channels, ", "), base.cross_attention_dim);
}

std::size_t UniControlTerm::scale_count(const models::UNet& /*unet*/) const {
  return weights::layouts::skip_channels(net_->config().unet).size() + 1;
}

std::unique_ptr<PreparedTerm> UniControlTerm::prepare(const TermRun& run) const {
  const std::int64_t factor = models::UniControlConfig::map_factor();
  TextTokens tokens;
  if (options_.image_embeds.defined()) {
    const Tensor embeds = options_.image_embeds.to(run.policy.device);
    tokens = {net_->tokens(embeds) * options_.image_strength,
              net_->tokens(at::zeros_like(embeds)) * options_.image_strength};
  }
  return std::make_unique<PreparedUniControl>(net_, maps_(run.height * factor, run.width * factor), std::move(tokens),
                                              run);
}

}  // namespace heddle::adapters
