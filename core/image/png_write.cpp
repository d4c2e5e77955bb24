#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>

#include "base/printable.h"
#include "image/codecs.h"
#include "image/write_image.h"

// As in png_read.cpp: libpng jumps, so each function that calls it holds nothing that needs a destructor.

namespace heddle::image {
namespace {

struct Writing {
  std::vector<std::uint8_t> bytes;
  png_structp png = nullptr;
  png_infop info = nullptr;
  bool out_of_memory = false;

  Writing() = default;
  Writing(const Writing&) = delete;
  Writing& operator=(const Writing&) = delete;
  ~Writing() { png_destroy_write_struct(&png, &info); }
};

[[noreturn]] void png_write_on_error(png_structp png, png_const_charp) { png_longjmp(png, 1); }
void png_write_on_warning(png_structp, png_const_charp) {}
void on_flush(png_structp) {}

// No exception may cross libpng's frames.
bool append(Writing& writing, const std::uint8_t* data, std::size_t count) noexcept try {
  writing.bytes.insert(writing.bytes.end(), data, data + count);
  return true;
} catch (...) {
  writing.out_of_memory = true;
  return false;
}

void on_bytes(png_structp png, png_bytep data, std::size_t count) {
  if (!append(*static_cast<Writing*>(png_get_io_ptr(png)), data, count)) png_error(png, "out of memory");
}

bool write_header(Writing& writing, const Image& image) {
  writing.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, png_write_on_error, png_write_on_warning);
  if (writing.png == nullptr) return false;
  if (setjmp(png_jmpbuf(writing.png)) != 0) return false;
  writing.info = png_create_info_struct(writing.png);
  png_set_write_fn(writing.png, &writing, on_bytes, on_flush);
  const int colour = image.channels() == 1   ? PNG_COLOR_TYPE_GRAY
                     : image.channels() == 3 ? PNG_COLOR_TYPE_RGB
                                             : PNG_COLOR_TYPE_RGB_ALPHA;
  png_set_user_limits(writing.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_IHDR(writing.png, writing.info, static_cast<png_uint_32>(image.width()),
               static_cast<png_uint_32>(image.height()), 8, colour, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_set_sRGB(writing.png, writing.info, PNG_sRGB_INTENT_PERCEPTUAL);
  png_write_info(writing.png, writing.info);
  return true;
}

bool write_rows(Writing& writing, const Image& image) {
  if (setjmp(png_jmpbuf(writing.png)) != 0) return false;
  const std::uint8_t* pixels = image.pixels().data();
  const std::size_t stride = static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.channels());
  for (int y = 0; y < image.height(); ++y) png_write_row(writing.png, pixels + static_cast<std::size_t>(y) * stride);
  png_write_end(writing.png, writing.info);
  return true;
}

bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= 79 && key.front() != ' ' && key.back() != ' ' &&
         std::ranges::all_of(key, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

Result<std::vector<std::uint8_t>> encode_png(const Image& image, const PngNotes& notes) {
  if (image.empty()) return fail(ErrorKind::invalid_input, "[png.write] there is no picture to write");
  for (const PngText& text : notes.texts) {
    if (!is_key(text.key))
      return fail(ErrorKind::invalid_input, "[png.write] a PNG cannot hold a text named '{}'", printable(text.key));
    if (text.text.size() > kTextBytesMost)
      return fail(ErrorKind::invalid_input, "[png.write] the text '{}' has {}; at most {} fit in a picture", text.key,
                  readable_size(text.text.size()), readable_size(kTextBytesMost));
  }
  std::size_t carried = 0;
  for (const CarriedImage& carried_image : notes.images)
    carried += carried_image.bytes.size() + carried_image.hash.size() + 1;
  if (carried > kCarriedBytesMost)
    return fail(ErrorKind::invalid_input, "[png.write] the pictures of the graph have {}; at most {} fit in a picture",
                readable_size(carried), readable_size(kCarriedBytesMost));
  Writing writing;
  bool written = write_header(writing, image);
  for (const PngText& text : notes.texts) {
    const auto chunk = png_text_chunk(text);
    writing.bytes.insert(writing.bytes.end(), chunk.begin(), chunk.end());
  }
  for (const CarriedImage& carried_image : notes.images) {
    const auto chunk = png_image_chunk(carried_image);
    writing.bytes.insert(writing.bytes.end(), chunk.begin(), chunk.end());
  }
  written = written && write_rows(writing, image);
  if (writing.out_of_memory)
    return fail(ErrorKind::out_of_memory, "[png.write] there is not enough memory for the picture");
  if (!written) return fail(ErrorKind::internal, "[png.write] libpng refused the picture");
  return std::move(writing.bytes);
}

}  // namespace heddle::image
