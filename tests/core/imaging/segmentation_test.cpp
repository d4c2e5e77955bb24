#include "imaging/segmentation.h"

#include <set>

#include "core/imaging/maps.h"

using namespace heddle;
using namespace heddle::imaging;
using namespace heddle::imaging::test;

namespace {

constexpr std::size_t kSky = 2, kTree = 4, kRoad = 6, kSkyscraper = 48;

// Sky above, a tree below, and a row between them of their mean colour, as a soft brush leaves it.
image::Image painted() {
  std::vector<std::uint8_t> pixels;
  const auto& sky = ade_palette()[kSky].rgb;
  const auto& tree = ade_palette()[kTree].rgb;
  for (int y = 0; y < 21; ++y) {
    for (int x = 0; x < 10; ++x) {
      for (std::size_t c = 0; c < 3; ++c) {
        const int mean = (2 * sky[c] + tree[c]) / 3;
        pixels.push_back(y < 12 ? sky[c] : y == 12 ? static_cast<std::uint8_t>(mean) : tree[c]);
      }
    }
  }
  return {10, 21, 3, std::move(pixels)};
}

}  // namespace

TEST_CASE("the palette has 150 classes with names, all colours apart but road and skyscraper") {
  std::set<std::array<std::uint8_t, 3>> colours;
  std::set<std::string_view> names;
  for (const AdeClass& entry : ade_palette()) {
    colours.insert(entry.rgb);
    names.insert(entry.name);
  }
  CHECK(ade_palette().size() == 150);
  CHECK(names.size() == 150);
  CHECK(colours.size() == 149);
  CHECK(ade_palette()[kRoad].rgb == ade_palette()[kSkyscraper].rgb);
  CHECK(ade_palette()[kSky].name == "sky");
  CHECK(ade_palette()[kSky].rgb == std::array<std::uint8_t, 3>{6, 230, 230});
  CHECK(ade_palette()[149].name == "flag");
  CHECK(ade_palette()[149].rgb == std::array<std::uint8_t, 3>{92, 0, 255});
}

TEST_CASE("a painting's soft edges become one of the classes that were painted, and no third one") {
  const Segmentation made = segmentation(painted());
  CHECK(made.changed == 10);
  CHECK(made.classes == std::vector<std::size_t>{kSky, kTree});
  CHECK(value_at(made.map, 5, 12, 0) == 6);  // the nearer of the two: sky
  CHECK(class_names(made.classes, 8) == "sky, tree");
  CHECK(class_names(made.classes, 1) == "sky and 1 more");
}

TEST_CASE("a painting in exact colours comes back as it was") {
  const Segmentation made = segmentation(painted());
  const Segmentation again = segmentation(made.map);
  CHECK(again.changed == 0);
  CHECK(same(again.map, made.map));
}

TEST_CASE("a picture without one exact colour takes the nearest of the whole palette") {
  const Segmentation made = segmentation(noise(40, 40, 3));
  CHECK(made.classes.size() > 20);
  for (std::size_t i = 0; i < made.map.pixels().size(); i += 3) {
    const std::array<std::uint8_t, 3> colour{made.map.pixels()[i], made.map.pixels()[i + 1], made.map.pixels()[i + 2]};
    CHECK(std::ranges::any_of(ade_palette(), [&](const AdeClass& entry) { return entry.rgb == colour; }));
  }
}
