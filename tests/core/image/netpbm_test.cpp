#include "image/netpbm.h"

#include <string>

#include "core/image/images.h"
#include "support/test.h"

using namespace heddle::image;
using namespace heddle::image::test;

namespace {

heddle::Result<Image> decode(std::string_view text) {
  return decode_image({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, "a.ppm");
}

}  // namespace

TEST_CASE("a PPM comes back as it was written") {
  for (const int channels : {1, 3}) {
    const Image image = noise_image(7, 5, channels);
    const auto back = decode_image(encode_netpbm(image), "a.ppm");
    REQUIRE(back);
    CHECK(back->channels() == channels);
    CHECK(checksum(*back) == checksum(image));
  }
}

TEST_CASE("comments and other maxima are understood") {
  const auto small = decode("P5 # made by hand\n# 2 x 1\n2 1\n# the maximum\n4\n\x01\x04");
  REQUIRE(small);
  CHECK(small->pixels()[0] == 64);
  CHECK(small->pixels()[1] == 255);
  const auto wide = decode(std::string_view("P5 1 1 65535\n\x80\x80", 15));
  REQUIRE(wide);
  CHECK(wide->pixels()[0] == 128);
}

TEST_CASE("damaged headers and missing pixels are errors") {
  for (const std::string text :
       {"P6 ", "P6 2", "P6 2 2", "P6 2 2 255", "P6 2 2 255\nabc", "P6 0 2 255\n", "P6 -1 2 255\n",
        "P6 2 2 0\nabcdefghijkl", "P6 2 2 65536\nabcdefghijkl", "P6 99999999999 1 255\n", "P6 # no end"}) {
    CAPTURE(text);
    const auto result = decode(text);
    REQUIRE_FALSE(result);
    CHECK(result.error().kind == heddle::ErrorKind::invalid_input);
  }
}

TEST_CASE("fault 21: a giant is refused before anything is allocated, with its numbers") {
  const auto wide = decode("P6 40000 40000 255\n");
  REQUIRE_FALSE(wide);
  CHECK(wide.error().message.find("40000 x 40000") != std::string::npos);
  const auto heavy = decode("P6 32768 32768 255\n");
  REQUIRE_FALSE(heavy);
  CHECK(heavy.error().message.find("3.2 GB") != std::string::npos);
}
