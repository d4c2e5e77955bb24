// Pictures on the wire: raw rows, 8 bits a channel, and the struct that announces them as the member `frame` of an
// event's params. Used by both ends. Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

#include "base/json.h"
#include "image/image.h"
#include "protocol/members.h"

namespace heddle::protocol {

inline constexpr int kImageSideMax = 32768;

// The binary frame that follows is the picture's pixels.
struct ImageFrame {
  static constexpr std::string_view kName = "a picture's frame";
  std::uint64_t bytes = 0;
  int width = 0;
  int height = 0;
  std::string format;  // "grey8", "rgb8" or "rgba8"
  static constexpr auto members() {
    return std::tuple{member("bytes", &ImageFrame::bytes), member("width", &ImageFrame::width, Range{1, kImageSideMax}),
                      member("height", &ImageFrame::height, Range{1, kImageSideMax}),
                      member("format", &ImageFrame::format)};
  }
};

// Adds the picture's announcement to an event.
void announce_image(Json& event, const image::Image& image);

// The picture that the event's params announce. Fails with invalid_input where they announce none, or one that does not
// have these bytes.
Result<image::Image> announced_image(const Json& params, std::string_view bytes);

}  // namespace heddle::protocol
