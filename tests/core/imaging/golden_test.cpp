// Against OpenCV's own Python module and NumPy: tests/golden/imaging/make_imaging.py.
#include "core/imaging/maps.h"
#include "imaging/blur.h"
#include "imaging/canny.h"
#include "imaging/colour_map.h"
#include "imaging/content_shuffle.h"
#include "imaging/depth_map.h"
#include "imaging/edge_map.h"
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

TEST_CASE("maps of what a network gives are those of the reference, to one level in few places") {
  const image::Image edges = recorded("edges.pgm"), depth = recorded("depth.pgm");
  std::vector<float> shares, nearness;
  for (const std::uint8_t value : edges.pixels()) shares.push_back(static_cast<float>(value) / 255);
  for (const std::uint8_t value : depth.pixels()) nearness.push_back(static_cast<float>(value) / 2 + 3);
  const imaging::Plane plane{edges.width(), edges.height(), shares};
  CHECK(distance(imaging::edge_map(plane, {}), edges).most <= 1);
  CHECK(distance(imaging::edge_map(plane, {imaging::EdgeForm::safe, 0}), recorded("edges_safe.pgm")).share < 0.01);
  CHECK(distance(imaging::edge_map(plane, {imaging::EdgeForm::scribble, 0}), recorded("edges_scribble.pgm")).share <
        0.01);
  const Distance normals =
      distance(imaging::normals_of_nearness({depth.width(), depth.height(), nearness}, {1, 0.3, 0, true}),
               recorded("nearness_normal.ppm"));
  CHECK(normals.most <= 1);
  CHECK(normals.share < 0.01);
}

TEST_CASE("weak edges become black, lines are two levels, and a drawing's paper becomes black") {
  const std::vector<float> values = {0, 0.2F, 0.6F, 1};
  const imaging::Plane plane{4, 1, values};
  const auto bytes = [](const image::Image& map) {
    return std::vector<std::uint8_t>(map.pixels().begin(), map.pixels().end());
  };
  CHECK(bytes(imaging::edge_map(plane, {imaging::EdgeForm::soft, 0.5})) == std::vector<std::uint8_t>{0, 0, 153, 255});
  CHECK(bytes(imaging::edge_map(plane, {imaging::EdgeForm::lines, 0})) == std::vector<std::uint8_t>{0, 0, 255, 255});
  CHECK(bytes(imaging::line_map(plane, 0)) == std::vector<std::uint8_t>{255, 204, 102, 0});
  CHECK(bytes(imaging::line_map(plane, 0.5)) == std::vector<std::uint8_t>{255, 204, 0, 0});
  CHECK(bytes(imaging::depth_of_nearness(plane, {})) == std::vector<std::uint8_t>{0, 51, 153, 255});
  CHECK(bytes(imaging::depth_of_nearness(plane, {0.5, 2})) == std::vector<std::uint8_t>{0, 0, 91, 255});
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
