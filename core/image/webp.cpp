#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "image/codecs.h"
#include "image/colour_profile.h"
#include "image/convert.h"
#include "image/metadata_blocks.h"

namespace heddle::image {
namespace {

Failure damaged_webp(std::string_view name) {
  return fail(ErrorKind::invalid_input,
              "[image.read] '{}' is cut or damaged (not a whole WebP); save or download it again", name);
}

// One picture as the file has it: straight alpha where it has any.
Result<Image> webp_frame(std::span<const std::uint8_t> bytes, int width, int height, bool has_alpha,
                         std::string_view name) {
  const int channels = has_alpha ? 4 : 3, stride = width * channels;
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(stride) * static_cast<std::size_t>(height));
  const auto* decoded = has_alpha ? WebPDecodeRGBAInto(bytes.data(), bytes.size(), pixels.data(), pixels.size(), stride)
                                  : WebPDecodeRGBInto(bytes.data(), bytes.size(), pixels.data(), pixels.size(), stride);
  if (decoded == nullptr) return damaged_webp(name);
  return Image(width, height, channels, std::move(pixels));
}

// The first frame of an animation on its canvas, which is empty around it.
Result<Image> first_webp_frame(std::span<const std::uint8_t> bytes, int width, int height, std::string_view name) {
  const WebPData data{bytes.data(), bytes.size()};
  const std::unique_ptr<WebPDemuxer, void (*)(WebPDemuxer*)> demuxer(WebPDemux(&data), &WebPDemuxDelete);
  WebPIterator frame;
  if (!demuxer || WebPDemuxGetFrame(demuxer.get(), 1, &frame) == 0) return damaged_webp(name);
  const std::unique_ptr<WebPIterator, void (*)(WebPIterator*)> owner(&frame, &WebPDemuxReleaseIterator);
  const bool fits = frame.width > 0 && frame.height > 0 && frame.x_offset >= 0 && frame.y_offset >= 0 &&
                    frame.x_offset + frame.width <= width && frame.y_offset + frame.height <= height;
  if (!fits) return damaged_webp(name);
  auto part = webp_frame({frame.fragment.bytes, frame.fragment.size}, frame.width, frame.height, true, name);
  if (!part) return part;
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
  for (int y = 0; y < frame.height; ++y) {
    const std::size_t at = (static_cast<std::size_t>(frame.y_offset + y) * static_cast<std::size_t>(width) +
                            static_cast<std::size_t>(frame.x_offset)) *
                           4;
    std::ranges::copy(part->row(y), pixels.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return Image(width, height, 4, std::move(pixels));
}

}  // namespace

Result<Image> decode_webp(std::span<const std::uint8_t> bytes, std::string_view name, const ReadLimits& limits,
                          std::vector<Note>* notes) {
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(bytes.data(), bytes.size(), &features) != VP8_STATUS_OK) return damaged_webp(name);
  if (auto fits = check_size(features.width, features.height, 4, name, limits); !fits) return forward(fits);
  auto image = features.has_animation != 0
                   ? first_webp_frame(bytes, features.width, features.height, name)
                   : webp_frame(bytes, features.width, features.height, features.has_alpha != 0, name);
  if (!image) return image;
  if (features.has_animation != 0 && notes != nullptr) {
    notes->push_back(note("image.first_frame", "'{}' is an animation: its first frame is used", name));
  }
  const MetadataBlocks blocks = webp_blocks(bytes);
  return upright(from_profile(*image, blocks.profile), orientation_of(blocks));
}

Result<std::vector<std::uint8_t>> encode_webp(const Image& image) {
  if (image.width() > WEBP_MAX_DIMENSION || image.height() > WEBP_MAX_DIMENSION) {
    return fail(ErrorKind::invalid_input,
                "[webp.write] the picture is {} x {}; a WebP has at most {} pixels a side: write a .png", image.width(),
                image.height(), WEBP_MAX_DIMENSION);
  }
  const Image pixels = image.channels() == 1 ? to_rgb(image) : image;
  std::uint8_t* made = nullptr;
  const int stride = pixels.width() * pixels.channels();
  const std::size_t size =
      pixels.channels() == 4
          ? WebPEncodeLosslessRGBA(pixels.pixels().data(), pixels.width(), pixels.height(), stride, &made)
          : WebPEncodeLosslessRGB(pixels.pixels().data(), pixels.width(), pixels.height(), stride, &made);
  const std::unique_ptr<std::uint8_t, void (*)(void*)> owner(made, &WebPFree);
  if (size == 0) return fail(ErrorKind::internal, "[webp.write] libwebp refused the picture; is there enough memory?");
  return std::vector<std::uint8_t>(made, made + size);
}

bool has_webp() { return true; }

}  // namespace heddle::image
