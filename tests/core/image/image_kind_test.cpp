#include "image/image_kind.h"

#include <string>

#include "core/image/images.h"
#include "image/read_image.h"
#include "support/test.h"

using namespace heddle::image;
using namespace heddle::image::test;

namespace {

std::span<const std::uint8_t> bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

TEST_CASE("fault 20: what is no picture is refused by what it is") {
  struct Case {
    std::string_view text;
    std::string_view word;
  };
  using namespace std::string_view_literals;
  const Case cases[] = {{"", "empty"},
                        {"<!DOCTYPE html><title>Sign in</title>", "web page"},
                        {"\n  <HTML>", "web page"},
                        {"GIF89a...", "GIF"},
                        {"BM123456", "BMP"},
                        {"II*\0\x08\0\0\0"sv, "TIFF"},
                        {"\0\0\0\x20"
                         "ftypheic"sv,
                         "HEIF"},
                        {"%PDF-1.7", "PDF"},
                        {"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"},
                        {"version https://git-lfs.github.com/spec/v1", "git lfs pull"},
                        {"PK\x03\x04rest", "zip"},
                        {"\x40\0\0\0\0\0\0\0{\"__metadata__\":{}}"sv, "safetensors"},
                        {"just words", "a text"},
                        {"P3\n1 1 255\n0 0 0\n", "Netpbm"},
                        {"\x01\x02\x03\x04", "not a picture"}};
  for (const Case& c : cases) {
    CAPTURE(c.word);
    const auto result = decode_image(bytes(c.text), "dropped.png");
    REQUIRE_FALSE(result);
    CHECK(result.error().kind == heddle::ErrorKind::unsupported);
    CHECK(result.error().message.find(c.word) != std::string::npos);
    CHECK(result.error().message.find("dropped.png") != std::string::npos);
  }
}

TEST_CASE("readable kinds are recognised by their first bytes") {
  CHECK(image_kind(bytes("\x89PNG\r\n\x1a\n")) == ImageKind::png);
  CHECK(image_kind(bytes("\xff\xd8\xff\xe0")) == ImageKind::jpeg);
  CHECK(image_kind(bytes("P6\n1 1 255\n")) == ImageKind::ppm);
  CHECK(image_kind(bytes("P5 1 1 255\n")) == ImageKind::pgm);
  CHECK(is_readable(ImageKind::pgm));
  CHECK(is_readable(ImageKind::webp));
  using namespace std::string_view_literals;
  CHECK(image_kind(bytes("\0\0\0\x1c"
                         "ftypavif\0\0\0\0mif1miaf"sv)) == ImageKind::avif);
  CHECK(image_kind(bytes("\0\0\0\x1c"
                         "ftypmif1\0\0\0\0mif1avif"sv)) == ImageKind::avif);
  CHECK(image_kind(bytes("\0\0\0\x14"
                         "ftypmif1\0\0\0\0heicavif"sv)) == ImageKind::heif);  // the last brand is behind the box
  CHECK_FALSE(is_readable(ImageKind::heif));
  CHECK_FALSE(is_readable(ImageKind::gif));
}

TEST_CASE("a PNG of 16 bits a channel is told by its header") {
  const auto head_of = [](const char* name) { return bytes_of(golden("pictures") / name); };
  CHECK(is_16_bit_png(head_of("grey_16.png")));
  CHECK(is_16_bit_png(head_of("rgb_16.png")));
  CHECK_FALSE(is_16_bit_png(head_of("rgb.png")));
  CHECK_FALSE(is_16_bit_png(head_of("grey.pgm")));
  CHECK_FALSE(is_16_bit_png(bytes("\x89PNG\r\n\x1a\n")));
}

TEST_CASE("a missing file, a folder and a device are told apart") {
  CHECK(read_image("/no/such/picture.png").error().kind == heddle::ErrorKind::not_found);
  CHECK(read_image(HEDDLE_SOURCE_DIR).error().message.find("folder") != std::string::npos);
  CHECK(read_image("/dev/zero").error().message.find("ordinary file") != std::string::npos);
}
