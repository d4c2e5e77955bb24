// jpeglib.h needs these two before it.
#include <cstddef>
#include <cstdio>

#include <jpeglib.h>

#include <csetjmp>
#include <cstdlib>

#include "image/codecs.h"
#include "image/convert.h"

// As in jpeg_read.cpp: libjpeg reports errors by a jump, so functions that set one hold nothing with a destructor.

namespace heddle::image {
namespace {

constexpr int kJpegQuality = 95, kJpegSideMost = 65500;

struct JpegWriting {
  jpeg_error_mgr errors{};
  jpeg_compress_struct jpeg{};
  std::jmp_buf jump;
  unsigned char* bytes = nullptr;
  unsigned long size = 0;

  JpegWriting() = default;
  JpegWriting(const JpegWriting&) = delete;
  JpegWriting& operator=(const JpegWriting&) = delete;
  ~JpegWriting() {
    jpeg_destroy_compress(&jpeg);
    std::free(bytes);
  }
};

[[noreturn]] void jpeg_write_on_error(j_common_ptr jpeg) {
  std::longjmp(static_cast<JpegWriting*>(jpeg->client_data)->jump, 1);
}

bool jpeg_write_rows(JpegWriting& writing, const std::uint8_t* pixels, int width, int height, int channels) {
  writing.jpeg.err = jpeg_std_error(&writing.errors);
  writing.errors.error_exit = jpeg_write_on_error;
  writing.jpeg.client_data = &writing;
  if (setjmp(writing.jump) != 0) return false;
  jpeg_create_compress(&writing.jpeg);
  jpeg_mem_dest(&writing.jpeg, &writing.bytes, &writing.size);
  writing.jpeg.image_width = static_cast<JDIMENSION>(width);
  writing.jpeg.image_height = static_cast<JDIMENSION>(height);
  writing.jpeg.input_components = channels;
  writing.jpeg.in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&writing.jpeg);
  jpeg_set_quality(&writing.jpeg, kJpegQuality, TRUE);
  writing.jpeg.comp_info[0].h_samp_factor = 1;  // colours in full, as no photo needs them but small drawings do
  writing.jpeg.comp_info[0].v_samp_factor = 1;
  writing.jpeg.optimize_coding = TRUE;
  jpeg_start_compress(&writing.jpeg, TRUE);
  while (writing.jpeg.next_scanline < writing.jpeg.image_height) {
    const std::size_t at =
        std::size_t{writing.jpeg.next_scanline} * static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
    JSAMPROW row = const_cast<JSAMPROW>(pixels + at);
    jpeg_write_scanlines(&writing.jpeg, &row, 1);
  }
  jpeg_finish_compress(&writing.jpeg);
  return true;
}

}  // namespace

Result<std::vector<std::uint8_t>> encode_jpeg(const Image& image) {
  if (image.width() > kJpegSideMost || image.height() > kJpegSideMost) {
    return fail(ErrorKind::invalid_input,
                "[jpeg.write] the picture is {} x {}; a JPEG has at most {} pixels a side: write a .png", image.width(),
                image.height(), kJpegSideMost);
  }
  const Image pixels = image.channels() == 4 ? to_rgb(image) : image;
  JpegWriting writing;
  if (!jpeg_write_rows(writing, pixels.pixels().data(), pixels.width(), pixels.height(), pixels.channels())) {
    return fail(ErrorKind::internal, "[jpeg.write] libjpeg refused the picture; is there enough memory?");
  }
  return std::vector<std::uint8_t>(writing.bytes, writing.bytes + writing.size);
}

}  // namespace heddle::image
