#include "nodes/model_loading.h"

#include <nlohmann/json.hpp>

#include "nodes/memory_need.h"
#include "nodes/preview.h"
#include "nodes/tiny_vae_files.h"
#include "tensor/weight_layout.h"
#include "tensor/weight_tensors.h"

namespace heddle::nodes {

namespace {

std::size_t bytes_of(const tensor::NamedTensors& weights) {
  std::size_t sum = 0;
  for (const auto& [name, value] : weights) sum += static_cast<std::size_t>(value.nbytes());
  return sum;
}

Result<tensor::NamedTensors> load(const weights::WeightMap& map, const tensor::ComputePolicy& policy,
                                  const RunControl& control, tensor::ConvLayout layout = tensor::ConvLayout::plain) {
  return tensor::load_tensors(map, {policy.device, policy.dtype, layout, policy.storage}, control);
}

Result<text::Tokenizer> load_tokenizer(const weights::TokenizerFiles& files, const std::filesystem::path& vocabulary) {
  if (!files.folder.empty()) return text::read_tokenizer(files.folder);
  if (vocabulary.empty()) {
    return fail(ErrorKind::not_found,
                "[model.load] this checkpoint needs CLIP's vocabulary, which set-up puts in build/vocab; run ./run once");
  }
  return text::read_tokenizer(vocabulary, files.pads_with_zero ? text::Padding::zero : text::Padding::end_token);
}

std::vector<double> channels_or(const Json& json, const char* key, std::vector<double> fallback) {
  return json.is_object() ? json.value(key, fallback) : fallback;
}

// Null where there is none, or one for other latents than Stable Diffusion's four channels.
Result<std::shared_ptr<const models::TinyVae>> load_tiny_vae(const std::optional<weights::Part>& part,
                                                             const tensor::ComputePolicy& policy, const RunControl& control) {
  using Loaded = std::shared_ptr<const models::TinyVae>;
  if (!part) return Loaded();
  const models::TinyVaeConfig config = models::TinyVaeConfig::from_json(part->config);
  if (config.latent_channels != 4) return Loaded();
  auto weights = load(part->weights, policy, control);
  if (!weights) return forward(weights);
  auto network = models::TinyVae::bind(*weights, config);
  if (!network) return forward(network);
  return std::make_shared<const models::TinyVae>(std::move(*network));
}

// The VAE's own map, else that of the published latents. Where the model's own VAE is small, a map for other latents would
// show less than it.
std::optional<LatentRgb> latent_rgb_of(const weights::ModelFiles& files, bool has_small_vae) {
  if (files.vae) {
    if (auto own = latent_rgb_from(files.vae->config)) return own;
  }
  if (has_small_vae && !has_published_latents(files.signature)) return std::nullopt;
  return published_latent_rgb();
}

}  // namespace

Result<engine::Value> load_diffusion_model(const weights::ModelFiles& files, std::shared_ptr<const VaeModel> vae,
                                           const tensor::ComputePolicy& policy, const RunControl& control) {
  auto config = models::UNetConfig::from_json(files.unet->config);
  if (!config) return forward(config);
  auto scheduler = diffusion::parse_scheduler_config(files.scheduler.dump(), "scheduler_config.json");
  if (!scheduler) return forward(scheduler);
  const tensor::ConvLayout layout = tensor::layout_for(config->block_out_channels.front());
  auto weights = load(files.unet->weights, policy, control, layout);
  if (!weights) return forward(weights);
  auto unet = models::UNet::bind(*weights, *config);
  if (!unet) return forward(unet);
  const auto vae_config = files.vae ? models::VaeConfig::from_json(files.vae->config) : models::VaeConfig{};
  const std::uint64_t decoding = files.vae ? decoding_bytes_per_pixel(vae_config, c10::elementSize(policy.dtype)) : 0;
  if (vae != nullptr && vae->wide()) vae = nullptr;
  auto tiny = load_tiny_vae(files.vae_tiny, policy, control);
  if (!tiny) return forward(tiny);
  const auto latent_rgb = latent_rgb_of(files, vae != nullptr);
  DiffusionModel model{std::move(*unet), *scheduler, vae_config.scaling_factor, decoding, files.path.stem().string(), policy, std::move(*tiny), std::move(vae), latent_rgb, {}, {}};
  const std::size_t bytes = bytes_of(*weights);
  model.source = std::make_shared<const NetworkSource>(NetworkSource{files.unet->weights, std::move(*weights), layout});
  return engine::Value::of(std::move(model), bytes);
}

Result<engine::Value> load_text_encoder(const weights::ModelFiles& files, const std::filesystem::path& vocabulary,
                                        const tensor::ComputePolicy& policy, const RunControl& control) {
  auto tokenizer = load_tokenizer(files.tokenizer, vocabulary);
  if (!tokenizer) return forward(tokenizer);
  auto weights = load(files.text_encoder->weights, policy, control);
  if (!weights) return forward(weights);
  auto network = models::ClipText::bind(*weights, models::ClipTextConfig::from_json(files.text_encoder->config));
  if (!network) return forward(network);
  TextEncoder encoder{std::move(*network), std::move(*tokenizer), policy, {}, {}, {}};
  const std::size_t bytes = bytes_of(*weights);
  encoder.source = std::make_shared<const NetworkSource>(
      NetworkSource{files.text_encoder->weights, std::move(*weights), tensor::ConvLayout::plain});
  return engine::Value::of(std::move(encoder), bytes);
}

Result<engine::Value> load_vae(const weights::Part& part, const tensor::ComputePolicy& policy,
                               const RunControl& control) {
  auto weights = tensor::load_tensors(part.weights, {}, control);
  if (!weights) return forward(weights);
  const std::size_t bytes = bytes_of(*weights);
  auto vae = VaeModel::open(std::move(*weights), models::VaeConfig::from_json(part.config), policy);
  if (!vae) return forward(vae);
  return engine::Value::of(std::move(*vae), bytes);
}

Result<engine::Value> load_image_encoder(const weights::Part& part, const Json& preprocessor,
                                         const std::string& identity, const tensor::ComputePolicy& policy,
                                         const RunControl& control) {
  auto weights = load(part.weights, policy, control);
  if (!weights) return forward(weights);
  auto network = models::ClipVision::bind(*weights, models::ClipVisionConfig::from_json(part.config));
  if (!network) return forward(network);
  return engine::Value::of(
      ImageEncoder{std::move(*network), channels_or(preprocessor, "image_mean", {0.48145466, 0.4578275, 0.40821073}),
                   channels_or(preprocessor, "image_std", {0.26862954, 0.26130258, 0.27577711}), policy, identity},
      bytes_of(*weights));
}

Result<engine::Value> load_adapter(const weights::AdapterFiles& files, const std::string& identity,
                                   const tensor::ComputePolicy& policy, const RunControl& control) {
  auto weights = load(files.weights, policy, control);
  if (!weights) return forward(weights);
  auto network = adapters::IpAdapter::bind(*weights);
  if (!network) return forward(network);
  return engine::Value::of(Adapter{std::move(*network), policy, identity}, bytes_of(*weights));
}

}  // namespace heddle::nodes
