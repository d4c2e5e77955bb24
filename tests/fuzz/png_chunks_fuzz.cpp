// Texts, carried pictures and pixels of pictures. The checksums of a PNG are corrected first, or no change would pass
// them.
#include <cstdlib>

#include "image/parameters_block.h"
#include "image/png_chunks.h"
#include "image/png_images.h"
#include "image/png_text.h"
#include "image/read_image.h"

namespace {

using namespace heddle::image;

void mend_checksums(std::vector<std::uint8_t>& file) {
  std::size_t at = kPngSignature.size();
  while (file.size() - at >= 12) {
    const std::size_t length = std::size_t{file[at]} << 24U | std::size_t{file[at + 1]} << 16U |
                               std::size_t{file[at + 2]} << 8U | file[at + 3];
    if (length > file.size() - at - 12) return;
    const std::string_view type(reinterpret_cast<const char*>(&file[at + 4]), 4);
    const std::uint32_t sum = png_checksum(type, std::span(file).subspan(at + 8, length));
    for (std::size_t i = 0; i < 4; ++i) file[at + 8 + length + i] = static_cast<std::uint8_t>(sum >> (24U - 8U * i));
    at += 12 + length;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::uint8_t> file(data, data + size);
  if (file.size() > kPngSignature.size()) mend_checksums(file);
  if (const auto texts = read_png_texts(file, "fuzz.png")) {
    for (const PngText& text : *texts)
      if (parse_parameters(text.text).fields.size() > text.text.size()) std::abort();
  }
  if (const auto images = read_png_images(file, "fuzz.png")) {
    for (const CarriedImage& image : *images)
      if (image.hash.size() + image.bytes.size() > file.size()) std::abort();
  }
  const ReadLimits limits{2048, std::uint64_t{8} << 20U};
  if (const auto image = decode_image(file, "fuzz.png", limits)) {
    const auto samples = std::size_t(image->width()) * std::size_t(image->height()) * std::size_t(image->channels());
    if (image->empty() || image->pixels().size() != samples || samples > limits.bytes) std::abort();
  }
  return 0;
}
