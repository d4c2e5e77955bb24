// Against OpenCV's own Python module and NumPy: tests/golden/imaging/make_imaging.py.
#include "core/imaging/maps.h"
#include "imaging/blur.h"
#include "imaging/canny.h"
#include "imaging/colour_map.h"
#include "imaging/content_shuffle.h"
#include "imaging/line_art.h"
#include "imaging/normal_map.h"
#include "imaging/scribble.h"
#include "imaging/threshold.h"
#include "imaging/tile.h"

using namespace heddle;
using namespace heddle::imaging::test;

TEST_CASE("maps of whole numbers equal OpenCV's and NumPy's to the bit") {
  const image::Image image = recorded("picture.ppm");
  CHECK(same(imaging::canny(image, {}), recorded("canny.pgm")));
  CHECK(same(imaging::canny(image, {40, 90, 1.5}), recorded("canny_blurred.pgm")));
  CHECK(same(imaging::blur(image, 3), recorded("blur.ppm")));
  CHECK(same(imaging::threshold(image, 100), recorded("threshold.pgm")));
  CHECK(same(imaging::scribble_of_lines(image, {}), recorded("scribble_dark.pgm")));
}

TEST_CASE("maps that pass through floats differ from OpenCV's by one level at most, in few places") {
  const image::Image image = recorded("picture.ppm"), depth = recorded("depth.pgm");
  const auto near = [](const image::Image& map, const std::string& name) {
    CAPTURE(name);
    const Distance found = distance(map, recorded(name));
    CHECK(found.most <= 1);
    CHECK(found.share < 0.01);
  };
  near(imaging::line_art(image, {}), "line_art.pgm");
  near(imaging::tile(image, 2.5), "tile.ppm");
  near(imaging::normal_map(depth, {400, 0.3, 1, true}), "normal.ppm");
  near(imaging::normal_map(depth, {100, 0.1, 0, false}), "normal_rgb.ppm");
}

TEST_CASE("a colour map has the reference's squares, to one level: builds of OpenCV round a cubic either way") {
  CHECK(distance(imaging::colour_map(recorded("picture.ppm"), 16), recorded("colour_map.ppm")).most <= 1);
}

TEST_CASE("a scribble of a picture has the reference's strokes, but for single pixels on the threshold") {
  CHECK(distance(imaging::scribble_of_image(recorded("picture.ppm"), 32), recorded("scribble_picture.pgm")).share <
        0.002);
}

TEST_CASE("a content shuffle is the one that numpy's generator gives for the seed") {
  const Distance found =
      distance(imaging::content_shuffle(recorded("picture.ppm"), {7, 32}), recorded("content_shuffle.ppm"));
  CHECK(found.most <= 8);  // where the flow falls on the other side of a thirty-second of a pixel
  CHECK(found.share < 0.01);
}
