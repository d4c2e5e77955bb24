// The IP-Adapter's objective (Ye et al. 2023, 3.2.3): the UNet's own loss with the UNet frozen, text and picture given,
// each left out now and then. `kind` is base (one embedding, a few tokens), plus (a resampler over the encoder's
// hidden_states[-2]) or simple, the paper's comparison (4.4.1): tokens appended to the text, through the UNet's own K,
// V.
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include "adapters/ip_adapter.h"
#include "tensor/weight_layout.h"
#include "training/data/caption_tokens.h"
#include "training/data/latent_data.h"
#include "training/model_files.h"
#include "training/objectives/denoising_loss.h"
#include "training/objectives/objectives.h"
#include "training/objectives/sample_sheet.h"
#include "training/tensor_store.h"

namespace heddle::training {

namespace {

using at::Tensor;
using tensor::NamedTensors;

enum class Kind { base, plus, simple };

Kind read_kind(RecipeSection model) {
  const std::string kind = model.choice("kind", "base", {"base", "plus", "simple"});
  return kind == "plus" ? Kind::plus : kind == "simple" ? Kind::simple : Kind::base;
}

class IpAdapterObjective final : public Objective {
 public:
  IpAdapterObjective(const Recipe& recipe, const std::filesystem::path& vocabulary)
      : task_(recipe.section("loss").real("min_snr_gamma", 0, {0, 1e6})),
        kind_(read_kind(recipe.section("model"))),
        data_(recipe.section("data"), vocabulary,
              {.cache = "build/train/bobbin_image_latents",
               .images = is_plus() ? ImageFeatures::penultimate : ImageFeatures::embeds}) {
    RecipeSection model = recipe.section("model");
    tokens_ = model.integer("tokens", is_plus() ? 16 : 4, {1, 256});
    if (is_plus()) {
      width_ = model.integer("width", 0, {0, 8192});
      heads_ = model.integer("heads", 12, {1, 64});
    }
    RecipeSection loss = recipe.section("loss");
    drop_image_ = static_cast<float>(loss.real("drop_image", 0.05, {0, 1}));
    drop_text_ = static_cast<float>(loss.real("drop_text", 0.05, {0, 1}));
    drop_both_ = static_cast<float>(loss.real("drop_both", 0.05, {0, 1}));
    const std::string_view usual = kind_ == Kind::simple ? "simple-adapter_bobbin"
                                   : is_plus()           ? "ip-adapter-plus_bobbin"
                                                         : "ip-adapter_bobbin";
    stored_as_ = read_stored_as(recipe);
    file_ = recipe.section("export").text("file", std::string(usual));
  }

  Result<void> prepare(const StepInfo& info, const RunControl& control) override {
    if (auto found = data_.find_images(); !found) return found;
    if (auto read = frozen_.read_text(data_.places(), info); !read) return forward(read);
    if (auto read = frozen_.read_vae(data_.places(), info); !read) return forward(read);
    auto encoder = image_encoder_config(data_.places());
    if (!encoder) return forward(encoder);
    encoder_ = *encoder;
    if (auto opened = data_.open(info, control); !opened) return opened;
    if (is_plus()) {
      if (auto told = ask_of_nothing(info); !told) return told;
    }
    return frozen_.read_unet(data_.places(), info);
  }

  Result<NamedTensors> initial_weights(at::Generator generator) override {
    NamedTensors weights;
    const std::int64_t context = frozen_.unet->config().cross_attention_dim;
    if (is_plus()) {
      const std::int64_t width = width_ > 0 ? width_ : context;
      adapters::ImageProjection::initialise_plus(weights,
                                                 {.in = encoder_.hidden_size,
                                                  .out = context,
                                                  .width = width,
                                                  .attention_width = heads_ * adapters::kResamplerHeadDim,
                                                  .feed_forward = 4 * width,
                                                  .depth = 4,
                                                  .tokens = tokens_},
                                                 std::move(generator));
    } else {
      adapters::ImageProjection::initialise_base(weights, encoder_.projection_dim, context, tokens_,
                                                 std::move(generator));
    }
    if (kind_ != Kind::simple) adapters::IpAdapter::initialise_layers(weights, *frozen_.unet, frozen_.context_weights);
    return weights;
  }

  [[nodiscard]] std::int64_t batch_size(std::int64_t /*step*/) const override { return data_.batch(); }

  [[nodiscard]] NamedTensors draw_batch(std::int64_t step, BatchPart part) const override {
    const Tensor kept = at::ones({part.count, 1}, at::kFloat);
    auto* keeps_image = kept.mutable_data_ptr<float>();
    // One random number for the three cases, as in the reference.
    const auto keeps_text = [this, &keeps_image](float die) {
      const float without_text = drop_image_ + drop_text_, without_either = without_text + drop_both_;
      if (die < drop_image_ || (die >= without_text && die < without_either)) *keeps_image = 0;
      ++keeps_image;
      return die < drop_image_ || die >= without_either;
    };
    const LatentData::Batch batch = data_.draw(step, part, /*stream=*/79, *frozen_.tokenizer, keeps_text);
    const Tensor& images = batch.rows.images;
    return {{"mean", batch.rows.mean},
            {"deviation", batch.rows.deviation},
            {"images", is_plus() ? at::where(kept.unsqueeze(-1) > 0, images, unseen_) : images * kept},
            {"ids", batch.ids}};
  }

