// IP-Adapter (Ye et al. 2023, arXiv 2308.06721): image tokens and, for every cross-attention layer, W'k and W'v.
// One adapter serves every fine-tune of its base model: it is bound without one, and its keys and values are kept
// across checkpoints. Used by the image prompt nodes and by training. Const calls from any thread.
#pragma once

#include <map>

#include "adapters/image_projection.h"
#include "models/unet/unet.h"

namespace heddle::adapters {

// Keys and values of an image by the adapter's own layer numbers.
using AdapterKeyValues = std::map<std::size_t, nn::KeyValue>;

class IpAdapter final {
 public:
  // weights: `image_proj.*` and `ip_adapter.N.to_{k,v}_ip.weight` (h94 layout). A file without any `ip_adapter.` keys
  // is the simple adapter: tokens only. Failure: keys or shapes do not fit together.
  static Result<IpAdapter> bind(const tensor::NamedTensors& weights);
  // Adds W'k and W'v of every layer to `weights`, beginning as the UNet's own Wk and Wv (unet_weights: canonical
  // names). The projection is ImageProjection's to begin.
  static void initialise_layers(tensor::NamedTensors& weights, const models::UNet& unet,
                                const tensor::NamedTensors& unet_weights);

  // Encoder features (batch, ...) as `projection().feature()` says -> image tokens (batch, tokens, C).
  [[nodiscard]] Tensor tokens(const Tensor& features) const { return projection_(features); }
  // K' = tokens W'k, V' = tokens W'v for every layer. Empty for a simple adapter.
  [[nodiscard]] AdapterKeyValues project(const Tensor& tokens) const;
  // The simple adapter (paper 4.4.1) has no W'k, W'v: its tokens are appended to the text's.
  [[nodiscard]] bool is_simple() const { return layers_.empty(); }
  [[nodiscard]] const ImageProjection& projection() const { return projection_; }

 private:
  struct Layer {
    nn::Linear to_k, to_v;
  };
  explicit IpAdapter(ImageProjection projection) : projection_(std::move(projection)) {}

  ImageProjection projection_;
  std::map<std::size_t, Layer> layers_;
};

// The N of `ip_adapter.N.` for each cross-attention layer of the UNet, in the UNet's order. Files number all attention
// processors as diffusers registers them: down, up, then mid; self-attention takes the even numbers.
std::vector<std::size_t> processor_numbers(const models::UNet& unet);

// The keys in the UNet's order. Failure: the adapter was made for a network with other layers or widths.
Result<std::vector<nn::KeyValue>> in_unet_order(const AdapterKeyValues& keys, const models::UNet& unet);

}  // namespace heddle::adapters
