// EncodedReference: what an adapter made of reference images; the part of an image prompt that no slider touches. Used
// by the terms of image prompts; pipeline/reference_encoding makes and caches it. Immutable: share between threads.
#pragma once

#include <string>
#include <vector>

#include "adapters/ip_adapter.h"
#include "image/image.h"

namespace heddle::adapters {

struct EncodedReference {
  Tensor tokens, negative_tokens;        // (1, tokens, context_dim)
  AdapterKeyValues keys, negative_keys;  // (1, tokens, dim) each; empty for a simple adapter
  std::vector<image::Image> views;       // the 8-bit squares that the encoder received, tiles one by one
  std::string identity;                  // of encoder, adapter and images
};

// Failure: the adapter's tokens are not as wide as the texts that the network reads.
Result<void> tokens_fit(const EncodedReference& reference, const models::UNet& unet);

}  // namespace heddle::adapters
