#include "pipeline/load/model_parts.h"

#include <nlohmann/json.hpp>

#include "models/clip_vision/clip_normalisation.h"
#include "pipeline/load/part_networks.h"
#include "pipeline/load/tiny_vae_files.h"
#include "pipeline/memory_need.h"
#include "pipeline/preview.h"
#include "tensor/weight_layout.h"
#include "tensor/weight_tensors.h"

namespace heddle::pipeline {

namespace {

std::size_t bytes_of(const tensor::NamedTensors& weights) {
  std::size_t sum = 0;
  for (const auto& [name, value] : weights) sum += static_cast<std::size_t>(value.nbytes());
  return sum;
}

std::vector<double> channels_or(const Json& json, const char* key, const std::array<double, 3>& fallback) {
  const std::vector<double> usual(fallback.begin(), fallback.end());
  return json.is_object() ? json.value(key, usual) : usual;
}

// Null where there is none, or one for other latents than Stable Diffusion's four channels.
Result<std::shared_ptr<const models::TinyVae>> load_tiny_vae(const std::optional<weights::Part>& part,
                                                             const tensor::ComputePolicy& policy,
                                                             const RunControl& control) {
  using Loaded = std::shared_ptr<const models::TinyVae>;
  if (!part) return Loaded();
  auto config = models::TinyVaeConfig::from_json(part->config);
  if (!config) return forward(config);
  if (config->latent_channels != weights::kLatentChannels) return Loaded();
  auto weights = load_part(*part, policy, control);
  if (!weights) return forward(weights);
  auto network = models::TinyVae::bind(*weights, *config);
  if (!network) return forward(network);
  return std::make_shared<const models::TinyVae>(std::move(*network));
}

// The VAE's own map, else that of the published latents. Where the model's own VAE is small, a map for other latents
// would show less than it.
std::optional<weights::LatentRgb> latent_rgb_of(const weights::ModelFiles& files, bool has_small_vae) {
  if (files.vae) {
    if (auto own = latent_rgb_from(files.vae->config)) return own;
  }
  if (has_small_vae && !has_published_latents(files.signature)) return std::nullopt;
  return weights::kPublishedLatentRgb;
}

// The stored differences plus the base model's weights of the same names, summed in fp32. What the base has not (the
// hint's network, the output convolutions) is whole in the file. Failure: a base of other widths.
Result<tensor::NamedTensors> load_difference(const weights::Part& part, const NetworkSource& base,
                                             const models::ControlNetConfig& config,
                                             const tensor::ComputePolicy& policy, const RunControl& control) {
  auto weights = load_part(part, {at::kCPU, at::kFloat, std::nullopt}, control);
  if (!weights) return forward(weights);
  const tensor::ConvLayout layout = tensor::layout_for(config.unet.block_out_channels.front());
  for (auto& [name, value] : *weights) {
    if (const auto found = base.weights.find(name); found != base.weights.end()) {
      const at::Tensor& whole = found->second;
      if (whole.sizes() != value.sizes()) {
        return fail(ErrorKind::invalid_input,
                    "[control.open] the differences in '{}' do not fit the model that is wired to it: '{}' has another "
                    "shape; take the ControlNet for this kind of model",
                    part.source.filename().string(), name);
      }
      value = value + whole.to(at::kCPU, at::kFloat);
    }
    value =
        tensor::convert_weight(value, policy.device, tensor::kept_type(value, policy.dtype, policy.storage), layout);
  }
  return weights;
}

}  // namespace

Result<Loaded<DiffusionModel>> load_diffusion_model(const weights::ModelFiles& files,
                                                    std::shared_ptr<const VaeModel> vae,
                                                    const tensor::ComputePolicy& policy, const RunControl& control) {
  auto scheduler = diffusion::parse_scheduler_config(files.scheduler.dump(), "scheduler_config.json");
  if (!scheduler) return forward(scheduler);
  auto unet = load_unet(*files.unet, policy, control);
  if (!unet) return forward(unet);
  auto vae_config =
      files.vae ? models::VaeConfig::from_json(files.vae->config) : Result<models::VaeConfig>(models::VaeConfig());
  if (!vae_config) return forward(vae_config);
  const std::uint64_t decoding = files.vae ? decoding_bytes_per_pixel(*vae_config, c10::elementSize(policy.dtype)) : 0;
  if (vae != nullptr && vae->wide()) vae = nullptr;
  auto tiny = load_tiny_vae(files.vae_tiny, policy, control);
  if (!tiny) return forward(tiny);
  const auto latent_rgb = latent_rgb_of(files, vae != nullptr);
  DiffusionModel model{std::move(unet->network),
                       *scheduler,
                       vae_config->scaling_factor,
                       decoding,
                       files.path.stem().string(),
                       policy,
                       std::move(*tiny),
                       std::move(vae),
                       latent_rgb,
                       {},
                       {}};
  const std::size_t bytes = bytes_of(unet->weights);
  const tensor::ConvLayout layout = tensor::layout_for(model.unet.config().block_out_channels.front());
  model.source =
      std::make_shared<const NetworkSource>(NetworkSource{files.unet->weights, std::move(unet->weights), layout});
  return Loaded<DiffusionModel>{std::move(model), bytes};
}

Result<Loaded<TextEncoder>> load_text_encoder(const weights::ModelFiles& files, const std::filesystem::path& vocabulary,
                                              const tensor::ComputePolicy& policy, const RunControl& control) {
  auto tokenizer = load_tokenizer(files.tokenizer, vocabulary);
  if (!tokenizer) return forward(tokenizer);
  auto text = load_clip_text(*files.text_encoder, policy, control);
  if (!text) return forward(text);
  TextEncoder encoder{std::move(text->network), std::move(*tokenizer), policy, {}, {}, {}};
  const std::size_t bytes = bytes_of(text->weights);
  encoder.source = std::make_shared<const NetworkSource>(
      NetworkSource{files.text_encoder->weights, std::move(text->weights), tensor::ConvLayout::plain});
  return Loaded<TextEncoder>{std::move(encoder), bytes};
}

Result<Loaded<VaeModel>> load_vae(const weights::Part& part, const tensor::ComputePolicy& policy,
                                  const RunControl& control) {
  auto weights = tensor::load_tensors(part.weights, {}, control);
  if (!weights) return forward(weights);
  const std::size_t bytes = bytes_of(*weights);
  auto config = models::VaeConfig::from_json(part.config);
  if (!config) return forward(config);
  auto vae = VaeModel::open(std::move(*weights), *config, policy);
  if (!vae) return forward(vae);
  return Loaded<VaeModel>{std::move(*vae), bytes};
}

Result<Loaded<ImageEncoder>> load_image_encoder(const weights::Part& part, const Json& preprocessor,
                                                const std::string& identity, const tensor::ComputePolicy& policy,
                                                const RunControl& control) {
  auto vision = load_clip_vision(part, policy, control);
  if (!vision) return forward(vision);
  const std::size_t bytes = bytes_of(vision->weights);
  return Loaded<ImageEncoder>{
      ImageEncoder{std::move(vision->network), channels_or(preprocessor, "image_mean", models::kClipMean),
                   channels_or(preprocessor, "image_std", models::kClipStd), policy, identity},
      bytes};
}

Result<Loaded<Adapter>> load_adapter(const weights::AdapterFiles& files, const std::string& identity,
                                     const tensor::ComputePolicy& policy, const RunControl& control) {
  auto weights = tensor::load_tensors(
      files.weights, {policy.device, policy.dtype, tensor::ConvLayout::plain, policy.storage}, control);
  if (!weights) return forward(weights);
  auto network = adapters::IpAdapter::bind(*weights);
  if (!network) return forward(network);
  return Loaded<Adapter>{Adapter{std::move(*network), policy, identity}, bytes_of(*weights)};
}

Result<Loaded<ControlModel>> load_control(const weights::Part& part, const std::string& identity,
                                          const DiffusionModel* base, const tensor::ComputePolicy& policy,
                                          const RunControl& control) {
  auto config = models::ControlNetConfig::from_json(part.config);
  if (!config) return forward(config);
  if (!config->is_difference) {
    auto net = load_controlnet(part, policy, control);
    if (!net) return forward(net);
    const std::size_t bytes = bytes_of(net->weights);
    return Loaded<ControlModel>{{std::make_shared<const models::ControlNet>(std::move(net->network)), policy, identity},
                                bytes};
  }
  if (base == nullptr || base->source == nullptr) {
    return fail(ErrorKind::invalid_input,
                "[control.open] '{}' holds the differences of a ControlNet from its base model; wire the model to it",
                part.source.filename().string());
  }
  auto weights = load_difference(part, *base->source, *config, policy, control);
  if (!weights) return forward(weights);
  auto net = models::ControlNet::bind(*weights, *config);
  if (!net) return forward(net);
  return Loaded<ControlModel>{{std::make_shared<const models::ControlNet>(std::move(*net)), policy, identity},
                              bytes_of(*weights)};
}

Result<Loaded<CoAdapterModel>> load_coadapter(const weights::Part& part, const std::string& identity,
                                              const tensor::ComputePolicy& policy, const RunControl& control) {
  auto net = load_coadapter_fuser(part, policy, control);
  if (!net) return forward(net);
  const std::size_t bytes = bytes_of(net->weights);
  return Loaded<CoAdapterModel>{
      {std::make_shared<const models::CoAdapterFuser>(std::move(net->network)), policy, identity}, bytes};
}

Result<Loaded<UniModel>> load_uni(const weights::Part& part, const std::string& identity,
                                  const tensor::ComputePolicy& policy, const RunControl& control) {
  auto net = load_uni_control(part, policy, control);
  if (!net) return forward(net);
  const std::size_t bytes = bytes_of(net->weights);
  return Loaded<UniModel>{{std::make_shared<const models::UniControl>(std::move(net->network)), policy, identity},
                          bytes};
}

Result<Loaded<StyleModel>> load_style(const weights::Part& part, const std::string& identity,
                                      const tensor::ComputePolicy& policy, const RunControl& control) {
  auto net = load_style_adapter(part, policy, control);
  if (!net) return forward(net);
  const std::size_t bytes = bytes_of(net->weights);
  return Loaded<StyleModel>{{std::make_shared<const models::StyleAdapter>(std::move(net->network)), policy, identity,
                             part.source.stem().string()},
                            bytes};
}

Result<Loaded<T2IModel>> load_t2i(const weights::Part& part, const std::string& identity,
                                  const tensor::ComputePolicy& policy, const RunControl& control) {
  auto net = load_t2i_adapter(part, policy, control);
  if (!net) return forward(net);
  const std::size_t bytes = bytes_of(net->weights);
  return Loaded<T2IModel>{{std::make_shared<const models::T2IAdapter>(std::move(net->network)), policy, identity,
                           part.source.stem().string()},
                          bytes};
}

}  // namespace heddle::pipeline
