#include "training/frozen_model.h"

#include <ATen/core/grad_mode.h>

#include "training/model_files.h"

namespace heddle::training {

namespace {

tensor::NamedTensors for_computing(const ModelFiles& files, const StepInfo& info) {
  return tensor::converted(files.weights, info.device, info.dtype);
}

}  // namespace

Result<void> FrozenModel::read_text(const std::filesystem::path& model, const StepInfo& info) {
  auto words = text::read_tokenizer(model / "tokenizer");
  if (!words) return heddle::forward(words);
  auto files = read_model(model / "text_encoder");
  if (!files) return heddle::forward(files);
  auto encoder = models::ClipText::bind(for_computing(*files, info), models::ClipTextConfig::from_json(files->config));
  if (!encoder) return heddle::forward(encoder);
  tokenizer.emplace(std::move(*words));
  text_encoder.emplace(std::move(*encoder));
  return {};
}

Result<void> FrozenModel::read_vae(const std::filesystem::path& model, const StepInfo& info) {
  auto files = read_model(model / "vae");
  if (!files) return heddle::forward(files);
  auto bound = models::Vae::bind(for_computing(*files, info), models::VaeConfig::from_json(files->config));
  if (!bound) return heddle::forward(bound);
  vae.emplace(std::move(*bound));
  return {};
}

Result<void> FrozenModel::read_image_encoder(const std::filesystem::path& model, const StepInfo& info) {
  auto files = read_model(model / "image_encoder");
  if (!files) return heddle::forward(files);
  auto bound = models::ClipVision::bind(for_computing(*files, info), models::ClipVisionConfig::from_json(files->config));
  if (!bound) return heddle::forward(bound);
  image_encoder.emplace(std::move(*bound));
  return {};
}

Result<void> FrozenModel::read_unet(const std::filesystem::path& model, const StepInfo& info) {
  auto files = read_model(model / "unet");
  if (!files) return heddle::forward(files);
  auto config = models::UNetConfig::from_json(files->config);
  if (!config) return heddle::forward(config);
  auto bound = models::UNet::bind(for_computing(*files, info), *config);
  if (!bound) return heddle::forward(bound);
  unet.emplace(std::move(*bound));
  unet_weights = std::move(files->weights);
  return {};
}

at::Tensor FrozenModel::context(const at::Tensor& ids) const {
  const at::NoGradGuard no_grad;
  return text_encoder->encode(text_encoder->embed_tokens(ids));
}

}  // namespace heddle::training
