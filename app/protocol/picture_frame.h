// Pictures on the wire: raw rows, 8 bits a channel, and the words that announce them. Used by both ends.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "image/image.h"

namespace heddle::protocol {

inline constexpr int kPictureSideMax = 32768;

// {"bytes", "width", "height", "format": "grey8" | "rgb8" | "rgba8"}; the binary frame is the picture's pixels.
Json picture_announcement(const image::Image& image);

// What the announcement and the bytes make. Fails with invalid_input where they do not agree.
Result<image::Image> picture_from(const Json& announcement, std::string_view bytes);

}  // namespace heddle::protocol
