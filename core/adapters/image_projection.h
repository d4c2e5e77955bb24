// The projection network of an IP-Adapter: maps image encoder features to image tokens (Ye et al. 2023, 3.2.1). base
// and light: Linear + LayerNorm (4 tokens); plus: perceiver resampler (16); full-face: MLP (257). Used by ip_adapter.
// Const calls from any thread.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "models/clip_vision/clip_vision.h"
#include "nn/layers.h"

namespace heddle::adapters {

using at::Tensor;

// Which output of the image encoder a projection reads.
enum class EncoderFeature { image_embeds, penultimate };

// ImageProjModel: image_embeds (batch, D) -> (batch, tokens, C).
struct LinearProjection {
  nn::Linear proj;
  nn::LayerNorm norm;
  Tensor operator()(const Tensor& features) const;
};

// Resampler (after Flamingo's): hidden_states[-2] (batch, n, D) -> (batch, 16, C).
struct Resampler {
  struct Layer {
    nn::LayerNorm norm_features, norm_latents;
    nn::Linear to_q, to_kv, to_out;
    nn::LayerNorm ff_norm;
    nn::Linear ff_in, ff_out;
  };
  Tensor latents;  // (1, tokens, dim)
  nn::Linear proj_in, proj_out;
  nn::LayerNorm norm_out;
  std::vector<Layer> layers;
  std::int64_t heads = 12;
  Tensor operator()(const Tensor& features) const;
};

// MLPProjModel: hidden_states[-2] (batch, 257, D) -> (batch, 257, C).
struct MlpProjection {
  nn::Linear proj_0, proj_2;
  nn::LayerNorm norm;
  Tensor operator()(const Tensor& features) const;
};

inline constexpr std::int64_t kResamplerHeadDim = 64;

// The sizes of a resampler. The reference's plus adapter of SD 1.5: 768, 12 heads of 64, depth 4, 16 tokens; diffusers
// reads no other depth than 4 and no other feed-forward than 4 times the width.
struct ResamplerShape {
  std::int64_t in = 1280;  // width of the encoder's hidden states
  std::int64_t out = 768;  // cross_attention_dim
  std::int64_t width = 768;
  std::int64_t attention_width = 768;  // heads times 64
  std::int64_t feed_forward = 3072;
  std::int64_t depth = 4;
  std::int64_t tokens = 16;
};

class ImageProjection final {
 public:
  enum class Kind { base, plus, full };

  // Recognises the kind by its keys below `image_proj.`; all widths are read off the tensors.
  // Failure: none of the three kinds (FaceID files are named as unsupported).
  static Result<ImageProjection> bind(const tensor::NamedTensors& weights);
  // Adds a fresh base projection of `tokens` tokens to `weights`.
  static void initialise_base(tensor::NamedTensors& weights, std::int64_t embed_dim, std::int64_t cross_attention_dim,
                              std::int64_t tokens, at::Generator generator);
  // The same for a plus projection.
  static void initialise_plus(tensor::NamedTensors& weights, const ResamplerShape& shape, at::Generator generator);

  [[nodiscard]] Tensor operator()(const Tensor& features) const;  // -> (batch, tokens, cross_attention_dim)
  [[nodiscard]] Kind kind() const { return static_cast<Kind>(network_.index()); }
  [[nodiscard]] EncoderFeature feature() const;
  [[nodiscard]] std::int64_t feature_dim() const;  // width of the encoder output that it reads
  [[nodiscard]] std::int64_t token_dim() const;    // width of the tokens, the UNet's cross_attention_dim
  [[nodiscard]] at::ScalarType dtype() const;      // what it computes in

 private:
  using Network = std::variant<LinearProjection, Resampler, MlpProjection>;  // in the order of Kind
  explicit ImageProjection(Network network) : network_(std::move(network)) {}

  Network network_;
};

std::string_view to_string(ImageProjection::Kind kind);

}  // namespace heddle::adapters
