// AdapterShape: an IP-Adapter's kind and sizes, read from tensors with canonical names, and the tensors that such an
// adapter needs. Used by adapter loading and inspection. Values. Kinds and keys: tencent-ailab/IP-Adapter,
// ip_adapter.py and resampler.py.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "weights/layouts/expected_tensors.h"

namespace heddle::weights {

enum class AdapterKind {
  base,   // Linear and LayerNorm on the image embedding; "light" has the same form
  plus,   // Resampler on the features of the patches (also plus-face)
  full,   // MLP on the features of all patches (full-face)
  simple  // as base, but without layers in the UNet: its tokens are appended to the text
};
[[nodiscard]] std::string_view to_string(AdapterKind kind);

namespace layouts {

struct AdapterShape {
  AdapterKind kind = AdapterKind::base;
  std::int64_t tokens = 4;            // that a picture becomes; 0 for full: as many as the encoder gives
  std::int64_t encoder_width = 1024;  // of the image encoder's output
  std::int64_t cross_attention_dim = 768;
  std::int64_t inner_width = 0;            // of the resampler
  std::int64_t attention_width = 0;        // heads times 64, of the resampler
  std::int64_t feed_forward_width = 0;     // of the resampler
  std::int64_t depth = 0;                  // of the resampler
  std::vector<std::int64_t> layer_widths;  // of the UNet's cross-attentions, in the order of N
};

// FaceID adapters need a face recogniser that Heddle does not have: Unsupported, by name. Anything else that is no
// adapter is InvalidInput.
[[nodiscard]] Result<AdapterShape> adapter_shape_of(const WeightMap& weights);

[[nodiscard]] ExpectedTensors expected_tensors(const AdapterShape& shape);

}  // namespace layouts
}  // namespace heddle::weights
