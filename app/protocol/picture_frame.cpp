#include "protocol/picture_frame.h"

#include "protocol/message.h"

namespace heddle::protocol {
namespace {

std::string_view format_of(int channels) { return channels == 1 ? "grey8" : channels == 3 ? "rgb8" : "rgba8"; }

int channels_of(std::string_view format) {
  for (const int channels : {1, 3, 4}) {
    if (format_of(channels) == format) return channels;
  }
  return 0;
}

}  // namespace

Json picture_announcement(const image::Image& image) {
  return {{"bytes", image.pixels().size()},
          {"width", image.width()},
          {"height", image.height()},
          {"format", format_of(image.channels())}};
}

Result<image::Image> picture_from(const Json& announcement, std::string_view bytes) {
  const std::uint64_t width = count_at(announcement, "width"), height = count_at(announcement, "height");
  const int channels = channels_of(text_at(announcement, "format"));
  const bool sane = width >= 1 && height >= 1 && width <= kPictureSideMax && height <= kPictureSideMax && channels != 0;
  if (!sane || width * height * static_cast<std::uint64_t>(channels) != bytes.size()) {
    return fail(ErrorKind::invalid_input, "[protocol] a picture of {} x {}, format '{}', does not have {} bytes", width,
                height, text_at(announcement, "format"), bytes.size());
  }
  return image::Image(static_cast<int>(width), static_cast<int>(height), channels, {bytes.begin(), bytes.end()});
}

}  // namespace heddle::protocol
