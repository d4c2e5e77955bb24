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

inline constexpr int kPictureSideMax = 32768;

// The binary frame that follows is the picture's pixels.
struct PictureFrame {
  static constexpr std::string_view kName = "a picture's frame";
  std::uint64_t bytes = 0;
  int width = 0;
  int height = 0;
  std::string format;  // "grey8", "rgb8" or "rgba8"
  static constexpr auto members() {
    return std::tuple{
        member("bytes", &PictureFrame::bytes), member("width", &PictureFrame::width, Range{1, kPictureSideMax}),
        member("height", &PictureFrame::height, Range{1, kPictureSideMax}), member("format", &PictureFrame::format)};
  }
};

// Adds the picture's announcement to an event.
void announce_picture(Json& event, const image::Image& image);

// The picture that the event's params announce. Fails with invalid_input where they announce none, or one that does not
// have these bytes.
Result<image::Image> announced_picture(const Json& params, std::string_view bytes);

}  // namespace heddle::protocol
