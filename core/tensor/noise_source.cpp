#include "tensor/noise_source.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/randn.h>

#include <algorithm>
#include <utility>

namespace heddle::tensor {

NoiseSource::NoiseSource(std::vector<std::uint64_t> seeds, std::vector<std::int64_t> image_shape)
    : seeds_(std::move(seeds)), draw_shape_(std::move(image_shape)) {
  draw_shape_.insert(draw_shape_.begin(), 1);
  restart();
}

void NoiseSource::restart() {
  generators_.clear();
  for (const std::uint64_t seed : seeds_) generators_.emplace_back(at::detail::createCPUGenerator(seed));
  position_ = 0;
}

at::Tensor NoiseSource::draw() {
  std::vector<at::Tensor> images;
  images.reserve(generators_.size());
  for (const at::Generator& generator : generators_) {
    images.push_back(at::randn(draw_shape_, generator, at::TensorOptions().dtype(at::kFloat).device(at::kCPU)));
  }
  ++position_;
  return at::cat(images, 0);
}

void NoiseSource::seek(std::int64_t position) {
  if (position < position_) restart();
  // Whole tensors are drawn, not numbers skipped: a draw's use of the generator depends on its size.
  while (position_ < position) draw();
}

std::vector<std::uint64_t> image_seeds(std::uint64_t seed, int images) {
  std::vector<std::uint64_t> seeds(static_cast<std::size_t>(std::max(images, 0)));
  for (std::size_t i = 0; i < seeds.size(); ++i) seeds[i] = seed + i;
  return seeds;
}

}  // namespace heddle::tensor
