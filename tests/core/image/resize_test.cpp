#include "image/resize.h"

#include <fstream>

#include "core/image/images.h"
#include "support/test.h"

using namespace heddle::image;
using namespace heddle::image::test;

namespace {

Filter filter_named(const std::string& name) {
  if (name == "nearest") return Filter::nearest;
  if (name == "box") return Filter::box;
  if (name == "bilinear") return Filter::bilinear;
  return name == "bicubic" ? Filter::bicubic : Filter::lanczos;
}

}  // namespace

TEST_CASE("resize gives Pillow's bytes, up and down, for every filter and kind of picture") {
  std::ifstream lines(golden("resize.txt"));
  std::string filter;
  std::string expected;
  int channels = 0, width = 0, height = 0, to_width = 0, to_height = 0, cases = 0;
  while (lines >> filter >> channels >> width >> height >> to_width >> to_height >> expected) {
    CAPTURE(filter);
    CAPTURE(channels);
    CAPTURE(width);
    CAPTURE(to_width);
    const Image result = resize(noise_image(width, height, channels), to_width, to_height, filter_named(filter));
    CHECK(result.width() == to_width);
    CHECK(result.height() == to_height);
    CHECK(checksum(result) == expected);
    ++cases;
  }
  CHECK(cases == 210);
}

TEST_CASE("resizing to the same size gives the same picture") {
  const Image image = noise_image(20, 10, 3);
  CHECK(resize(image, 20, 10, Filter::bicubic).pixels().data() == image.pixels().data());
}

TEST_CASE("a flat picture stays flat") {
  const Image flat(31, 17, 3, std::vector<std::uint8_t>(31 * 17 * 3, 200));
  for (const Filter filter : {Filter::nearest, Filter::box, Filter::bilinear, Filter::bicubic, Filter::lanczos}) {
    const Image result = resize(flat, 50, 7, filter);
    for (const std::uint8_t value : result.pixels()) REQUIRE(value == 200);
  }
}
