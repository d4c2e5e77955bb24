// CIEDE2000 against the pairs that its authors published, and the heat map of a difference.
#include "image/colour_difference.h"

#include <doctest/doctest.h>

#include "image/lab.h"

using namespace heddle::image;

namespace {

struct Pair {
  Lab x, y;
  double wanted;
};

// Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula", table 1.
constexpr Pair kPairs[] = {
    {{50.0000, 2.6772, -79.7751}, {50.0000, 0.0000, -82.7485}, 2.0425},
    {{50.0000, 3.1571, -77.2803}, {50.0000, 0.0000, -82.7485}, 2.8615},
    {{50.0000, 2.8361, -74.0200}, {50.0000, 0.0000, -82.7485}, 3.4412},
    {{50.0000, -1.3802, -84.2814}, {50.0000, 0.0000, -82.7485}, 1.0000},
    {{50.0000, -1.1848, -84.8006}, {50.0000, 0.0000, -82.7485}, 1.0000},
    {{50.0000, -0.9009, -85.5211}, {50.0000, 0.0000, -82.7485}, 1.0000},
    {{50.0000, 0.0000, 0.0000}, {50.0000, -1.0000, 2.0000}, 2.3669},
    {{50.0000, 2.4900, -0.0010}, {50.0000, -2.4900, 0.0009}, 7.1792},
    {{50.0000, 2.4900, -0.0010}, {50.0000, -2.4900, 0.0011}, 7.2195},
    {{50.0000, -0.0010, 2.4900}, {50.0000, 0.0009, -2.4900}, 4.8045},
    {{50.0000, -0.0010, 2.4900}, {50.0000, 0.0011, -2.4900}, 4.7461},
    {{50.0000, 2.5000, 0.0000}, {50.0000, 0.0000, -2.5000}, 4.3065},
    {{50.0000, 2.5000, 0.0000}, {73.0000, 25.0000, -18.0000}, 27.1492},
    {{50.0000, 2.5000, 0.0000}, {61.0000, -5.0000, 29.0000}, 22.8977},
    {{50.0000, 2.5000, 0.0000}, {56.0000, -27.0000, -3.0000}, 31.9030},
    {{50.0000, 2.5000, 0.0000}, {58.0000, 24.0000, 15.0000}, 19.4535},
    {{50.0000, 2.5000, 0.0000}, {50.0000, 3.1736, 0.5854}, 1.0000},
    {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
    {{63.0109, -31.0961, -5.8663}, {62.8187, -29.7946, -4.0864}, 1.2630},
    {{35.0831, -44.1164, 3.7933}, {35.0232, -40.0716, 1.5901}, 1.8645},
    {{22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373},
    {{90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}, 1.4441},
    {{6.7747, -0.2908, -2.4247}, {5.8714, -0.0985, -2.2286}, 0.6377},
    {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082},
};

Image plain(int width, int height, std::uint8_t value) {
  return {width, height, 3,
          std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, value)};
}

}  // namespace

TEST_CASE("CIEDE2000 gives the published values, both ways round") {
  for (const Pair& pair : kPairs) {
    CHECK(delta_e_2000(pair.x, pair.y) == doctest::Approx(pair.wanted).epsilon(5e-5));
    CHECK(delta_e_2000(pair.y, pair.x) == doctest::Approx(pair.wanted).epsilon(5e-5));
  }
}

TEST_CASE("a difference has a value for each pixel, a mean and a high") {
  const auto none = colour_difference(plain(4, 3, 90), plain(4, 3, 90));
  REQUIRE(none.has_value());
  CHECK(none->values.size() == 12);
  CHECK(none->mean == 0);
  const auto most = colour_difference(plain(4, 3, 0), plain(4, 3, 255));
  REQUIRE(most.has_value());
  CHECK(most->mean == doctest::Approx(100).epsilon(1e-4));
  CHECK(most->high == doctest::Approx(100).epsilon(1e-4));
  CHECK_FALSE(colour_difference(plain(4, 3, 0), plain(3, 4, 0)).has_value());
  CHECK_FALSE(colour_difference(plain(2, 2, 0), Image(2, 2, 1, std::vector<std::uint8_t>(4))).has_value());
  CHECK(colour_difference(Image(0, 0, 3, {}), Image(0, 0, 3, {})).has_value());
}

TEST_CASE("the heat map's scale is a round number, and lighter is further apart") {
  CHECK(heat_scale_end(0) == 2);
  CHECK(heat_scale_end(2.1) == 5);
  CHECK(heat_scale_end(49) == 50);
  CHECK(heat_scale_end(120) == 100);
  int before = -1;
  for (int i = 0; i <= 20; ++i) {
    const auto colour = heat_colour(i / 20.0);
    const int light = 2 * colour[0] + 7 * colour[1] + colour[2];
    CHECK(light > before);
    before = light;
  }
  CHECK(heat_colour(-1) == heat_colour(0));
  CHECK(heat_colour(9) == heat_colour(1));
  const ColourDifference two{2, 1, {0.0F, 10.0F}, 5, 10};
  const Image map = heat_map(two, 10);
  REQUIRE(map.pixels().size() == 6);
  CHECK(map.pixels()[0] == 0);
  CHECK(map.pixels()[3] == heat_colour(1)[0]);
}
