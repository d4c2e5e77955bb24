// FrozenModel: the parts of a diffusers folder that a network is trained against: tokenizer, text encoder, VAE, image
// encoder, UNet; each is read when it is asked for, in the dtype that training computes in. Used by the objectives.
// Const calls from any thread.
#pragma once

#include <filesystem>
#include <optional>

#include "models/clip_text/clip_text.h"
#include "models/clip_vision/clip_vision.h"
#include "models/unet/unet.h"
#include "models/vae/vae.h"
#include "text/tokenizer.h"
#include "training/objective.h"

namespace heddle::training {

struct FrozenModel {
  std::optional<text::Tokenizer> tokenizer;
  std::optional<models::ClipText> text_encoder;
  std::optional<models::Vae> vae;
  std::optional<models::ClipVision> image_encoder;
  std::optional<models::UNet> unet;
  tensor::NamedTensors unet_weights;  // fp32, for adapters that start from them

  // Each reads one folder below `model`.
  Result<void> read_text(const std::filesystem::path& model, const StepInfo& info);
  Result<void> read_vae(const std::filesystem::path& model, const StepInfo& info);
  Result<void> read_image_encoder(const std::filesystem::path& model, const StepInfo& info);
  Result<void> read_unet(const std::filesystem::path& model, const StepInfo& info);

  // Token ids (batch, 77) -> the context that the UNet's cross-attention reads, (batch, 77, dim).
  [[nodiscard]] at::Tensor context(const at::Tensor& ids) const;
};

}  // namespace heddle::training
