// Estimates the memory that a run needs beyond its weights, so that a size that cannot fit is refused before the start,
// with numbers. Used by the sampler node. Pure functions but for refuse_too_large; any thread.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "weights/layouts/unet_config.h"
#include "weights/layouts/vae_config.h"

namespace heddle::pipeline {

struct RunSize {
  std::int64_t width = 512, height = 512;  // pixels
  std::int64_t images = 1;
  bool guided = true;           // with and without the condition in one batch
  std::int64_t conditions = 1;  // texts that lead at once
};

// Bytes of activations at the widest point of the UNet (the top level on the way up: skip connections, the concatenated
// input, the feed-forward's two halves) in numbers of `item` bytes.
[[nodiscard]] std::uint64_t sampling_bytes(const weights::layouts::UNetConfig& config, const RunSize& size,
                                           std::size_t item);

// Bytes that the VAE's decoder takes for each pixel at its widest place: the last level's first block at full
// resolution.
[[nodiscard]] std::uint64_t decoding_bytes_per_pixel(const weights::layouts::VaeConfig& config, std::size_t item);

// Failure (out of memory): the larger of the two, which come after each other, is more than `available` bytes.
Result<void> refuse_too_large(const RunSize& size, std::uint64_t sampling, std::uint64_t decoding,
                              std::uint64_t available);

}  // namespace heddle::pipeline
