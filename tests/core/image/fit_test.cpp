#include "image/fit.h"

#include <fstream>

#include "core/image/images.h"
#include "support/test.h"

using namespace heddle::image;
using namespace heddle::image::test;

namespace {

// Columns 0..width-1 painted with their own number.
Image ruler(int width, int height) {
  std::vector<std::uint8_t> pixels;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) pixels.insert(pixels.end(), 3, static_cast<std::uint8_t>(x));
  return {width, height, 3, std::move(pixels)};
}

}  // namespace

TEST_CASE("crop gives the picture that transformers' CLIPImageProcessor gives, to the bit") {
  std::ifstream lines(golden("fit.txt"));
  std::string expected;
  int width = 0, height = 0, channels = 0, cases = 0;
  while (lines >> width >> height >> channels >> expected) {
    CAPTURE(width);
    CAPTURE(height);
    CAPTURE(channels);
    CHECK(checksum(encoder_input(noise_image(width, height, channels), Fit::crop)) == expected);
    ++cases;
  }
  CHECK(cases == 27);
}

TEST_CASE("the centre of a crop moves it from one end to the other") {
  const Image wide = ruler(40, 20);
  FitOptions options;
  options.size = 20;
  options.centre = 0;
  CHECK(encoder_input(wide, Fit::crop, options).pixels()[0] == 0);
  options.centre = 1;
  CHECK(encoder_input(wide, Fit::crop, options).pixels()[0] == 20);
  options.centre = 0.5;
  CHECK(encoder_input(wide, Fit::crop, options).pixels()[0] == 10);
}

TEST_CASE("squash takes the whole picture to the square") {
  const Image wide = noise_image(60, 20, 3);
  CHECK(checksum(encoder_input(wide, Fit::squash)) == checksum(resize(wide, 224, 224, Filter::bicubic)));
}

TEST_CASE("pad keeps proportions and fills the margin with one colour") {
  FitOptions options;
  options.size = 20;
  options.margin = {1, 2, 3};
  const Image square = encoder_input(ruler(40, 20), Fit::pad, options);
  CHECK(square.width() == 20);
  CHECK(square.height() == 20);
  for (int x = 0; x < 60; x += 3) {
    CHECK(square.row(4)[static_cast<std::size_t>(x)] == 1);
    CHECK(square.row(4)[static_cast<std::size_t>(x) + 2] == 3);
    CHECK(square.row(15)[static_cast<std::size_t>(x) + 1] == 2);
  }
  CHECK(square.row(5)[57] > 30);
  CHECK(square.row(14)[57] > 30);
}

TEST_CASE("tile covers the long side with as few squares as do") {
  FitOptions options;
  options.size = 20;
  const auto squares = encoder_inputs(ruler(50, 20), Fit::tile, options);
  REQUIRE(squares.size() == 3);
  CHECK(squares[0].pixels()[0] == 0);
  CHECK(squares[1].pixels()[0] == 15);
  CHECK(squares[2].pixels()[0] == 30);
  CHECK(encoder_inputs(ruler(20, 20), Fit::tile, options).size() == 1);
}

TEST_CASE("a line of one pixel's width gives squares too, without a giant in between") {
  for (const Fit fit : {Fit::crop, Fit::squash, Fit::pad, Fit::tile}) {
    for (const Image& square : encoder_inputs(noise_image(1, 20000, 3), fit)) {
      CHECK(square.width() == 224);
      CHECK(square.height() == 224);
    }
    CHECK(encoder_inputs(noise_image(20000, 1, 1), fit).size() <= 16);
  }
}

TEST_CASE("fits are known by their names") {
  CHECK(fit_from("pad") == Fit::pad);
  CHECK(to_string(Fit::tile) == "tile");
  CHECK_FALSE(fit_from("stretch").has_value());
}
