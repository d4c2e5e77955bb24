// The IP-Adapter's objective (Ye et al. 2023, 3.2.3): the UNet's own loss with the UNet frozen, text and picture given,
// each left out now and then. `kind = "simple"` trains the paper's comparison (4.4.1): tokens appended to the text.
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros_like.h>

#include "adapters/ip_adapter.h"
#include "scenes/random.h"
#include "training/caption_tokens.h"
#include "training/latent_cache.h"
#include "training/noise_objective.h"
#include "training/objectives.h"
#include "training/picture_source.h"
#include "training/sample_sheet.h"
#include "training/scene_pool.h"
#include "training/tensor_store.h"

namespace heddle::training {

namespace {

using at::Tensor;
using tensor::NamedTensors;

constexpr std::int64_t kTokens = 77;

class IpAdapterObjective final : public Objective {
 public:
  IpAdapterObjective(const Recipe& recipe, const std::filesystem::path& vocabulary)
      : task_(recipe.section("loss").real("min_snr_gamma", 0, {0, 1e6})), source_(make_picture_source(recipe.section("data"))) {
    RecipeSection data = recipe.section("data");
    model_.model = data.path("model", "resources/models/bobbin");
    model_.image_encoder = data.path("image_encoder", "");
    model_.vocabulary = data.path("vocabulary", vocabulary);
    cache_settings_.model = model_;
    cache_settings_.folder = data.path("cache", "build/train/bobbin_image_latents");
    cache_settings_.size = static_cast<int>(data.integer("size", 256, {64, 4096}));
    if (cache_settings_.size % 64 != 0) data.refuse("size", "must be a multiple of 64");
    cache_settings_.with_images = true;
    batch_ = data.integer("batch", 32, {1, 65536});
    RecipeSection model = recipe.section("model");
    is_simple_ = model.choice("kind", "base", {"base", "simple"}) == "simple";
    tokens_ = model.integer("tokens", 4, {1, 256});
    RecipeSection loss = recipe.section("loss");
    drop_image_ = static_cast<float>(loss.real("drop_image", 0.05, {0, 1}));
    drop_text_ = static_cast<float>(loss.real("drop_text", 0.05, {0, 1}));
    drop_both_ = static_cast<float>(loss.real("drop_both", 0.05, {0, 1}));
    file_ = recipe.section("export").text("file", is_simple_ ? "simple-adapter_bobbin" : "ip-adapter_bobbin");
  }

  Result<void> prepare(const StepInfo& info, const RunControl& control) override {
    if (auto opened = source_->open(); !opened) return opened;
    if (auto read = frozen_.read_text(model_, info); !read) return forward(read);
    if (auto read = frozen_.read_vae(model_, info); !read) return forward(read);
    auto encoder = image_encoder_config(model_);
    if (!encoder) return forward(encoder);
    embed_dim_ = encoder->projection_dim;
    auto cache = LatentCache::open(cache_settings_, *source_, info, control);
    if (!cache) return forward(cache);
    cache_.emplace(std::move(*cache));
    return frozen_.read_unet(model_, info);
  }

  Result<NamedTensors> initial_weights(at::Generator generator) override {
    NamedTensors weights;
    if (is_simple_) {
      adapters::ImageProjection::initialise_base(weights, embed_dim_, frozen_.unet->config().cross_attention_dim, tokens_,
                                                 std::move(generator));
    } else {
      adapters::IpAdapter::initialise_base(weights, *frozen_.unet, frozen_.context_weights, embed_dim_, tokens_,
                                           std::move(generator));
    }
    return weights;
  }

  [[nodiscard]] std::int64_t batch_size(std::int64_t /*step*/) const override { return batch_; }

  [[nodiscard]] NamedTensors draw_batch(std::int64_t step, BatchPart part) const override {
    std::vector<std::int64_t> indices;
    std::vector<std::string> captions;
    const Tensor kept = at::ones({part.count, 1}, at::kFloat);
    for (std::int64_t i = 0; i < part.count; ++i) {
      const std::int64_t draw = step * batch_ + part.first + i;
      scenes::Dice dice(static_cast<std::uint64_t>(draw), /*stream=*/79);
      indices.push_back(shuffled(draw, cache_->size(), source_->seed()));
      const float die = dice.unit();  // one die for the three cases, as the reference rolls it
      const bool without_image = die < drop_image_ || (die >= drop_image_ + drop_text_ && die < drop_image_ + drop_text_ + drop_both_);
      const bool without_text = die >= drop_image_ && die < drop_image_ + drop_text_ + drop_both_;
      if (without_image) kept.mutable_data_ptr<float>()[i] = 0;
      captions.push_back(without_text ? std::string() : source_->caption(indices.back(), dice.next()));
    }
    CachedRows rows = cache_->rows(indices);
    return {{"mean", rows.mean},
            {"deviation", rows.deviation},
            {"image_embeds", rows.image_embeds * kept},  // the reference drops a picture by zeroing its embedding
            {"ids", token_rows(*frozen_.tokenizer, captions, kTokens)}};
  }

