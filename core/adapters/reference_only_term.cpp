#include "adapters/reference_only_term.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>
#include <ATen/ops/randn.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "diffusion/noise_schedule.h"
#include "tensor/weight_layout.h"

namespace heddle::adapters {

namespace {

constexpr std::uint64_t kNoiseSeed = 20230517;  // and the step's number on top

// The width of each transformer block, in the order data flows.
std::vector<std::int64_t> block_widths(const models::UNet& unet) {
  std::vector<std::int64_t> widths;
  for (const models::CrossAttentionLayer& layer : unet.cross_attention_layers()) widths.push_back(layer.dim);
  return widths;
}

// The wider a block, the earlier it comes; of n the i-th takes part at a weight above i / n.
std::vector<bool> attending(const models::UNet& unet, double weight) {
  const std::vector<std::int64_t> widths = block_widths(unet);
  std::vector<std::size_t> order(widths.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return widths[a] > widths[b]; });
  std::vector<bool> takes_part(widths.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    takes_part[order[i]] = weight > static_cast<double>(i) / static_cast<double>(order.size());
  }
  return takes_part;
}

// The middle, the way down below the first level from its end, and the way up but for its last level and the block
// before that, each at twice its place in its row.
std::vector<bool> matching(const models::UNet& unet, double weight) {
  const models::UNetConfig& config = unet.config();
  const auto layers = static_cast<std::size_t>(config.layers_per_block);
  const std::size_t down = config.levels() * layers, up = config.levels() * (layers + 1);
  std::vector<bool> takes_part(down + 1 + up);
  const std::size_t below = down - layers, above = up - std::min(up, layers + 2);
  for (std::size_t i = 0; i < below; ++i) {
    takes_part[layers + i] = weight > 2 * (1 - static_cast<double>(i) / static_cast<double>(below));
  }
  takes_part[down] = weight > 0;
  for (std::size_t i = 0; i < above; ++i) {
    takes_part[down + 1 + i] = weight > 2 * static_cast<double>(i) / static_cast<double>(above);
  }
  return takes_part;
}

// One row a text, each for all images.
Tensor repeated_for(const Tensor& rows, std::int64_t images) {
  return images == 1 || !rows.defined() ? rows : rows.repeat_interleave(images, 0);
}

class PreparedReference final : public PreparedTerm {
 public:
  PreparedReference(const TermRun& run, Tensor latents, const ReferenceOnlyTerm::Options& options)
      : unet_(run.unet),
        policy_(run.policy),
        control_(run.control),
        schedule_(run.scheduler),
        latents_(std::move(latents)),
        options_(options) {}

  void apply(const TermStep& step, const TermBatch& batch, models::UNetInput& input) override {
    const std::int64_t rows = input.sample.size(0) / batch.images;
    models::UNetInput walk;
    walk.timesteps = input.timesteps.narrow(0, 0, rows);
    Tensor noised = at_noise_of(step.index, walk.timesteps[0].item<double>());
    noised = noised.to(policy_.device, policy_.dtype).expand({rows, -1, -1, -1});
    const bool wide = tensor::has_channels_innermost(unet_.config().block_out_channels.front());
    walk.sample = wide ? noised.contiguous(at::MemoryFormat::ChannelsLast) : noised.contiguous();
    walk.text = text_of(batch);
    walk.control = control_;
    const models::ReferenceChoice choice = reference_choice(unet_, options_.mode, step.scales.front());
    models::KeptReference kept = unet_.reference(walk, choice);
    for (Tensor& tokens : kept.tokens) tokens = repeated_for(tokens, batch.images);
    for (models::BlockMoments& moments : kept.moments) {
      moments = {repeated_for(moments.mean, batch.images), repeated_for(moments.deviation, batch.images)};
    }
    kept.fidelity = options_.fidelity;
    input.references.push_back(std::move(kept));
    input.unconditional = batch.both ? batch.images : 0;
  }

 private:
  [[nodiscard]] Tensor at_noise_of(int step, double t) const {
    const double whole = std::round(t);
    const double sigma = schedule_.karras_sigma_at(t);
    const double kept = t == whole ? schedule_.alphas_cumprod(static_cast<int>(whole)) : 1 / (1 + sigma * sigma);
    const Tensor noise = reference_noise(step, latents_.size(1), latents_.size(2), latents_.size(3));
    return latents_ * std::sqrt(kept) + noise * std::sqrt(1 - kept);
  }

  // Keys and values of the texts alone, one row each: what image prompts append to them is left out.
  const std::vector<nn::KeyValue>& text_of(const TermBatch& batch) {
    Projected& projected = texts_[batch.both ? 1 : 0];
    if (!projected.from.is_same(batch.text)) {
      const Tensor rows = batch.text.slice(0, 0, batch.text.size(0), batch.images);
      projected = {batch.text, unet_.project_context(rows.to(policy_.device, policy_.dtype))};
    }
    return projected.layers;
  }

  const models::UNet& unet_;
  tensor::ComputePolicy policy_;
  RunControl control_;
  diffusion::NoiseSchedule schedule_;
  Tensor latents_;
  ReferenceOnlyTerm::Options options_;
  struct Projected {
    Tensor from;  // a batch's text
    std::vector<nn::KeyValue> layers;
  };
  std::array<Projected, 2> texts_;  // of the conditional batch, of both parts
};

}  // namespace

const std::vector<std::string>& reference_mode_names() {
  static const std::vector<std::string> names = {"attention", "adain", "both"};  // in the enum's order
  return names;
}

std::optional<ReferenceMode> reference_mode_from(std::string_view name) {
  const auto found = std::ranges::find(reference_mode_names(), name);
  if (found == reference_mode_names().end()) return std::nullopt;
  return static_cast<ReferenceMode>(found - reference_mode_names().begin());
}

models::ReferenceChoice reference_choice(const models::UNet& unet, ReferenceMode mode, double weight) {
  models::ReferenceChoice choice{std::vector<bool>(unet.cross_attention_layers().size()),
                                 std::vector<bool>(unet.block_count())};
  if (mode != ReferenceMode::adain) choice.tokens = attending(unet, weight);
  if (mode != ReferenceMode::attention) choice.moments = matching(unet, weight);
  return choice;
}

Tensor reference_noise(int step, std::int64_t channels, std::int64_t height, std::int64_t width) {
  return at::randn({1, channels, height, width},
                   at::detail::createCPUGenerator(kNoiseSeed + static_cast<std::uint64_t>(step)), at::kFloat);
}

ReferenceOnlyTerm::ReferenceOnlyTerm(LatentsAt latents, const std::string& identity, Options options)
    : identity_(fmt::format("reference_only {} {} {}", identity, static_cast<int>(options.mode), options.fidelity)),
      latents_(std::move(latents)),
      options_(options) {}

Result<void> ReferenceOnlyTerm::fits(const models::UNet& /*unet*/) const { return {}; }

std::size_t ReferenceOnlyTerm::scale_count(const models::UNet& /*unet*/) const { return 1; }

std::unique_ptr<PreparedTerm> ReferenceOnlyTerm::prepare(const TermRun& run) const {
  return std::make_unique<PreparedReference>(run, latents_(run.height, run.width), options_);
}

}  // namespace heddle::adapters
