#include "image/colour_profile.h"

namespace heddle::image {

Image from_profile(const Image& image, std::span<const std::uint8_t>) { return image; }

std::optional<std::vector<std::uint8_t>> cmyk_from_profile(std::span<const std::uint8_t>,
                                                           std::span<const std::uint8_t>) {
  return std::nullopt;
}

bool has_colour_profiles() { return false; }

}  // namespace heddle::image
