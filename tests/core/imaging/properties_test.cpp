// What must hold where no reference exists.
#include <set>

#include "core/imaging/maps.h"
#include "imaging/blur.h"
#include "imaging/canny.h"
#include "imaging/content_shuffle.h"
#include "imaging/depth_map.h"
#include "imaging/invert.h"
#include "imaging/line_art.h"
#include "imaging/normal_map.h"
#include "imaging/quantise.h"
#include "imaging/scribble.h"
#include "imaging/soft_edges.h"
#include "imaging/tile.h"

using namespace heddle;
using namespace heddle::imaging;
using namespace heddle::imaging::test;

namespace {

double sum_of(const image::Image& map) {
  double sum = 0;
  for (const std::uint8_t value : map.pixels()) sum += value;
  return sum;
}

// Black to the left of the middle, white to the right, 64 x 64.
image::Image step(std::uint8_t left, std::uint8_t right) {
  std::vector<std::uint8_t> pixels;
  for (int i = 0; i < 64 * 64; ++i) pixels.push_back(i % 64 < 32 ? left : right);
  return {64, 64, 1, std::move(pixels)};
}

std::size_t colours_in(const image::Image& image) {
  std::set<std::array<std::uint8_t, 3>> colours;
  for (std::size_t i = 0; i < image.pixels().size(); i += 3)
    colours.insert({image.pixels()[i], image.pixels()[i + 1], image.pixels()[i + 2]});
  return colours.size();
}

}  // namespace

TEST_CASE("a flat picture has no edges, strokes or lines") {
  const image::Image grey = flat(70, 50, 3, 90);
  CHECK(sum_of(canny(grey, {})) == 0);
  CHECK(sum_of(soft_edges(grey, {})) == 0);
  CHECK(sum_of(line_art(grey, {})) == 0);
  CHECK(sum_of(scribble_of_image(grey, 2)) == 0);
}

TEST_CASE("canny draws the border of a step once, and lower thresholds never draw less") {
  const image::Image edges = canny(step(0, 255), {});
  for (int y = 0; y < 64; ++y) {
    int white = 0;
    for (int x = 0; x < 64; ++x) white += value_at(edges, x, y) == 255 ? 1 : 0;
    CHECK(white == 1);
  }
  const image::Image image = recorded("picture.ppm");
  CHECK(sum_of(canny(image, {50, 200, 0})) >= sum_of(canny(image, {100, 200, 0})));
  CHECK(same(canny(image, {200, 100, 0}), canny(image, {100, 200, 0})));  // the order of the two does not matter
}

TEST_CASE("soft edges are strongest on the step, symmetric about it, and fade away from it") {
  const image::Image edges = soft_edges(step(40, 200), {});
  CHECK(value_at(edges, 31, 30) > 200);
  CHECK(std::abs(value_at(edges, 31, 30) - value_at(edges, 32, 30)) <= 8);
  CHECK(value_at(edges, 24, 30) < value_at(edges, 30, 30));
  CHECK(value_at(edges, 4, 30) == 0);
}

TEST_CASE("soft edges grow with their strength, do not amplify a faint step, and have three levels when safe") {
  CHECK(sum_of(soft_edges(step(40, 200), {2, 0.5, false})) > sum_of(soft_edges(step(40, 200), {1, 0.5, false})));
  CHECK(value_at(soft_edges(step(100, 103), {}), 31, 30) < 70);
  std::set<int> levels;
  const image::Image safe = soft_edges(recorded("picture.ppm"), {1, 0.5, true});
  for (const std::uint8_t value : safe.pixels()) levels.insert(value);
  CHECK(levels == std::set<int>{0, 127, 255});
}

TEST_CASE("fine detail is in the soft edges of detail 1 and not in those of detail 0") {
  std::vector<std::uint8_t> pixels;
  for (int i = 0; i < 64 * 64; ++i) pixels.push_back(i % 4 < 2 ? 90 : 150);  // stripes of two pixels
  const image::Image stripes(64, 64, 1, std::move(pixels));
  CHECK(value_at(soft_edges(stripes, {1, 1, false}), 33, 30) + value_at(soft_edges(stripes, {1, 1, false}), 34, 30) >
        200);
  CHECK(value_at(soft_edges(stripes, {1, 0, false}), 33, 30) < 60);
}

