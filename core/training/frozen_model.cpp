#include "training/frozen_model.h"

#include <ATen/core/grad_mode.h>

#include <nlohmann/json.hpp>

#include "pipeline/load/part_networks.h"
#include "tensor/weight_tensors.h"
#include "weights/model_files.h"

namespace heddle::training {

namespace {

Result<weights::Part> image_encoder_part(const ModelPlaces& places) {
  return weights::open_image_encoder(places.image_encoder.empty() ? places.model : places.image_encoder);
}

Result<text::Tokenizer> read_words(const ModelPlaces& places) {
  auto files = weights::open_files(places.model);
  if (!files) return heddle::forward(files);
  return pipeline::load_tokenizer(weights::tokenizer_files(*files), places.vocabulary);
}

tensor::ComputePolicy policy_of(const StepInfo& info) { return {info.device, info.dtype}; }

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
  auto bound = pipeline::load_clip_text(*part, policy_of(info), RunControl::none());
  if (!bound) return heddle::forward(bound);
  tokenizer.emplace(std::move(*words));
  text_encoder.emplace(std::move(bound->network));
  return {};
}

Result<void> FrozenModel::read_vae(const ModelPlaces& places, const StepInfo& info) {
  const auto part = weights::open_vae(places.model);
  if (!part) return Failure(part.error());
  auto bound = pipeline::load_vae_network(*part, policy_of(info), RunControl::none());
  if (!bound) return heddle::forward(bound);
  vae.emplace(std::move(bound->network));
  return {};
}

Result<void> FrozenModel::read_image_encoder(const ModelPlaces& places, const StepInfo& info) {
  const auto part = image_encoder_part(places);
  if (!part) return Failure(part.error());
  auto bound = pipeline::load_clip_vision(*part, policy_of(info), RunControl::none());
  if (!bound) return heddle::forward(bound);
  image_encoder.emplace(std::move(bound->network));
  return {};
}

Result<void> FrozenModel::read_unet(const ModelPlaces& places, const StepInfo& info) {
  const auto part = weights::open_unet(places.model);
  if (!part) return Failure(part.error());
  auto bound = pipeline::load_unet(*part, policy_of(info), RunControl::none());
  if (!bound) return heddle::forward(bound);
  weights::WeightMap of_text;
  for (const models::CrossAttentionLayer& layer : bound->network.cross_attention_layers()) {
    for (const char* part_name : {".to_k.weight", ".to_v.weight"}) {
      const std::string name = layer.name + part_name;
      of_text.add(name, *part->weights.find(name));
    }
  }
  auto exact = tensor::load_tensors(of_text, {at::kCPU, at::kFloat, tensor::ConvLayout::plain}, RunControl::none());
  if (!exact) return heddle::forward(exact);
  unet.emplace(std::move(bound->network));
  context_weights = std::move(*exact);
  return {};
}

Result<void> FrozenModel::read_unet_weights(const ModelPlaces& places) {
  const auto part = weights::open_unet(places.model);
  if (!part) return Failure(part.error());
  auto exact = pipeline::load_part(*part, {at::kCPU, at::kFloat}, RunControl::none());
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

Result<void> add_vae(ContentHasher& hash, const ModelPlaces& places) {
  return add(hash, weights::open_vae(places.model));
}

Result<void> add_image_encoder(ContentHasher& hash, const ModelPlaces& places) {
  return add(hash, image_encoder_part(places));
}

}  // namespace heddle::training
