// jpeglib.h needs these two before it.
#include <cstddef>
#include <cstdio>

#include <jpeglib.h>

#include <jerror.h>

#include <algorithm>
#include <csetjmp>
#include <cstdlib>
#include <cstring>
#include <string>

#include "image/codecs.h"
#include "image/colour_profile.h"
#include "image/convert.h"
#include "image/metadata_blocks.h"

// libjpeg reports errors by a callback that must not return. As in png_read.cpp: setjmp in functions that hold nothing
// with a destructor; what must be freed belongs to the JpegReading, whose owner is outside.

namespace heddle::image {
namespace {

struct JpegReading {
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  jpeg_decompress_struct jpeg{};
  std::jmp_buf jump;
  char message[JMSG_LENGTH_MAX] = "unknown";
  bool may_lack_end = false;  // what is missing is noted here instead of being an error
  bool lacks_end = false;
  int first_lost_row = -1;  // of blocks; -1: none is lost
  JOCTET* profile = nullptr;
  unsigned profile_length = 0;

  JpegReading() = default;
  JpegReading(const JpegReading&) = delete;
  JpegReading& operator=(const JpegReading&) = delete;
  ~JpegReading() {
    jpeg_destroy_decompress(&jpeg);
    std::free(profile);
  }
};

constexpr int kScansMost = 500;  // honest progressive files have about ten

[[noreturn]] void jpeg_on_error(j_common_ptr jpeg) {
  auto* reading = static_cast<JpegReading*>(jpeg->client_data);
  jpeg->err->format_message(jpeg, reading->message);
  std::longjmp(reading->jump, 1);
}

// libjpeg calls missing and broken pixels a warning and paints them grey. Here they are errors: no partial images.
// Missing ones at the very end are judged once all is read.
void on_message(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  const int code = jpeg->err->msg_code;
  const bool harmless =
      code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM || code == JWRN_JFIF_MAJOR || code == JWRN_BOGUS_ICC;
  if (harmless) return;
  auto* reading = static_cast<JpegReading*>(jpeg->client_data);
  if (reading->may_lack_end && code == JWRN_JPEG_EOF) {
    reading->lacks_end = true;
  } else if (reading->may_lack_end && code == JWRN_HIT_MARKER) {
    if (reading->first_lost_row < 0) reading->first_lost_row = static_cast<int>(reading->jpeg.input_iMCU_row);
  } else {
    jpeg_on_error(jpeg);
  }
}

void on_progress(j_common_ptr jpeg) {
  auto* reading = static_cast<JpegReading*>(jpeg->client_data);
  if (reading->jpeg.input_scan_number <= kScansMost) return;
  std::strncpy(reading->message, "it has too many scans", sizeof(reading->message) - 1);
  std::longjmp(reading->jump, 1);
}

bool jpeg_read_header(JpegReading& reading, std::span<const std::uint8_t> bytes, const ReadLimits& limits) {
  reading.jpeg.err = jpeg_std_error(&reading.errors);
  reading.errors.error_exit = jpeg_on_error;
  reading.errors.emit_message = on_message;
  reading.jpeg.client_data = &reading;
  if (setjmp(reading.jump) != 0) return false;
  jpeg_create_decompress(&reading.jpeg);
  reading.progress.progress_monitor = on_progress;
  reading.jpeg.progress = &reading.progress;
  // Coefficients of a progressive file take twice its decoded size.
  reading.jpeg.mem->max_memory_to_use = static_cast<long>(2 * limits.bytes + (64U << 20U));
  jpeg_save_markers(&reading.jpeg, JPEG_APP0 + 2, 0xffff);
  jpeg_mem_src(&reading.jpeg, bytes.data(), bytes.size());
  jpeg_read_header(&reading.jpeg, TRUE);
  jpeg_read_icc_profile(&reading.jpeg, &reading.profile, &reading.profile_length);
  if (reading.jpeg.num_components == 1)
    reading.jpeg.out_color_space = JCS_GRAYSCALE;
  else
    reading.jpeg.out_color_space = reading.jpeg.num_components == 4 ? JCS_CMYK : JCS_RGB;
  return true;
}

bool jpeg_read_rows(JpegReading& reading, std::uint8_t* pixels, std::size_t stride) {
  if (setjmp(reading.jump) != 0) return false;
  jpeg_start_decompress(&reading.jpeg);
  while (reading.jpeg.output_scanline < reading.jpeg.output_height) {
    JSAMPROW row = pixels + reading.jpeg.output_scanline * stride;
    jpeg_read_scanlines(&reading.jpeg, &row, 1);
  }
  jpeg_finish_decompress(&reading.jpeg);
  return true;
}

Failure damaged_jpeg(const JpegReading& reading, std::string_view name) {
  return fail(ErrorKind::invalid_input, "[image.read] '{}' is cut or damaged ({}); save or download it again", name,
              reading.message);
}

// Whether what is missing is so little that the picture can be used: an end mark, or rows at the bottom. A progressive
// file lacks details everywhere instead.
Result<void> jpeg_check_end(const JpegReading& reading, std::string_view name, std::vector<Note>* notes) {
  if (reading.first_lost_row >= 0) {
    const int height = static_cast<int>(reading.jpeg.output_height), rows = reading.jpeg.max_v_samp_factor * DCTSIZE;
    const int lost = height - std::min(height, reading.first_lost_row * rows);
    if (reading.jpeg.progressive_mode || lost > std::max(rows, height / 16)) {
      return fail(ErrorKind::invalid_input,
                  "[image.read] '{}' is cut: {} of its {} rows are missing; save or download it again", name,
                  reading.jpeg.progressive_mode ? "details of all" : std::to_string(lost), height);
    }
    notes->push_back(
        note("image.cut",
             "'{}' is cut: some of its last {} of {} rows are missing and were filled; download it again if you can",
             name, lost, height));
  } else if (reading.lacks_end) {
    notes->push_back(note("image.no_end", "'{}' lacks its end mark; all of the picture is there", name));
  }
  return {};
}

// a * b / 255, rounded.
std::uint8_t times(unsigned a, unsigned b) {
  const unsigned product = a * b + 128;
  return static_cast<std::uint8_t>(((product >> 8U) + product) >> 8U);
}

// Adobe's CMYK counts ink backwards (255 = none); others forwards. Without a profile: paper times what each ink lets
// through.
std::vector<std::uint8_t> rgb_of_cmyk(std::vector<std::uint8_t>& cmyk, const JpegReading& reading) {
  if (reading.jpeg.saw_Adobe_marker != 0)
    for (std::uint8_t& ink : cmyk) ink = static_cast<std::uint8_t>(255 - ink);
  if (auto rgb = cmyk_from_profile(cmyk, {reading.profile, reading.profile_length})) return std::move(*rgb);
  std::vector<std::uint8_t> rgb(cmyk.size() / 4 * 3);
  for (std::size_t i = 0; i < cmyk.size() / 4; ++i) {
    const unsigned light = 255U - cmyk[4 * i + 3];
    for (std::size_t c = 0; c < 3; ++c) rgb[3 * i + c] = times(255U - cmyk[4 * i + c], light);
  }
  return rgb;
}

// No valid JPEG packs more pixels into a byte; a file below that is cut, and is refused cheaply.
constexpr std::uint64_t kPixelsPerByte = 4096;

Result<void> jpeg_check_header(const JpegReading& reading, std::size_t file_size, std::string_view name,
                               const ReadLimits& limits) {
  const std::uint64_t width = reading.jpeg.image_width;
  const std::uint64_t height = reading.jpeg.image_height;
  const int components = reading.jpeg.num_components;
  if (components != 1 && components != 3 && components != 4)
    return fail(ErrorKind::unsupported, "[image.read] '{}' is a JPEG of {} channels; save it as PNG", name, components);
  if (auto fits =
          check_size(static_cast<std::int64_t>(width), static_cast<std::int64_t>(height), components, name, limits);
      !fits)
    return fits;
  if (width * height / kPixelsPerByte > file_size)
    return fail(ErrorKind::invalid_input, "[image.read] '{}' is cut: {} bytes cannot hold {} x {} pixels", name,
                file_size, width, height);
  return {};
}

}  // namespace

Result<Image> decode_jpeg(std::span<const std::uint8_t> bytes, std::string_view name, const ReadLimits& limits,
                          std::vector<Note>* notes) {
  JpegReading reading;
  reading.may_lack_end = notes != nullptr;
  if (!jpeg_read_header(reading, bytes, limits)) return damaged_jpeg(reading, name);
  if (auto header = jpeg_check_header(reading, bytes.size(), name, limits); !header) return forward(header);
  const auto width = static_cast<std::size_t>(reading.jpeg.image_width);
  const auto height = static_cast<std::size_t>(reading.jpeg.image_height);
  const auto components = static_cast<std::size_t>(reading.jpeg.num_components);
  std::vector<std::uint8_t> pixels(width * height * components);
  const int orientation = orientation_of(jpeg_blocks(bytes));
  if (!jpeg_read_rows(reading, pixels.data(), width * components)) return damaged_jpeg(reading, name);
  if (auto whole = jpeg_check_end(reading, name, notes); !whole) return forward(whole);
  const int w = static_cast<int>(width);
  const int h = static_cast<int>(height);
  if (components == 4) return upright(Image(w, h, 3, rgb_of_cmyk(pixels, reading)), orientation);
  const Image stored(w, h, static_cast<int>(components), std::move(pixels));
  return upright(from_profile(stored, {reading.profile, reading.profile_length}), orientation);
}

}  // namespace heddle::image
