#include "inpaint/fill.h"

#include "core/inpaint/images.h"
#include "support/test.h"

using namespace heddle;
using namespace heddle::inpaint;
using namespace heddle::inpaint::test;

namespace {

constexpr int kSide = 40;

// A square hole in the middle.
image::Image hole() {
  Bytes values(kSide * kSide, 0);
  for (int y = 12; y < 28; ++y) {
    for (int x = 12; x < 28; ++x) values[static_cast<std::size_t>(y * kSide + x)] = 255;
  }
  return {kSide, kSide, 1, std::move(values)};
}

// Red that grows to the right, with something green in the hole.
image::Image slope() {
  Bytes pixels;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const bool is_hole = x >= 12 && x < 28 && y >= 12 && y < 28;
      for (const int value : {is_hole ? 0 : 5 * x, is_hole ? 255 : 0, 0})
        pixels.push_back(static_cast<std::uint8_t>(value));
    }
  }
  return {kSide, kSide, 3, std::move(pixels)};
}

}  // namespace

TEST_CASE("every fill has a name, and leaves what is outside the hole alone") {
  Random random(11);
  REQUIRE(fill_names().size() == 6);
  CHECK(fill_named("nothing") == std::nullopt);
  for (const std::string& name : fill_names()) {
    const Fill fill = *fill_named(name);
    for (int trial = 0; trial < 8; ++trial) {
      const int width = 1 + below(random, 70), height = 1 + below(random, 70);
      const image::Image image = random_image(random, width, height, 3), mask = random_mask(random, width, height);
      const image::Image result = filled(image, mask, fill, 5);
      for (std::size_t i = 0; i < mask.pixels().size(); ++i) {
        if (mask.pixels()[i] > 0) continue;
        for (std::size_t c = 0; c < 3; ++c) REQUIRE(result.pixels()[3 * i + c] == image.pixels()[3 * i + c]);
      }
      REQUIRE(bytes_of(filled(image, mask, fill, 5)) == bytes_of(result));
    }
  }
}

TEST_CASE("what a hole is filled with") {
  const auto middle = [](Fill fill) {
    const auto pixel = filled(slope(), hole(), fill, 1).row(20).subspan(3 * 20, 3);
    return Bytes(pixel.begin(), pixel.end());
  };
  CHECK(middle(Fill::unchanged) == Bytes{0, 255, 0});
  CHECK(middle(Fill::neutral) == Bytes{128, 128, 128});
  for (const Fill fill : {Fill::blur, Fill::telea}) {
    CAPTURE(static_cast<int>(fill));
    CHECK(middle(fill)[1] == 0);
    CHECK(middle(fill)[0] == doctest::Approx(98).epsilon(0.4));
  }
  const image::Image stretched = filled(slope(), hole(), Fill::border, 1);
  CHECK(stretched.row(20)[3 * 12] == 5 * 11);  // the nearest pixel is the left one
  CHECK(stretched.row(20)[3 * 27] == 5 * 28);
  CHECK(filled(slope(), hole(), Fill::noise, 1).row(20)[60] != filled(slope(), hole(), Fill::noise, 2).row(20)[60]);
}

TEST_CASE("a hole that is everything is neutral, and one pixel is enough to fill from") {
  const image::Image white{8, 8, 1, Bytes(64, 255)}, image{8, 8, 3, Bytes(192, 7)};
  for (const Fill fill : {Fill::blur, Fill::border, Fill::telea})
    CHECK(bytes_of(filled(image, white, fill, 1)) == Bytes(192, 128));
  Bytes values(64, 255);
  values[9] = 0;
  for (const Fill fill : {Fill::blur, Fill::border, Fill::telea})
    CHECK(bytes_of(filled(image, {8, 8, 1, values}, fill, 1)) == Bytes(192, 7));
}
