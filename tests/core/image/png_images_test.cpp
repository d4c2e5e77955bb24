#include "image/png_images.h"

#include <cstring>

#include "core/image/images.h"
#include "image/png_chunks.h"
#include "image/read_image.h"
#include "image/write_image.h"
#include "support/test.h"

using namespace heddle::image;
using namespace heddle::image::test;

namespace {

const std::string kHash(64, 'a');

std::vector<std::uint8_t> png_with(std::vector<CarriedImage> images) {
  return *encode_png(noise_image(9, 7, 3), {{{"heddle", "{}"}}, std::move(images)});
}

}  // namespace

TEST_CASE("carried pictures come back, and the picture around them is the same") {
  const std::vector<CarriedImage> images{{kHash, std::string("\x89PNG\0\xff", 6)}, {std::string(32, '0'), ""}};
  const auto png = png_with(images);
  CHECK(*read_png_images(png, "a.png") == images);
  CHECK(read_png_texts(png, "a.png")->size() == 1);
  CHECK(checksum(*decode_image(png, "a.png", {})) == checksum(noise_image(9, 7, 3)));
  CHECK(read_png_images(png_with({}), "a.png")->empty());
}

TEST_CASE("a damaged one is refused, and so is one without an honest name") {
  auto png = png_with({{kHash, "twelve bytes"}});
  const std::string_view all(reinterpret_cast<const char*>(png.data()), png.size());
  const auto at = all.find("twelve");
  REQUIRE(at != std::string_view::npos);
  for (const std::size_t i : {at, at - 2, at - 1}) {
    auto broken = png;
    broken[i] ^= 1U;
    const auto read = read_png_images(broken, "a.png");
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().message.find("a.png") != std::string::npos);
  }
  for (const char* name : {"", "short", "../../../../../etc/passwd", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
    CHECK_FALSE(read_png_images(png_with({{name, "bytes"}}), "a.png").has_value());
  }
  for (std::size_t cut = 0; cut < png.size(); cut += 7) {
    CHECK_FALSE(read_png_images(std::span(png).first(cut), "a.png").has_value());
  }
}

TEST_CASE("what is beyond the cap is not written") {
  const auto refused = encode_png(noise_image(2, 2, 3), {{}, {{kHash, std::string(kCarriedBytesMost, 'x')}}});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message.find("fit in a picture") != std::string::npos);
}
