// Every annotator on sizes from 1 x 1 to 8192 x 8 with every number of channels: a map of the same size, the same each
// time.
#include <functional>

#include "core/imaging/maps.h"
#include "imaging/blur.h"
#include "imaging/canny.h"
#include "imaging/colour_map.h"
#include "imaging/content_shuffle.h"
#include "imaging/depth_map.h"
#include "imaging/invert.h"
#include "imaging/line_art.h"
#include "imaging/normal_map.h"
#include "imaging/quantise.h"
#include "imaging/resolution.h"
#include "imaging/scribble.h"
#include "imaging/segmentation.h"
#include "imaging/soft_edges.h"
#include "imaging/threshold.h"
#include "imaging/tile.h"

using namespace heddle;
using namespace heddle::imaging;
using namespace heddle::imaging::test;

namespace {

struct Named {
  std::string name;
  std::function<image::Image(const image::Image&)> map;
  int channels = 1;
};

std::vector<Named> all_annotators() {
  return {
      {"canny", [](const image::Image& p) { return canny(p, {}); }},
      {"canny blurred",
       [](const image::Image& p) {
         return canny(p, {0, 0, 3});
       }},
      {"blur", [](const image::Image& p) { return blur(p, 9); }, 3},
      {"threshold", [](const image::Image& p) { return threshold(p, 127); }},
      {"invert", [](const image::Image& p) { return invert(p); }, 3},
      {"scribble of lines",
       [](const image::Image& p) {
         return scribble_of_lines(p, {LineColour::dark, 127, 2});
       }},
      {"scribble of picture", [](const image::Image& p) { return scribble_of_image(p, 32); }},
      {"line art", [](const image::Image& p) { return line_art(p, {}); }},
      {"soft edges", [](const image::Image& p) { return soft_edges(p, {}); }},
      {"colour map", [](const image::Image& p) { return colour_map(p); }, 3},
      {"content shuffle",
       [](const image::Image& p) {
         return content_shuffle(p, {3, 256});
       },
       3},
      {"fine content shuffle",
       [](const image::Image& p) {
         return content_shuffle(p, {3, 16});
       },
       3},
      {"tile", [](const image::Image& p) { return tile(p, 3); }, 3},
      {"depth", [](const image::Image& p) { return depth_map(p, {}); }},
      {"normal", [](const image::Image& p) { return normal_map(p, {}); }, 3},
      {"quantise", [](const image::Image& p) { return quantise(p, 8); }, 3},
      {"segmentation", [](const image::Image& p) { return segmentation(p).map; }, 3},
  };
}

constexpr std::pair<int, int> kSizes[] = {{1, 1},   {1, 2},   {2, 1},   {1, 9},   {3, 3},    {7, 5},   {17, 64},
                                          {63, 65}, {1, 700}, {700, 1}, {257, 3}, {8192, 8}, {8, 8192}};

}  // namespace

TEST_CASE("every annotator takes every size and number of channels, and gives the same map each time") {
  for (const auto& [width, height] : kSizes) {
    for (const int channels : {1, 3, 4}) {
      const image::Image image = noise(width, height, channels, static_cast<std::uint32_t>(width * 31 + height));
      for (const Named& annotator : all_annotators()) {
        CAPTURE(annotator.name);
        CAPTURE(width);
        CAPTURE(height);
        CAPTURE(channels);
        const image::Image map = annotator.map(image);
        CHECK(map.width() == width);
        CHECK(map.height() == height);
        CHECK(map.channels() == annotator.channels);
        CHECK(same(map, annotator.map(image)));
      }
    }
  }
}

TEST_CASE("every annotator takes pictures of one value, also all black and all white") {
  for (const std::uint8_t value : {0, 128, 255}) {
    for (const Named& annotator : all_annotators()) {
      CAPTURE(annotator.name);
      const image::Image map = annotator.map(flat(40, 30, 3, value));
      CHECK(map.width() == 40);
      const auto channels = static_cast<std::size_t>(map.channels());
      bool is_one_colour = true;
      for (std::size_t i = channels; i < map.pixels().size(); ++i)
        is_one_colour &= map.pixels()[i] == map.pixels()[i % channels];
      CHECK(is_one_colour);
    }
  }
}

TEST_CASE("random sizes at random resolutions give maps of the promised size") {
  std::uint32_t state = 7;
  const auto random = [&state](int most) {
    state = state * 1664525U + 1013904223U;
    return static_cast<int>((state >> 8U) % static_cast<std::uint32_t>(most)) + 1;
  };
  for (int i = 0; i < 60; ++i) {
    const PixelSize own{random(90), random(90)};
    const int resolution = random(120);
    const PixelSize expected = size_at(own, resolution);
    CAPTURE(own.width);
    CAPTURE(own.height);
    CAPTURE(resolution);
    const auto annotators = all_annotators();
    const Named& annotator = annotators[static_cast<std::size_t>(i) % annotators.size()];
    auto map =
        at_resolution(noise(own.width, own.height, i % 2 == 0 ? 3 : 4), resolution, Padding::to_64, annotator.map);
    REQUIRE(map);
    CHECK(PixelSize{map->width(), map->height()} == expected);
  }
}
