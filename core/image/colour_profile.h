// Converts pixels from an image's embedded ICC profile to sRGB. Used by the PNG and JPEG readers. Pure functions. Built
// with LittleCMS or, without it, from colour_profile_none.cpp, where every profile counts as sRGB.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "image/image.h"

namespace heddle::image {

// The picture in sRGB: unchanged when the profile is sRGB itself, broken, or of another kind of colour than the
// picture.
[[nodiscard]] Image from_profile(const Image& image, std::span<const std::uint8_t> profile);

// RGB pixels of `count` CMYK pixels (0 = no ink) by their profile; none when it is broken or not a CMYK profile.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> cmyk_from_profile(std::span<const std::uint8_t> cmyk,
                                                                         std::span<const std::uint8_t> profile);

// Whether LittleCMS is built in.
[[nodiscard]] bool has_colour_profiles();

}  // namespace heddle::image
