#include "image/codecs.h"
#include "image/write_image.h"

namespace heddle::image {

Result<Image> decode_png(std::span<const std::uint8_t>, std::string_view name, const ReadLimits&) {
  return fail(ErrorKind::unsupported, "[image.read] '{}' is a PNG; reading it is not in this build. Save it as PPM",
              name);
}

Result<Image> decode_jpeg(std::span<const std::uint8_t>, std::string_view name, const ReadLimits&, std::vector<Note>*) {
  return fail(ErrorKind::unsupported, "[image.read] '{}' is a JPEG; reading it is not in this build. Save it as PPM",
              name);
}

Result<std::vector<std::uint8_t>> encode_png(const Image&, const PngNotes&) {
  return fail(ErrorKind::unsupported, "[png.write] writing PNG is not in this build; write to a .ppm file");
}

Result<std::vector<std::uint8_t>> encode_jpeg(const Image&) {
  return fail(ErrorKind::unsupported, "[jpeg.write] writing JPEG is not in this build; write to a .ppm file");
}

std::optional<std::string> inflate_text(std::span<const std::uint8_t>, std::size_t) { return std::nullopt; }

bool has_codecs() { return false; }

}  // namespace heddle::image
