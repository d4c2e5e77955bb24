// NoiseSource: all the noise of a run, from explicit seeds, in the order in which the reference draws it. Used by the
// denoise loop and by callers that make the first latents. One thread at a time; no global state is touched.
//
// Each image has its own generator, seeded like torch.Generator('cpu').manual_seed(seed), and every draw takes fp32
// normal values of one image's shape from each. The first draw is therefore the reference's initial noise, and the
// following ones are what its ancestral samplers add, step by step. A position counts the draws: seeking replays from
// the seed, which costs microseconds at the size of latents and lets a run rewind and branch.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace heddle::tensor {

class NoiseSource final {
 public:
  // One seed a picture; image_shape is (channels, height, width). The generator takes the low 32 bits of a seed, so
  // seeds that differ by a multiple of 2^32 draw the same noise; this is LibTorch's rule and the reference has it too.
  NoiseSource(std::vector<std::uint64_t> seeds, std::vector<std::int64_t> image_shape);
  NoiseSource(const NoiseSource&) = delete;
  NoiseSource& operator=(const NoiseSource&) = delete;
  NoiseSource(NoiseSource&&) noexcept = default;
  NoiseSource& operator=(NoiseSource&&) noexcept = default;
  ~NoiseSource() = default;

  // The next noise: (pictures, channels, height, width), fp32, on the CPU.
  at::Tensor draw();

  // Draws done so far. 0 = nothing drawn yet.
  [[nodiscard]] std::int64_t position() const { return position_; }

  // Makes the next draw the one that `position` draws precede.
  void seek(std::int64_t position);

 private:
  void restart();

  std::vector<std::uint64_t> seeds_;
  std::vector<std::int64_t> draw_shape_;  // (1, channels, height, width)
  std::vector<at::Generator> generators_;
  std::int64_t position_ = 0;
};

// Seeds of a batch: seed, seed + 1, ... so that each picture can be made again alone. Wraps at 2^64.
std::vector<std::uint64_t> image_seeds(std::uint64_t seed, int images);

}  // namespace heddle::tensor
