#include "training/frozen_model.h"

#include <ATen/core/grad_mode.h>

#include <nlohmann/json.hpp>

#include "tensor/weight_layout.h"
#include "tensor/weight_tensors.h"
#include "weights/model_files.h"

namespace heddle::training {

namespace {

// A part that is there but lacks tensors, or has them in other shapes, is refused before training starts.
Result<void> complete(const weights::Part& part, std::string_view what) {
  if (part.refusal) return Failure(*part.refusal);
  if (part.check.complete()) return {};
  const bool missing = !part.check.missing.empty();
  return fail(ErrorKind::invalid_input, "[train.model] the {} in '{}' does not fit its architecture: {} tensors are missing and {} "
              "have another shape, the first is '{}'", what, part.source.string(), part.check.missing.size(),
              part.check.misshaped.size(), missing ? part.check.missing.front() : part.check.misshaped.front());
}

Result<tensor::NamedTensors> for_computing(const weights::Part& part, std::string_view what, const StepInfo& info,
                                           tensor::ConvLayout layout = tensor::ConvLayout::plain) {
  if (auto whole = complete(part, what); !whole) return heddle::forward(whole);
  return tensor::load_tensors(part.weights, {info.device, info.dtype, layout}, RunControl::none());
}

Result<weights::Part> image_encoder_part(const ModelPlaces& places) {
  return weights::open_image_encoder(places.image_encoder.empty() ? places.model : places.image_encoder);
}

Result<text::Tokenizer> read_words(const ModelPlaces& places) {
  auto files = weights::open_files(places.model);
  if (!files) return heddle::forward(files);
  if (!files->tokenizer.empty()) return text::read_tokenizer(files->tokenizer);
  if (!places.vocabulary.empty()) return text::read_tokenizer(places.vocabulary);
  return fail(ErrorKind::not_found, "[train.model] '{}' brings no tokenizer, so CLIP's vocabulary is needed: run ./run once, or set "
              "[data] vocabulary to bpe_simple_vocab_16e6.txt", places.model.string());
}

Result<void> add(ContentHasher& hash, const Result<weights::Part>& part) {
  if (!part) return Failure(part.error());
  for (const auto& [name, ref] : part->weights.table()) {
    const auto view = tensor::tensor_view(ref);
    if (!view) return Failure(view.error());
    const at::Tensor bytes = view->to(at::kFloat).contiguous();
    hash.add(name);
    hash.add(std::span(static_cast<const std::byte*>(bytes.const_data_ptr()), bytes.nbytes()));
  }
  return {};
}

}  // namespace

Result<void> FrozenModel::read_text(const ModelPlaces& places, const StepInfo& info) {
  auto words = read_words(places);
  if (!words) return heddle::forward(words);
  const auto part = weights::open_text_encoder(places.model);
  if (!part) return Failure(part.error());
  auto weights = for_computing(*part, "text encoder", info);
  if (!weights) return heddle::forward(weights);
  auto encoder = models::ClipText::bind(*weights, models::ClipTextConfig::from_json(part->config));
  if (!encoder) return heddle::forward(encoder);
  tokenizer.emplace(std::move(*words));
  text_encoder.emplace(std::move(*encoder));
  return {};
}

Result<void> FrozenModel::read_vae(const ModelPlaces& places, const StepInfo& info) {
  const auto part = weights::open_vae(places.model);
  if (!part) return Failure(part.error());
  auto weights = for_computing(*part, "VAE", info);
  if (!weights) return heddle::forward(weights);
  auto bound = models::Vae::bind(*weights, models::VaeConfig::from_json(part->config));
  if (!bound) return heddle::forward(bound);
  vae.emplace(std::move(*bound));
  return {};
}

Result<void> FrozenModel::read_image_encoder(const ModelPlaces& places, const StepInfo& info) {
  const auto part = image_encoder_part(places);
  if (!part) return Failure(part.error());
  auto weights = for_computing(*part, "image encoder", info);
  if (!weights) return heddle::forward(weights);
  auto bound = models::ClipVision::bind(*weights, models::ClipVisionConfig::from_json(part->config));
  if (!bound) return heddle::forward(bound);
  image_encoder.emplace(std::move(*bound));
  return {};
}

Result<void> FrozenModel::read_unet(const ModelPlaces& places, const StepInfo& info) {
  const auto part = weights::open_unet(places.model);
  if (!part) return Failure(part.error());
  auto config = models::UNetConfig::from_json(part->config);
  if (!config) return heddle::forward(config);
  auto weights = for_computing(*part, "UNet", info, tensor::layout_for(config->block_out_channels.front()));
  if (!weights) return heddle::forward(weights);
  auto bound = models::UNet::bind(*weights, *config);
  if (!bound) return heddle::forward(bound);
  weights::WeightMap of_text;
  for (const models::CrossAttentionLayer& layer : bound->cross_attention_layers()) {
    for (const char* part_name : {".to_k.weight", ".to_v.weight"}) {
      const std::string name = layer.name + part_name;
      of_text.add(name, *part->weights.find(name));
    }
  }
  auto exact = tensor::load_tensors(of_text, {at::kCPU, at::kFloat, tensor::ConvLayout::plain}, RunControl::none());
  if (!exact) return heddle::forward(exact);
  unet.emplace(std::move(*bound));
  context_weights = std::move(*exact);
  return {};
}

Result<void> FrozenModel::read_unet_weights(const ModelPlaces& places) {
  const auto part = weights::open_unet(places.model);
  if (!part) return Failure(part.error());
  auto exact = for_computing(*part, "UNet", StepInfo());  // fp32 on the CPU
  if (!exact) return heddle::forward(exact);
  unet_weights = std::move(*exact);
  return {};
}

at::Tensor FrozenModel::context(const at::Tensor& ids) const {
  const at::NoGradGuard no_grad;
  return text_encoder->encode(text_encoder->embed_tokens(ids));
}

Result<models::ClipVisionConfig> image_encoder_config(const ModelPlaces& places) {
  const auto part = image_encoder_part(places);
  if (!part) return Failure(part.error());
  return models::ClipVisionConfig::from_json(part->config);
}

Result<void> add_vae(ContentHasher& hash, const ModelPlaces& places) { return add(hash, weights::open_vae(places.model)); }

Result<void> add_image_encoder(ContentHasher& hash, const ModelPlaces& places) { return add(hash, image_encoder_part(places)); }

}  // namespace heddle::training
