// Image: an immutable 8-bit image. Interleaved rows, top to bottom; 1 (grey or mask), 3 (RGB) or 4 (RGBA, straight
// alpha) channels; values are sRGB-encoded, masks are linear with 255 = full effect. Copies share the pixels. Used by
// every room that handles images. Thread rule: const calls from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace heddle::image {

class Image final {
 public:
  Image() = default;
  // Requires: pixels.size() == width * height * channels; channels is 1, 3 or 4.
  Image(int width, int height, int channels, std::vector<std::uint8_t> pixels)
      : width_(width),
        height_(height),
        channels_(channels),
        pixels_(std::make_shared<const std::vector<std::uint8_t>>(std::move(pixels))) {}

  [[nodiscard]] bool empty() const { return width_ == 0 || height_ == 0; }
  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] int channels() const { return channels_; }
  [[nodiscard]] std::span<const std::uint8_t> pixels() const {
    return pixels_ ? std::span<const std::uint8_t>(*pixels_) : std::span<const std::uint8_t>();
  }
  [[nodiscard]] std::span<const std::uint8_t> row(int y) const {
    const std::size_t stride = static_cast<std::size_t>(width_) * static_cast<std::size_t>(channels_);
    return pixels().subspan(static_cast<std::size_t>(y) * stride, stride);
  }

 private:
  int width_ = 0;
  int height_ = 0;
  int channels_ = 0;
  std::shared_ptr<const std::vector<std::uint8_t>> pixels_;
};

}  // namespace heddle::image
