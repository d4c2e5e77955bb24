#include "image/codecs.h"

namespace heddle::image {

Result<Image> decode_avif(std::span<const std::uint8_t>, std::string_view name, const ReadLimits&, std::vector<Note>*) {
  return fail(ErrorKind::unsupported,
              "[image.read] '{}' is an AVIF; reading it is not in this build. Save it as PNG or JPEG", name);
}

AvifMetadata avif_metadata(std::span<const std::uint8_t>) { return {}; }

bool has_avif() { return false; }

}  // namespace heddle::image