  [[nodiscard]] Result<Loss> loss(const NamedTensors& weights, const NamedTensors& batch,
                                  const StepInfo& info) const override {
    auto adapter = adapters::IpAdapter::bind(weights);
    if (!adapter) return forward(adapter);
    auto input = conditions(*adapter, frozen_.context(batch.at("ids")), batch.at("images").to(info.dtype));
    if (!input) return forward(input);
    return task_.loss(*frozen_.unet, std::move(*input), batch, data_.scaling_factor(), info);
  }

  // Above, images; below, the adapter's results from them without text.
  Result<void> write_samples(const NamedTensors& weights, const StepInfo& info,
                             const std::filesystem::path& file) override {
    // An image of Stable Diffusion takes a CPU a minute.
    const std::int64_t shown = tensor::is_wide(frozen_.unet->config().block_out_channels.front()) ? 4 : 8;
    auto adapter = adapters::IpAdapter::bind(tensor::converted(weights, info.device, info.dtype));
    if (!adapter) return forward(adapter);
    const CachedRows rows = data_.first_rows(shown);
    const Tensor seen = rows.images.to(info.device, info.dtype);
    const Tensor unseen = is_plus() ? unseen_.to(seen.options()).expand_as(seen) : at::zeros_like(seen);
    const std::vector<std::string> texts(2 * shown);
    const Tensor ids = token_rows(*frozen_.tokenizer, texts, kContextTokens).to(info.device);
    auto input = conditions(*adapter, frozen_.context(ids), at::cat({unseen, seen}));
    if (!input) return forward(input);
    auto made = task_.images(*frozen_.unet, *input, *frozen_.vae, shown, data_.side(), info);
    if (!made) return forward(made);
    const Tensor originals = frozen_.vae->decode(rows.mean.to(info.device, info.dtype)).to(at::kFloat);
    return write_sheet(at::cat({originals, *made}), shown, file);
  }

  Result<void> export_to(const NamedTensors& weights, const StepInfo& /*info*/, const std::filesystem::path& folder,
                         const RunControl& /*control*/) override {
    return write_tensors(folder / (file_ + ".safetensors"), stored_as(weights, stored_as_), {{"format", "pt"}});
  }

 private:
  [[nodiscard]] bool is_plus() const { return kind_ == Kind::plus; }

  // A picture left out, as the reference leaves it out: an embedding of zeros for base (and simple), for plus what the
  // encoder says of a pixel tensor of zeros: (1, tokens, D) fp32 on the CPU.
  Result<void> ask_of_nothing(const StepInfo& info) {
    const at::NoGradGuard no_grad;
    if (auto read = frozen_.read_image_encoder(data_.places(), info); !read) return read;
    const Tensor pixels =
        at::zeros({1, 3, encoder_.image_size, encoder_.image_size}, at::TensorOptions(info.device).dtype(info.dtype));
    unseen_ = frozen_.image_encoder->encode(pixels).penultimate.to(at::kCPU, at::kFloat);
    frozen_.image_encoder.reset();
    return {};
  }

  // Text and image keys for the UNet; sample and timesteps are left to the caller.
  [[nodiscard]] Result<models::UNetInput> conditions(const adapters::IpAdapter& adapter, const Tensor& context,
                                                     const Tensor& features) const {
    models::UNetInput input;
    const Tensor tokens = adapter.tokens(features);
    if (adapter.is_simple()) {
      input.text = frozen_.unet->project_context(at::cat({context, tokens}, 1));
      return input;
    }
    input.text = frozen_.unet->project_context(context);
    auto keys = adapters::in_unet_order(adapter.project(tokens), *frozen_.unet);
    if (!keys) return forward(keys);
    models::ImagePrompt prompt;
    prompt.layers = std::move(*keys);
    prompt.scales.assign(prompt.layers.size(), 1.0);
    input.image_prompts.push_back(std::move(prompt));
    return input;
  }

  DenoisingLoss task_;
  Kind kind_;
  LatentData data_;
  models::ClipVisionConfig encoder_;
  std::int64_t tokens_ = 4;
  std::int64_t width_ = 0, heads_ = 12;  // of a resampler; width 0: as wide as the text
  Tensor unseen_;                        // for plus
  float drop_image_ = 0.05F, drop_text_ = 0.05F, drop_both_ = 0.05F;
  std::string file_;
  StoredAs stored_as_ = StoredAs::fp16;
  FrozenModel frozen_;
};

}  // namespace

std::unique_ptr<Objective> make_ip_adapter_objective(const Recipe& recipe, const std::filesystem::path& vocabulary) {
  return std::make_unique<IpAdapterObjective>(recipe, vocabulary);
}

}  // namespace heddle::training
