// The UNet's objective: the noise in a latent, predicted from the text (Rombach et al. 2022), text left out now and
// then so that guidance works (Ho and Salimans 2022). The VAE is frozen and comes from a folder; so does the text
// encoder, unless it is trained too, as Rombach et al. trained theirs: a small CLIP encodes little of an object but its
// colour.
#include <nlohmann/json.hpp>

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

constexpr const char* kUNet = "unet.";  // before the names of the weights
constexpr const char* kText = "text.";

// The prompts of the sample sheet.
constexpr const char* kPrompts[] = {
    "a red ball on the beach at dusk",   "a blue house in the snow by day",   "a yellow star in the night sky",
    "a green fish in the sea",           "a pink mushroom in a meadow",       "a white boat on the sea at night",
    "an orange cube in the desert",      "a purple tree in a meadow at dusk", "a red house on the beach",
    "a green ball in the snow at night", "a blue boat on the sea at dusk",    "a yellow mushroom in the desert",
    "a purple star in the night sky",    "a pink fish in the sea at dusk",    "a white cube in a meadow at night",
    "an orange tree in the snow"};

models::UNetConfig read_model_section(RecipeSection model) {
  models::UNetConfig config;
  config.block_out_channels = model.integers("block_out_channels", {32, 64, 128, 160});
  const std::size_t levels = config.block_out_channels.size();
  std::vector<std::int64_t> attention = model.integers("attention", std::vector<std::int64_t>(levels, 1), {0, 1});
  config.heads = model.integers("heads", std::vector<std::int64_t>(levels, 4));
  config.layers_per_block = model.integer("layers_per_block", 2, {1, 16});
  config.norm_num_groups = model.integer("norm_num_groups", 16, {1, 1024});
  if (attention.size() != levels) model.refuse("attention", "needs one number for each of block_out_channels");
  if (config.heads.size() != levels) model.refuse("heads", "needs one number for each of block_out_channels");
  attention.resize(levels, 1);
  config.heads.resize(levels, 1);
  config.down_attention.assign(attention.begin(), attention.end());
  config.up_attention.assign(attention.rbegin(), attention.rend());
  config.transformer_layers.assign(levels, 1);
  for (std::size_t i = 0; i < levels; ++i) {
    if (config.block_out_channels[i] % config.norm_num_groups != 0)
      model.refuse("norm_num_groups", "must divide all channels");
    if (config.block_out_channels[i] % config.heads[i] != 0) model.refuse("heads", "must divide the level's channels");
  }
  return config;
}

class UNetObjective final : public Objective {
 public:
  UNetObjective(const Recipe& recipe, const std::filesystem::path& vocabulary)
      : config_(read_model_section(recipe.section("model"))),
        task_(recipe.section("loss").real("min_snr_gamma", 5, {0, 1e6})),
        data_(recipe.section("data"), vocabulary, {.cache = "build/train/bobbin_latents"}) {
    drop_text_ = static_cast<float>(recipe.section("loss").real("drop_text", 0.1, {0, 1}));
    RecipeSection model = recipe.section("model");
    start_from_ = model.path("start_from", "");
    trains_text_ = model.flag("train_text", false);
    text_from_ = model.path("start_text_from", data_.places().model / "text_encoder");
  }

  Result<void> prepare(const StepInfo& info, const RunControl& control) override {
    if (auto found = data_.find_images(); !found) return found;
    if (auto read = frozen_.read_text(data_.places(), info); !read) return forward(read);
    if (auto read = frozen_.read_vae(data_.places(), info); !read) return forward(read);
    text_config_ = frozen_.text_encoder->config();
    config_.cross_attention_dim = text_config_.hidden_size;
    return data_.open(info, control);
  }

