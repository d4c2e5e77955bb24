#include "image/convert.h"

#include "core/image/images.h"
#include "image/exif.h"
#include "support/test.h"

using namespace heddle::image;
using namespace heddle::image::test;

namespace {

std::vector<std::uint8_t> values(const Image& image) { return {image.pixels().begin(), image.pixels().end()}; }

}  // namespace

TEST_CASE("grey is repeated and transparency shows white") {
  CHECK(values(to_rgb(Image(2, 1, 1, {7, 9}))) == std::vector<std::uint8_t>{7, 7, 7, 9, 9, 9});
  CHECK(values(to_rgb(Image(3, 1, 4, {1, 2, 3, 255, 1, 2, 3, 0, 0, 100, 255, 128}))) ==
        std::vector<std::uint8_t>{1, 2, 3, 255, 255, 255, 127, 177, 255});
}

TEST_CASE("grey follows the luma weights") {
  CHECK(values(to_grey(Image(4, 1, 3, {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255}))) ==
        std::vector<std::uint8_t>{76, 150, 29, 255});
}

TEST_CASE("each orientation of EXIF turns the stored picture upright") {
  // Stored:  1 2 3
  //          4 5 6
  const Image stored(3, 2, 1, {1, 2, 3, 4, 5, 6});
  using Bytes = std::vector<std::uint8_t>;
  CHECK(values(upright(stored, 1)) == Bytes{1, 2, 3, 4, 5, 6});
  CHECK(values(upright(stored, 2)) == Bytes{3, 2, 1, 6, 5, 4});
  CHECK(values(upright(stored, 3)) == Bytes{6, 5, 4, 3, 2, 1});
  CHECK(values(upright(stored, 4)) == Bytes{4, 5, 6, 1, 2, 3});
  CHECK(values(upright(stored, 5)) == Bytes{1, 4, 2, 5, 3, 6});
  CHECK(values(upright(stored, 6)) == Bytes{4, 1, 5, 2, 6, 3});
  CHECK(values(upright(stored, 7)) == Bytes{6, 3, 5, 2, 4, 1});
  CHECK(values(upright(stored, 8)) == Bytes{3, 6, 2, 5, 1, 4});
  CHECK(upright(stored, 6).width() == 2);
  CHECK(values(upright(stored, 99)) == Bytes{1, 2, 3, 4, 5, 6});
}

TEST_CASE("a crop takes its rectangle") {
  CHECK(values(cropped(Image(3, 2, 1, {1, 2, 3, 4, 5, 6}), 1, 0, 2, 2)) == std::vector<std::uint8_t>{2, 3, 5, 6});
}

TEST_CASE("the orientation is found in either byte order, and damage says nothing") {
  const std::vector<std::uint8_t> little = {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0};
  const std::vector<std::uint8_t> big = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0};
  CHECK(exif_orientation(little) == 6);
  CHECK(exif_orientation(big) == 8);
  for (std::size_t cut = 0; cut < 18; ++cut) CHECK_FALSE(exif_orientation(std::span(little).first(cut)).has_value());
  // As a byte, as a long, and as a long that holds a short of the other byte order.
  const std::vector<std::uint8_t> byte = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 1, 0, 0, 0, 1, 3, 0, 0, 0};
  const std::vector<std::uint8_t> wide = {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 4, 0, 1, 0, 0, 0, 5, 0, 0, 0};
  const std::vector<std::uint8_t> mixed = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 4, 0, 0, 0, 1, 0, 7, 0, 0};
  CHECK(exif_orientation(byte) == 3);
  CHECK(exif_orientation(wide) == 5);
  CHECK(exif_orientation(mixed) == 7);
  std::vector<std::uint8_t> wild = little;
  wild[4] = wild[5] = wild[6] = wild[7] = 0xff;
  CHECK_FALSE(exif_orientation(wild).has_value());
}
