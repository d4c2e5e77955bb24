#include <avif/avif.h>

#include <memory>

#include "image/codecs.h"
#include "image/colour_profile.h"
#include "image/convert.h"

namespace heddle::image {
namespace {

using Decoder = std::unique_ptr<avifDecoder, void (*)(avifDecoder*)>;

Failure damaged_avif(std::string_view name) {
  return fail(ErrorKind::invalid_input,
              "[image.read] '{}' is cut or damaged (not a whole AVIF); save or download it again", name);
}

// The file's header alone; no pixel is decoded. Null when it cannot be read.
Decoder opened(std::span<const std::uint8_t> bytes) {
  Decoder decoder(avifDecoderCreate(), &avifDecoderDestroy);
  if (!decoder) return decoder;
  decoder->strictFlags = AVIF_STRICT_DISABLED;
  decoder->ignoreExif = decoder->ignoreXMP = AVIF_FALSE;
  decoder->imageSizeLimit = AVIF_DEFAULT_IMAGE_SIZE_LIMIT;
  if (avifDecoderSetIOMemory(decoder.get(), bytes.data(), bytes.size()) != AVIF_RESULT_OK ||
      avifDecoderParse(decoder.get()) != AVIF_RESULT_OK) {
    decoder.reset();
  }
  return decoder;
}

// A turn and then a mirror, each as EXIF's number (ISO/IEC 23000-22, 7.3.6.7: irot before imir).
Image as_transformed(const Image& image, const avifImage& said) {
  constexpr int kTurned[] = {1, 8, 3, 6};
  Image turned =
      (said.transformFlags & AVIF_TRANSFORM_IROT) != 0 ? upright(image, kTurned[said.irot.angle & 3]) : image;
  if ((said.transformFlags & AVIF_TRANSFORM_IMIR) == 0) return turned;
#if AVIF_VERSION >= 1000000
  const bool sides = said.imir.axis == 1;
#else
  const bool sides = said.imir.mode == 1;
#endif
  return upright(turned, sides ? 2 : 4);
}

bool is_srgb(const avifImage& said) {
  const bool primaries =
      said.colorPrimaries == AVIF_COLOR_PRIMARIES_BT709 || said.colorPrimaries == AVIF_COLOR_PRIMARIES_UNSPECIFIED;
  const bool transfer = said.transferCharacteristics == AVIF_TRANSFER_CHARACTERISTICS_SRGB ||
                        said.transferCharacteristics == AVIF_TRANSFER_CHARACTERISTICS_BT709 ||
                        said.transferCharacteristics == AVIF_TRANSFER_CHARACTERISTICS_BT601 ||
                        said.transferCharacteristics == AVIF_TRANSFER_CHARACTERISTICS_UNSPECIFIED;
  return primaries && transfer;
}

void add_notes(const avifDecoder& decoder, std::string_view name, std::vector<Note>* notes) {
  if (notes == nullptr) return;
  if (decoder.imageCount > 1)
    notes->push_back(note("image.first_frame", "'{}' is an animation: its first frame is used", name));
  if (decoder.image->icc.size == 0 && !is_srgb(*decoder.image)) {
    notes->push_back(note("image.wide_colours",
                          "'{}' has wide or HDR colours without a profile: they are taken as sRGB and will look paler",
                          name));
  }
}

}  // namespace

Result<Image> decode_avif(std::span<const std::uint8_t> bytes, std::string_view name, const ReadLimits& limits,
                          std::vector<Note>* notes) {
  const Decoder decoder = opened(bytes);
  if (!decoder) return damaged_avif(name);
  const int channels = decoder->alphaPresent != AVIF_FALSE ? 4 : 3;
  if (auto fits = check_size(decoder->image->width, decoder->image->height, channels, name, limits); !fits)
    return forward(fits);
  if (avifDecoderNextImage(decoder.get()) != AVIF_RESULT_OK) return damaged_avif(name);

  const auto width = decoder->image->width, height = decoder->image->height;
  std::vector<std::uint8_t> pixels(std::size_t{width} * height * static_cast<std::size_t>(channels));
  avifRGBImage rgb;
  avifRGBImageSetDefaults(&rgb, decoder->image);
  rgb.format = channels == 4 ? AVIF_RGB_FORMAT_RGBA : AVIF_RGB_FORMAT_RGB;
  rgb.depth = 8;
  rgb.pixels = pixels.data();
  rgb.rowBytes = width * static_cast<std::uint32_t>(channels);
  if (avifImageYUVToRGB(decoder->image, &rgb) != AVIF_RESULT_OK) return damaged_avif(name);

  add_notes(*decoder, name, notes);
  const Image stored(static_cast<int>(width), static_cast<int>(height), channels, std::move(pixels));
  const avifRWData& profile = decoder->image->icc;
  return as_transformed(from_profile(stored, {profile.data, profile.size}), *decoder->image);
}

AvifMetadata avif_metadata(std::span<const std::uint8_t> bytes) {
  const Decoder decoder = opened(bytes);
  if (!decoder) return {};
  const avifRWData& xmp = decoder->image->xmp;
  std::span<const std::uint8_t> exif(decoder->image->exif.data, decoder->image->exif.size);
  constexpr std::string_view kHeading("Exif\0\0", 6);  // which some programs store before the block
  if (std::string_view(reinterpret_cast<const char*>(exif.data()), exif.size()).starts_with(kHeading))
    exif = exif.subspan(kHeading.size());
  return {{exif.begin(), exif.end()}, {reinterpret_cast<const char*>(xmp.data), xmp.size}};
}

bool has_avif() { return true; }

}  // namespace heddle::image
