#include "inpaint/work_area.h"

#include "core/inpaint/images.h"
#include "support/test.h"

using namespace heddle;
using namespace heddle::inpaint;
using namespace heddle::inpaint::test;

TEST_CASE("the box of a mask is around all that is not black") {
  Bytes values(20 * 10, 0);
  CHECK(bounds_of({20, 10, 1, values}) == std::nullopt);
  values[2 * 20 + 3] = 1;
  values[7 * 20 + 11] = 255;
  CHECK(*bounds_of({20, 10, 1, values}) == Box{3, 2, 9, 6});
}

TEST_CASE("a whole picture is worked on at its own size, made multiples of 8 by its edge, and comes back as it was") {
  Random random(1);
  for (const auto& [width, height] : {std::pair{1, 1}, {7, 9}, {64, 64}, {65, 33}, {1, 300}}) {
    const image::Image image = random_image(random, width, height, 3);
    const WorkArea area = whole_area(width, height);
    const image::Image part = taken(image, area);
    CHECK(part.width() % 8 == 0);
    CHECK(part.height() % 8 == 0);
    CHECK(bytes_of(given_back(part, area)) == bytes_of(image));
  }
}

TEST_CASE("only masked: the box holds the mask with its margin and lies in the picture, at the model's size") {
  Random random(2);
  for (int trial = 0; trial < 300; ++trial) {
    const int width = 1 + below(random, 1500), height = 1 + below(random, 997);
    const int left = below(random, width), top = below(random, height);
    const Box around{left, top, 1 + below(random, width - left), 1 + below(random, height - top)};
    const int margin = below(random, 64), size = 8 * (1 + below(random, 96));
    const WorkArea area = area_around(around, margin, size, width, height);
    const Box& box = area.box;
    REQUIRE(box.left >= 0);
    REQUIRE(box.top >= 0);
    REQUIRE(box.left + box.width <= width);
    REQUIRE(box.top + box.height <= height);
    REQUIRE(box.left <= std::max(0, around.left - margin));
    REQUIRE(box.top <= std::max(0, around.top - margin));
    REQUIRE(box.left + box.width >= std::min(width, around.left + around.width + margin));
    REQUIRE(box.top + box.height >= std::min(height, around.top + around.height + margin));
    REQUIRE(area.width % 8 == 0);
    REQUIRE(area.height % 8 == 0);
    REQUIRE(area.width >= 8);
    REQUIRE(area.height >= 8);
    const bool is_common = box.width < 4 * box.height && box.height < 4 * box.width && size >= 64;
    if (is_common) REQUIRE(double(area.width) * area.height == doctest::Approx(double(size) * size).epsilon(0.25));
  }
}