  Result<NamedTensors> initial_weights(at::Generator generator) override {
    NamedTensors unet;
    models::UNet::initialise(unet, config_, std::move(generator));
    if (!start_from_.empty()) {
      auto files = read_model(start_from_);
      if (!files) return forward(files);
      auto copied = copy_into(unet, files->weights, fmt::format("[train.start] '{}'", start_from_.string()));
      if (!copied) return forward(copied);
    }
    NamedTensors weights = prefixed(unet, kUNet);
    if (!trains_text_) return weights;
    auto text = read_model(text_from_);
    if (!text) return forward(text);
    weights.merge(prefixed(text->weights, kText));
    return weights;
  }

  [[nodiscard]] std::int64_t batch_size(std::int64_t /*step*/) const override { return data_.batch(); }

  [[nodiscard]] NamedTensors draw_batch(std::int64_t step, BatchPart part) const override {
    return data_.draw_captioned(step, part, /*stream=*/78, *frozen_.tokenizer, drop_text_);
  }

  [[nodiscard]] Result<Loss> loss(const NamedTensors& weights, const NamedTensors& batch,
                                  const StepInfo& info) const override {
    auto unet = models::UNet::bind(below(weights, kUNet), config_);
    if (!unet) return forward(unet);
    auto context = context_of(weights, batch.at("ids"));
    if (!context) return forward(context);
    models::UNetInput conditions;
    conditions.text = unet->project_context(*context);
    return task_.loss(*unet, std::move(conditions), batch, data_.scaling_factor(), info);
  }

  Result<void> write_samples(const NamedTensors& weights, const StepInfo& info,
                             const std::filesystem::path& file) override {
    constexpr std::int64_t kColumns = 4;
    const NamedTensors computing = tensor::converted(weights, info.device, info.dtype);
    auto unet = models::UNet::bind(below(computing, kUNet), config_);
    if (!unet) return forward(unet);
    std::vector<std::string> texts(std::begin(kPrompts), std::end(kPrompts));
    const auto count = static_cast<std::int64_t>(texts.size());
    texts.insert(texts.begin(), texts.size(), std::string());  // the unconditional half comes first
    const Tensor ids = token_rows(*frozen_.tokenizer, texts, kContextTokens).to(info.device);
    auto context = context_of(computing, ids);
    if (!context) return forward(context);
    models::UNetInput conditions;
    conditions.text = unet->project_context(*context);
    auto images = task_.images(*unet, conditions, *frozen_.vae, count, data_.side(), info);
    if (!images) return forward(images);
    return write_sheet(*images, kColumns, file);
  }

  Result<void> export_to(const NamedTensors& weights, const StepInfo& /*info*/, const std::filesystem::path& folder,
                         const RunControl& /*control*/) override {
    nlohmann::json config = config_.to_json();
    config["sample_size"] = data_.side();
    if (trains_text_) {
      auto written =
          write_model(folder / "text_encoder", text_config_.to_json(), below(weights, kText), kTransformersWeights);
      if (!written) return written;
    }
    return write_model(folder / "unet", config, below(weights, kUNet));
  }

 private:
  // Token ids (batch, 77) -> (batch, 77, dim).
  [[nodiscard]] Result<Tensor> context_of(const NamedTensors& weights, const Tensor& ids) const {
    if (!trains_text_) return frozen_.context(ids);
    auto text = models::ClipText::bind(below(weights, kText), text_config_);
    if (!text) return forward(text);
    return text->encode(text->embed_tokens(ids));
  }

  models::UNetConfig config_;
  models::ClipTextConfig text_config_;
  DenoisingLoss task_;
  LatentData data_;
  std::filesystem::path start_from_, text_from_;
  bool trains_text_ = false;
  float drop_text_ = 0.1F;
  FrozenModel frozen_;
};

}  // namespace

std::unique_ptr<Objective> make_unet_objective(const Recipe& recipe, const std::filesystem::path& vocabulary) {
  return std::make_unique<UNetObjective>(recipe, vocabulary);
}

}  // namespace heddle::training
