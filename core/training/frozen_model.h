// FrozenModel: the parts of a model that a network is trained against: tokenizer, text encoder, VAE, image encoder,
// UNet; each is read on first use, in the dtype that training computes in. The model is anything that the program
// opens: a diffusers folder or a single file. Used by the objectives. Const calls from any thread.
#pragma once

#include <filesystem>
#include <optional>

#include "base/hash.h"
#include "models/clip_text/clip_text.h"
#include "models/clip_vision/clip_vision.h"
#include "models/unet/unet.h"
#include "models/vae/vae.h"
#include "text/tokenizer.h"
#include "training/objective.h"

namespace heddle::training {

// Where the parts come from.
struct ModelPlaces {
  std::filesystem::path model;
  std::filesystem::path image_encoder;  // its folder or file; empty: the model's own
  std::filesystem::path vocabulary;     // CLIP's, for single files, which bring no tokenizer
};

struct FrozenModel {
  std::optional<text::Tokenizer> tokenizer;
  std::optional<models::ClipText> text_encoder;
  std::optional<models::Vae> vae;
  std::optional<models::ClipVision> image_encoder;
  std::optional<models::UNet> unet;
  tensor::NamedTensors unet_weights;     // the whole UNet, fp32, for those that change it
  tensor::NamedTensors context_weights;  // the UNet's Wk and Wv of text, fp32, for adapters that start from them

  Result<void> read_text(const ModelPlaces& places, const StepInfo& info);
  Result<void> read_vae(const ModelPlaces& places, const StepInfo& info);
  Result<void> read_image_encoder(const ModelPlaces& places, const StepInfo& info);
  Result<void> read_unet(const ModelPlaces& places, const StepInfo& info);
  Result<void> read_unet_weights(const ModelPlaces& places);

  // Token ids (batch, 77) -> the context that the UNet's cross-attention reads, (batch, 77, dim).
  [[nodiscard]] at::Tensor context(const at::Tensor& ids) const;
};

// The image encoder's numbers without its weights.
[[nodiscard]] Result<models::ClipVisionConfig> image_encoder_config(const ModelPlaces& places);

// The weights of a part, name by name, to check whether a cache was made with them.
[[nodiscard]] Result<void> add_vae(ContentHasher& hash, const ModelPlaces& places);
[[nodiscard]] Result<void> add_image_encoder(ContentHasher& hash, const ModelPlaces& places);

}  // namespace heddle::training
