#include "protocol/image_frame.h"

#include "protocol/member_io.h"

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

template struct MessageIo<ImageFrame>;

void announce_image(Json& event, const image::Image& image) {
  event["params"]["frame"] = to_json(
      ImageFrame{image.pixels().size(), image.width(), image.height(), std::string(format_of(image.channels()))});
}

Result<image::Image> announced_image(const Json& params, std::string_view bytes) {
  const Json* member = find_member(params, "frame");
  auto frame = from_json<ImageFrame>(member == nullptr ? Json() : *member);
  if (!frame) return forward(frame);
  const int channels = channels_of(frame->format);
  const auto pixels = static_cast<std::uint64_t>(frame->width) * static_cast<std::uint64_t>(frame->height);
  if (channels == 0 || pixels * static_cast<std::uint64_t>(channels) != bytes.size()) {
    return fail(ErrorKind::invalid_input, "[protocol] a picture of {} x {}, format '{}', does not have {} bytes",
                frame->width, frame->height, frame->format, bytes.size());
  }
  return image::Image(frame->width, frame->height, channels, {bytes.begin(), bytes.end()});
}

}  // namespace heddle::protocol
