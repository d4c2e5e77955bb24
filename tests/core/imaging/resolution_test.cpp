#include "imaging/resolution.h"

#include "core/imaging/maps.h"
#include "imaging/canny.h"

using namespace heddle;
using namespace heddle::imaging;
using namespace heddle::imaging::test;

namespace {
image::Image as_it_is(const image::Image& rgb) { return rgb; }
image::Image edges(const image::Image& rgb) { return canny(rgb, {}); }
}  // namespace

TEST_CASE("pixel perfect is the shorter side that leaves one pixel of the map for each of the made picture") {
  // By the reference's formula: round(max or min of the two scales x the shorter side).
  CHECK(pixel_perfect_resolution({1000, 500}, {512, 512}, MapFit::crop) == 512);
  CHECK(pixel_perfect_resolution({1000, 500}, {512, 512}, MapFit::squash) == 512);
  CHECK(pixel_perfect_resolution({1000, 500}, {512, 512}, MapFit::pad) == 256);
  CHECK(pixel_perfect_resolution({640, 480}, {768, 512}, MapFit::crop) == 576);
  CHECK(pixel_perfect_resolution({640, 480}, {768, 512}, MapFit::pad) == 512);
  CHECK(pixel_perfect_resolution({2, 4}, {1, 1}, MapFit::crop) == 1);
  CHECK(pixel_perfect_resolution({1, 1}, {3, 5}, MapFit::crop) == 5);
}

TEST_CASE("halves of a pixel are rounded to even, as NumPy rounds") {
  CHECK(size_at({5, 2}, 1) == PixelSize{2, 1});  // 2.5
  CHECK(size_at({7, 2}, 1) == PixelSize{4, 1});  // 3.5
}

TEST_CASE("a picture is brought to the resolution as sd-webui-controlnet brings it") {
  const image::Image image = recorded("picture.ppm");
  for (const auto& [resolution, name] : {std::pair{40, "resized_40.ppm"}, {96, "resized_96.ppm"}}) {
    CAPTURE(name);
    auto map = at_resolution(image, resolution, Padding::to_64, as_it_is);
    REQUIRE(map);
    CHECK(distance(*map, recorded(name)).most <= 1);
  }
  CHECK(distance(*at_resolution(image, 40, Padding::to_64, edges), recorded("canny_at_40.pgm")).share < 0.01);
  CHECK(distance(*at_resolution(image, 96, Padding::to_64, edges), recorded("canny_at_96.pgm")).share < 0.01);
}

TEST_CASE("resolution 0 keeps the picture's size, and its own shorter side changes nothing") {
  const image::Image image = recorded("picture.ppm");
  CHECK(same(*at_resolution(image, 0, Padding::none, as_it_is), image));
  CHECK(same(*at_resolution(image, 62, Padding::to_64, as_it_is), image));
  CHECK(same(*at_resolution(image, 62, Padding::to_64, edges), *at_resolution(image, 0, Padding::to_64, edges)));
}

TEST_CASE("grey, alpha and an empty picture have their way or their sentence") {
  CHECK(at_resolution(noise(9, 7, 1), 0, Padding::none, as_it_is)->channels() == 3);
  auto clear = at_resolution(flat(9, 7, 4, 0), 0, Padding::none, as_it_is);
  REQUIRE(clear);
  CHECK(clear->channels() == 3);
  CHECK(value_at(*clear, 3, 3) == 255);  // transparent shows white
  auto nothing = at_resolution({}, 512, Padding::none, as_it_is);
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().message == "[annotate] the picture is empty; take one that has pixels");
}

TEST_CASE("a map that would be huge is refused with the numbers") {
  auto map = at_resolution(noise(8192, 8, 3), 512, Padding::none, as_it_is);
  REQUIRE_FALSE(map);
  CHECK(map.error().kind == ErrorKind::invalid_input);
  CHECK(map.error().message.find("8192 x 8") != std::string::npos);
  CHECK(map.error().message.find("524288 x 512") != std::string::npos);
}
