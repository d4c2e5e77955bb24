// Pictures for tests: noise that make_golden.py draws too, and the checksum it writes down.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "image/image.h"
#include "image/png_chunks.h"

namespace heddle::image::test {

inline Image noise_image(int width, int height, int channels) {
  const auto w = static_cast<std::uint32_t>(width);
  const auto h = static_cast<std::uint32_t>(height);
  const auto c = static_cast<std::uint32_t>(channels);
  std::uint32_t state = (w * 73856093U) ^ (h * 19349663U) ^ (c * 83492791U);
  std::vector<std::uint8_t> pixels(std::size_t{w} * h * c);
  for (std::uint8_t& value : pixels) {
    state = state * 1664525U + 1013904223U;
    value = static_cast<std::uint8_t>(state >> 24U);
  }
  return {width, height, channels, std::move(pixels)};
}

inline std::string checksum(const Image& image) {
  const auto pixels = image.pixels();
  return fmt::format("{:08x}", png_checksum("", pixels));
}

inline std::filesystem::path golden(const std::string& name) {
  return std::filesystem::path(HEDDLE_SOURCE_DIR) / "tests/golden/image" / name;
}

inline std::vector<std::uint8_t> bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace heddle::image::test
