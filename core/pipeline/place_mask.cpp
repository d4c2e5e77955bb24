#include "pipeline/place_mask.h"

#include <ATen/TensorOperators.h>
#include <fmt/format.h>

#include <span>

#include "image/convert.h"
#include "pipeline/image_tensors.h"

namespace heddle::pipeline {

void hash_image(ContentHasher& hasher, const image::Image& image) {
  hasher.add(fmt::format("{}x{}x{};", image.width(), image.height(), image.channels()));
  hasher.add(std::as_bytes(image.pixels()));
}

adapters::PlaceMask place_mask(const image::Image& mask) {
  if (mask.empty()) return {};
  ContentHasher hasher;
  hash_image(hasher, mask);
  const at::Tensor grey = to_tensor(image::to_grey(mask)).slice(1, 0, 1);
  return {(grey + 1) / 2, hasher.hex()};
}

}  // namespace heddle::pipeline
