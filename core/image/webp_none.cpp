#include "image/codecs.h"

namespace heddle::image {

Result<Image> decode_webp(std::span<const std::uint8_t>, std::string_view name, const ReadLimits&, std::vector<Note>*) {
  return fail(ErrorKind::unsupported,
              "[image.read] '{}' is a WebP; reading it is not in this build. Save it as PNG or JPEG", name);
}

Result<std::vector<std::uint8_t>> encode_webp(const Image&) {
  return fail(ErrorKind::unsupported, "[webp.write] writing WebP is not in this build; write to a .png file");
}

bool has_webp() { return false; }

}  // namespace heddle::image
