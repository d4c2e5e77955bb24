#include "inpaint/mask_edit.h"

#include <limits>

#include "core/inpaint/images.h"
#include "inpaint/nearest.h"
#include "support/test.h"

using namespace heddle;
using namespace heddle::inpaint;
using namespace heddle::inpaint::test;

namespace {

image::Image mask_of(int width, Bytes values) {
  const int height = static_cast<int>(values.size()) / width;
  return {width, height, 1, std::move(values)};
}

// By the definition: the largest value in the disc.
Bytes grown_by_definition(const image::Image& mask, int radius) {
  Bytes out;
  for (int y = 0; y < mask.height(); ++y) {
    for (int x = 0; x < mask.width(); ++x) {
      std::uint8_t most = 0;
      for (int dy = -radius; dy <= radius; ++dy) {
        for (int dx = -radius; dx <= radius; ++dx) {
          const bool is_inside = x + dx >= 0 && y + dy >= 0 && x + dx < mask.width() && y + dy < mask.height();
          if (is_inside && dx * dx + dy * dy <= radius * radius)
            most = std::max(most, mask.row(y + dy)[static_cast<std::size_t>(x + dx)]);
        }
      }
      out.push_back(most);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("the nearest marked pixel is the one that a search over all of them finds") {
  Random random(7);
  for (int trial = 0; trial < 40; ++trial) {
    const int width = 1 + below(random, 40), height = 1 + below(random, 40);
    Bytes marked(static_cast<std::size_t>(width * height), 0);
    for (int i = below(random, 6); i > 0; --i) marked[random() % marked.size()] = 1;
    const NearestMarked nearest = nearest_marked(marked, width, height);
    for (int place = 0; place < width * height; ++place) {
      std::int64_t best = NearestMarked::kNone;
      const auto squared_to = [&](int other) {
        const std::int64_t dx = place % width - other % width, dy = place / width - other / width;
        return dx * dx + dy * dy;
      };
      for (int other = 0; other < width * height; ++other) {
        if (marked[static_cast<std::size_t>(other)] != 0) best = std::min(best, squared_to(other));
      }
      const auto i = static_cast<std::size_t>(place);
      REQUIRE(nearest.squared[i] == best);
      REQUIRE((nearest.index[i] < 0) == (best == NearestMarked::kNone));
      if (nearest.index[i] >= 0) {
        REQUIRE(marked[static_cast<std::size_t>(nearest.index[i])] != 0);
        REQUIRE(squared_to(nearest.index[i]) == best);
      }
    }
  }
}

TEST_CASE("a mask grows by a disc and shrinks by its inverse, hard or soft") {
  Random random(3);
  for (int trial = 0; trial < 20; ++trial) {
    const image::Image mask = random_mask(random, 10 + below(random, 40), 10 + below(random, 40));
    const int radius = below(random, 8);
    REQUIRE(bytes_of(grown(mask, radius)) == grown_by_definition(mask, radius));
    REQUIRE(bytes_of(shrunk(mask, radius)) == bytes_of(inverted(grown(inverted(mask), radius))));
  }
}

TEST_CASE("a feathered mask keeps its sum away from the border, and is 0 beyond the feather") {
  Bytes values(61 * 61, 0);
  for (int y = 25; y < 36; ++y) {
    for (int x = 25; x < 36; ++x) values[static_cast<std::size_t>(y * 61 + x)] = 255;
  }
  const image::Image soft = feathered(mask_of(61, values), 9);
  double sum = 0;
  for (int y = 0; y < 61; ++y) {
    for (int x = 0; x < 61; ++x) {
      const std::uint8_t value = soft.row(y)[static_cast<std::size_t>(x)];
      sum += value;
      const bool is_beyond = x < 16 || x > 44 || y < 16 || y > 44;
      if (is_beyond) CHECK(value == 0);
    }
  }
  CHECK(sum == doctest::Approx(121 * 255).epsilon(0.02));
  CHECK(soft.row(30)[30] > 190);
  CHECK(soft.row(30)[25] == doctest::Approx(128).epsilon(0.15));
  CHECK(bytes_of(feathered(mask_of(3, {0, 255, 0}), 0)) == Bytes{0, 255, 0});
  CHECK(bytes_of(feathered(mask_of(3, {255, 255, 255}), 50)) == Bytes{255, 255, 255});
}

TEST_CASE("enclosed holes are filled, specks are dropped") {
  const image::Image ring =
      mask_of(5, {0, 0, 0, 0, 0, 0, 255, 255, 255, 0, 0, 255, 0, 255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 9});
  Bytes full = bytes_of(ring);
  full[12] = 255;
  CHECK(bytes_of(holes_filled(ring)) == full);
  Bytes without = bytes_of(ring);
  without[24] = 0;
  Bytes joined = bytes_of(specks_removed(ring, 2));
  CHECK(joined == bytes_of(ring));  // its corner touches the ring
  CHECK(bytes_of(specks_removed(mask_of(4, {9, 0, 255, 255}), 2)) == Bytes{0, 0, 255, 255});
  CHECK(bytes_of(specks_removed(mask_of(4, {9, 0, 255, 255}), 3)) == Bytes{0, 0, 0, 0});
}

TEST_CASE("masks unite and take away, come from alpha and from a colour") {
  const image::Image a = mask_of(3, {0, 100, 255}), b = mask_of(3, {255, 50, 200});
  CHECK(bytes_of(united(a, b)) == Bytes{255, 100, 255});
  CHECK(bytes_of(difference(a, b)) == Bytes{0, 100, 55});
  CHECK(bytes_of(inverted(a)) == Bytes{255, 155, 0});
  const image::Image rgba{2, 1, 4, Bytes{1, 2, 3, 0, 4, 5, 6, 200}};
  CHECK(bytes_of(transparency_of(rgba)) == Bytes{255, 55});
  CHECK(bytes_of(transparency_of({2, 1, 3, Bytes(6, 0)})) == Bytes{0, 0});
  const image::Image rgb{3, 1, 3, Bytes{10, 20, 30, 14, 20, 30, 10, 20, 36}};
  CHECK(bytes_of(places_of_colour(rgb, {10, 20, 30}, 4)) == Bytes{255, 255, 0});
}