TEST_CASE("a scribble thickens by the pixels it is told, and light lines are the others") {
  std::vector<std::uint8_t> pixels(21 * 21, 255);
  pixels[10 * 21 + 10] = 0;
  const image::Image dot(21, 21, 1, std::move(pixels));
  CHECK(sum_of(scribble_of_lines(dot, {})) == 255);
  const image::Image thick = scribble_of_lines(dot, {LineColour::dark, 127, 3});
  CHECK(value_at(thick, 13, 10) == 255);
  CHECK(value_at(thick, 14, 10) == 0);
  CHECK(sum_of(scribble_of_lines(dot, {LineColour::light, 127, 0})) == 255 * (21 * 21 - 1));
}

TEST_CASE("a wide blur, made at a smaller size, passes into the exact one without a step") {
  const image::Image image = recorded("picture.ppm");
  CHECK(distance(blur(image, 15.99), blur(image, 16)).most <= 6);
}

TEST_CASE("inverting twice gives the picture again") {
  const image::Image image = noise(31, 17, 3);
  CHECK(same(invert(invert(image)), image));
}

TEST_CASE("a depth map reaches from black to white, keeps the order, and inverts exactly") {
  std::vector<std::uint8_t> pixels;
  for (int i = 0; i < 101; ++i) pixels.push_back(static_cast<std::uint8_t>(60 + i));
  const image::Image slope(101, 1, 1, std::move(pixels));
  const image::Image depth = depth_map(slope, {});
  CHECK(value_at(depth, 0, 0) == 0);
  CHECK(value_at(depth, 50, 0) == 128);
  CHECK(value_at(depth, 100, 0) == 255);
  for (int x = 1; x < 101; ++x) CHECK(value_at(depth, x, 0) > value_at(depth, x - 1, 0));
  const image::Image inverted = depth_map(slope, {true, true});
  for (int x = 0; x < 101; ++x) CHECK(value_at(inverted, x, 0) == 255 - value_at(depth, x, 0));
  CHECK(same(depth_map(slope, {false, false}), slope));
  CHECK(same(depth_map(flat(9, 9, 1, 77), {}), flat(9, 9, 1, 77)));
  CHECK(grey_levels(slope) == 101);
}

TEST_CASE("a flat depth looks at the viewer, a slope to the right looks to the right, the background is flat") {
  const image::Image flat_normals = normal_map(flat(20, 20, 1, 128), {});
  CHECK(value_at(flat_normals, 10, 10, 0) == 255);  // reversed: blue first
  CHECK(value_at(flat_normals, 10, 10, 1) == 127);
  CHECK(value_at(flat_normals, 10, 10, 2) == 127);
  const image::Image edge = normal_map(step(60, 200), {400, 0.1, 1, false});
  CHECK(value_at(edge, 31, 30, 0) > 240);
  CHECK(value_at(normal_map(step(0, 200), {400, 0.1, 0, false}), 31, 30, 0) ==
        127);  // the far side of the step is background
}

TEST_CASE("a quantised picture has no more colours than asked, and a picture of few colours keeps them") {
  const image::Image image = recorded("picture.ppm");
  for (const int colours : {1, 2, 7, 32, 256})
    CHECK(colours_in(quantise(image, colours)) <= static_cast<std::size_t>(colours));
  CHECK(colours_in(quantise(image, 32)) > 20);
  CHECK(same(quantise(step(40, 200), 8), [] {
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < 64 * 64; ++i) pixels.insert(pixels.end(), 3, i % 64 < 32 ? 40 : 200);
    return image::Image(64, 64, 3, std::move(pixels));
  }()));
}

TEST_CASE("a shuffle keeps the seed's flow, another seed is another, and its colours are the picture's") {
  const image::Image image = recorded("picture.ppm");
  CHECK(same(content_shuffle(image, {5, 32}), content_shuffle(image, {5, 32})));
  CHECK_FALSE(same(content_shuffle(image, {5, 32}), content_shuffle(image, {6, 32})));
  CHECK_FALSE(
      same(content_shuffle(image, {5, 32}), content_shuffle(image, {(6ULL << 32U) + 5, 32})));  // all 64 bits count
  CHECK(same(content_shuffle(flat(50, 40, 3, 99), {5, 32}), flat(50, 40, 3, 99)));
}

TEST_CASE("a tile of rate 1 is the picture, a larger rate leaves less detail") {
  const image::Image image = recorded("picture.ppm");
  CHECK(same(tile(image, 1), image));
  CHECK(distance(tile(image, 8), image).most > distance(tile(image, 1.2), image).most);
}