  [[nodiscard]] Result<Loss> loss(const NamedTensors& weights, const NamedTensors& batch,
                                  const StepInfo& info) const override {
    auto adapter = adapters::IpAdapter::bind(weights);
    if (!adapter) return forward(adapter);
    const Noised noised = task_.noised(batch.at("mean"), batch.at("deviation"), cache_->scaling_factor(), info);
    auto input = conditions(*adapter, frozen_.context(batch.at("ids")), batch.at("image_embeds").to(info.dtype));
    if (!input) return forward(input);
    input->sample = noised.latents;
    input->timesteps = noised.timesteps.to(at::kFloat);
    return task_.loss(frozen_.unet->forward(*input), noised);
  }

  // Above, pictures; below, what the adapter makes of them without a word of text.
  Result<void> write_samples(const NamedTensors& weights, const StepInfo& info,
                             const std::filesystem::path& file) override {
    // A picture of Stable Diffusion's takes a processor a minute.
    const std::int64_t shown = frozen_.unet->config().block_out_channels.front() < 128 ? 8 : 4;
    auto adapter = adapters::IpAdapter::bind(tensor::converted(weights, info.device, info.dtype));
    if (!adapter) return forward(adapter);
    std::vector<std::int64_t> indices;
    for (std::int64_t i = 0; i < shown; ++i) indices.push_back(i % cache_->size());
    const CachedRows rows = cache_->rows(indices);
    const Tensor seen = rows.image_embeds.to(info.device, info.dtype);
    const std::vector<std::string> texts(2 * shown);
    const Tensor ids = token_rows(*frozen_.tokenizer, texts, kTokens).to(info.device);
    auto input = conditions(*adapter, frozen_.context(ids), at::cat({at::zeros_like(seen), seen}));
    if (!input) return forward(input);
    const auto network = [this, &input, shown](const diffusion::NetworkCall& call) {
      models::UNetInput asked = *input;
      asked.sample = at::cat({call.x, call.x});
      asked.timesteps = at::full({2 * shown}, call.t, call.x.options());
      return frozen_.unet->forward(asked);
    };
    const std::int64_t side = cache_settings_.size / 8;
    auto made = task_.pictures(network, *frozen_.vae, {shown, rows.mean.size(1), side, side}, info);
    if (!made) return forward(made);
    const Tensor originals = frozen_.vae->decode(rows.mean.to(info.device, info.dtype)).to(at::kFloat);
    return write_sheet(at::cat({originals, *made}), shown, file);
  }

  Result<void> export_to(const NamedTensors& weights, const StepInfo& /*info*/, const std::filesystem::path& folder,
                         const RunControl& /*control*/) override {
    return write_tensors(folder / (file_ + ".safetensors"), tensor::converted(weights, at::kCPU, at::kHalf),
                         {{"format", "pt"}});
  }

 private:
  // Text and image keys for the UNet; sample and timesteps are left to the caller.
  [[nodiscard]] Result<models::UNetInput> conditions(const adapters::IpAdapter& adapter, const Tensor& context,
                                                     const Tensor& image_embeds) const {
    models::UNetInput input;
    const Tensor tokens = adapter.tokens(image_embeds);
    if (adapter.is_simple()) {
      input.text = frozen_.unet->project_context(at::cat({context, tokens}, 1));
      return input;
    }
    input.text = frozen_.unet->project_context(context);
    auto keys = adapters::arranged(adapter.project(tokens), *frozen_.unet);
    if (!keys) return forward(keys);
    models::ImagePrompt prompt;
    prompt.layers = std::move(*keys);
    prompt.scales.assign(prompt.layers.size(), 1.0);
    input.image_prompts.push_back(std::move(prompt));
    return input;
  }

  NoiseTask task_;
  std::unique_ptr<PictureSource> source_;
  LatentCacheSettings cache_settings_;
  ModelPlaces model_;
  std::int64_t batch_ = 32, tokens_ = 4, embed_dim_ = 0;
  bool is_simple_ = false;
  float drop_image_ = 0.05F, drop_text_ = 0.05F, drop_both_ = 0.05F;
  std::string file_;
  FrozenModel frozen_;
  std::optional<LatentCache> cache_;
};

}  // namespace

std::unique_ptr<Objective> make_ip_adapter_objective(const Recipe& recipe, const std::filesystem::path& vocabulary) {
  return std::make_unique<IpAdapterObjective>(recipe, vocabulary);
}

}  // namespace heddle::training
