#include <png.h>
#include <zlib.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <string>

#include "image/codecs.h"
#include "image/colour_profile.h"
#include "image/convert.h"
#include "image/exif.h"
#include "image/xmp.h"

// libpng reports errors by longjmp. Each function that calls it does so below its own setjmp and holds nothing that
// needs a destructor; what must be freed belongs to the PngReading, whose owner is outside.

namespace heddle::image {
namespace {

struct PngReading {
  std::span<const std::uint8_t> bytes;
  std::size_t at = 0;
  png_structp png = nullptr;
  png_infop info = nullptr;
  char message[200] = "unknown";

  PngReading() = default;
  PngReading(const PngReading&) = delete;
  PngReading& operator=(const PngReading&) = delete;
  ~PngReading() { png_destroy_read_struct(&png, &info, nullptr); }
};

[[noreturn]] void png_on_error(png_structp png, png_const_charp text) {
  auto* reading = static_cast<PngReading*>(png_get_error_ptr(png));
  std::strncpy(reading->message, text, sizeof(reading->message) - 1);
  png_longjmp(png, 1);
}

void png_on_warning(png_structp, png_const_charp) {}

void take_bytes(png_structp png, png_bytep to, std::size_t count) {
  auto* reading = static_cast<PngReading*>(png_get_io_ptr(png));
  if (count > reading->bytes.size() - reading->at) png_error(png, "the file ends too early");
  std::memcpy(to, reading->bytes.data() + reading->at, count);
  reading->at += count;
}

// Texts have a reader of their own with caps (png_text.h); here they are passed over.
constexpr png_byte kTextChunks[] = "tEXt\0zTXt\0iTXt";

bool png_read_header(PngReading& reading) {
  reading.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reading, png_on_error, png_on_warning);
  if (reading.png == nullptr) return false;
  if (setjmp(png_jmpbuf(reading.png)) != 0) return false;
  reading.info = png_create_info_struct(reading.png);
  png_set_read_fn(reading.png, &reading, take_bytes);
  png_set_user_limits(reading.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // check_size has looked already
  png_set_keep_unknown_chunks(reading.png, PNG_HANDLE_CHUNK_NEVER, kTextChunks, 3);
  png_read_info(reading.png, reading.info);
  return true;
}

// Everything becomes 8-bit grey, RGB or RGBA. Gamma is left alone, as browsers' and Pillow's pixels are.
bool set_transforms(PngReading& reading) {
  if (setjmp(png_jmpbuf(reading.png)) != 0) return false;
  const bool clear = png_get_valid(reading.png, reading.info, PNG_INFO_tRNS) != 0;
  const int colour = png_get_color_type(reading.png, reading.info);
  png_set_expand(reading.png);
  png_set_scale_16(reading.png);
  if (colour == PNG_COLOR_TYPE_GRAY_ALPHA || (colour == PNG_COLOR_TYPE_GRAY && clear)) png_set_gray_to_rgb(reading.png);
  png_set_interlace_handling(reading.png);
  png_read_update_info(reading.png, reading.info);
  return true;
}

// To the very end, so that a file cut behind its pixels is noticed too.
bool png_read_rows(PngReading& reading, png_bytepp rows) {
  if (setjmp(png_jmpbuf(reading.png)) != 0) return false;
  png_read_image(reading.png, rows);
  png_read_end(reading.png, reading.info);
  return true;
}

Failure damaged_png(const PngReading& reading, std::string_view name) {
  return fail(ErrorKind::invalid_input, "[image.read] '{}' is cut or damaged ({}); save or download it again", name,
              reading.message);
}

std::uint32_t big_endian(const std::uint8_t* p) {
  return std::uint32_t{p[0]} << 24U | std::uint32_t{p[1]} << 16U | std::uint32_t{p[2]} << 8U | p[3];
}

constexpr std::size_t kHeaderEnd = 33;  // signature, and IHDR with its length, name and checksum

// Size first, before libpng allocates; and a file far too short for its size is cut, however zlib might squeeze it.
Result<void> png_check_header(std::span<const std::uint8_t> bytes, std::string_view name, const ReadLimits& limits) {
  if (bytes.size() < kHeaderEnd || std::memcmp(&bytes[12], "IHDR", 4) != 0)
    return fail(ErrorKind::invalid_input, "[image.read] '{}' is cut or damaged (no PNG header); download it again",
                name);
  const std::uint32_t width = big_endian(&bytes[16]);
  const std::uint32_t height = big_endian(&bytes[20]);
  const int channels = bytes[25] == PNG_COLOR_TYPE_GRAY ? 1 : (bytes[25] == PNG_COLOR_TYPE_RGB ? 3 : 4);
  if (auto fits = check_size(width, height, channels, name, limits); !fits) return fits;
  constexpr std::uint64_t kBestRatio = 1032;  // deflate's limit: 258 bytes from two bits
  const std::uint64_t stored = std::uint64_t{width} * height * std::min<std::uint64_t>(bytes[24], 8) / 8;
  if (stored / kBestRatio > bytes.size())
    return fail(ErrorKind::invalid_input, "[image.read] '{}' is cut: {} bytes cannot hold {} x {} pixels", name,
                bytes.size(), width, height);
  return {};
}

std::span<const std::uint8_t> profile_of(const PngReading& reading) {
  png_charp name = nullptr;
  int method = 0;
  png_bytep profile = nullptr;
  png_uint_32 length = 0;
  if (png_get_iCCP(reading.png, reading.info, &name, &method, &profile, &length) == 0) return {};
  return {profile, length};
}

// ImageMagick's "Raw profile type exif": a name, a length, and the block in hexadecimal digits.
std::vector<std::uint8_t> raw_profile(std::string_view text) {
  std::vector<std::uint8_t> block;
  int lines = 0, digits = 0;
  unsigned value = 0;
  for (const char c : text.substr(std::min(text.find_first_not_of("\n"), text.size()))) {
    if (c == '\n' && lines < 2) ++lines;
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (lines < 2 || digit < 0) continue;
    value = value * 16 + static_cast<unsigned>(digit);
    if (++digits % 2 == 0) block.push_back(static_cast<std::uint8_t>(value));
    if (digits % 2 == 0) value = 0;
  }
  constexpr std::size_t kExifHeading = 6;  // "Exif", two zeros
  if (block.size() > kExifHeading && std::memcmp(block.data(), "Exif", 4) == 0)
    block.erase(block.begin(), block.begin() + kExifHeading);
  return block;
}

// By the chunk eXIf, by ImageMagick's text, or by XMP.
int png_orientation_of(const PngReading& reading, std::span<const std::uint8_t> bytes, std::string_view name) {
  png_uint_32 length = 0;
  png_bytep exif = nullptr;
  if (png_get_eXIf_1(reading.png, reading.info, &length, &exif) != 0) {
    if (const auto said = exif_orientation({exif, length})) return *said;
  }
  const auto texts = read_png_texts(bytes, name);
  if (!texts) return 1;  // damaged notes do not make the picture worse
  for (const PngText& text : *texts) {
    if (text.key != "Raw profile type exif" && text.key != "Raw profile type APP1") continue;
    if (const auto said = exif_orientation(raw_profile(text.text))) return *said;
  }
  for (const PngText& text : *texts) {
    if (text.key != "XML:com.adobe.xmp") continue;
    if (const auto said = xmp_orientation(text.text)) return *said;
  }
  return 1;
}

}  // namespace

Result<Image> decode_png(std::span<const std::uint8_t> bytes, std::string_view name, const ReadLimits& limits) {
  if (auto header = png_check_header(bytes, name, limits); !header) return forward(header);
  PngReading reading;
  reading.bytes = bytes;
  if (!png_read_header(reading) || !set_transforms(reading)) return damaged_png(reading, name);
  const int width = static_cast<int>(png_get_image_width(reading.png, reading.info));
  const int height = static_cast<int>(png_get_image_height(reading.png, reading.info));
  const int channels = png_get_channels(reading.png, reading.info);
  if (auto fits = check_size(width, height, channels, name, limits); !fits) return forward(fits);
  const std::size_t stride = png_get_rowbytes(reading.png, reading.info);
  std::vector<std::uint8_t> pixels(stride * static_cast<std::size_t>(height));
  std::vector<png_bytep> rows(static_cast<std::size_t>(height));
  for (std::size_t y = 0; y < rows.size(); ++y) rows[y] = &pixels[y * stride];
  if (!png_read_rows(reading, rows.data())) return damaged_png(reading, name);
  const Image stored(width, height, channels, std::move(pixels));
  return upright(from_profile(stored, profile_of(reading)), png_orientation_of(reading, bytes, name));
}

std::optional<std::string> inflate_text(std::span<const std::uint8_t> bytes, std::size_t limit) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return std::nullopt;
  stream.next_in = const_cast<Bytef*>(bytes.data());  // zlib's old interface; it only reads
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string text;
  char block[16384];
  int status = Z_OK;
  while (status == Z_OK && text.size() <= limit) {
    stream.next_out = reinterpret_cast<Bytef*>(block);
    stream.avail_out = sizeof(block);
    status = inflate(&stream, Z_NO_FLUSH);
    text.append(block, sizeof(block) - stream.avail_out);
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END || text.size() > limit) return std::nullopt;
  return text;
}

bool has_codecs() { return true; }

}  // namespace heddle::image
