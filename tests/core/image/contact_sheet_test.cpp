#include "image/contact_sheet.h"

#include "core/image/images.h"
#include "support/test.h"

using namespace heddle::image;
using namespace heddle::image::test;

namespace {

Image flat(int width, int height, std::uint8_t value) {
  return {width, height, 3, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height) * 3, value)};
}

}  // namespace

TEST_CASE("pictures lie in rows with a margin around each") {
  const std::vector<Image> images = {flat(4, 4, 10), flat(4, 4, 20), flat(4, 4, 30)};
  const Image sheet = contact_sheet(images, {.columns = 2, .margin = 1, .ground = {1, 2, 3}});
  CHECK(sheet.width() == 11);
  CHECK(sheet.height() == 11);
  CHECK(sheet.row(0)[1] == 2);
  CHECK(sheet.row(1)[3] == 10);
  CHECK(sheet.row(1)[6 * 3] == 20);
  CHECK(sheet.row(6)[3] == 30);
  CHECK(sheet.row(6)[6 * 3] == 1);
}

TEST_CASE("smaller pictures sit in the middle of their cell") {
  const std::vector<Image> images = {flat(6, 6, 10), Image(2, 2, 1, {9, 9, 9, 9})};
  const Image sheet = contact_sheet(images, {.columns = 2, .margin = 0, .ground = {0, 0, 0}});
  CHECK(sheet.width() == 12);
  CHECK(sheet.row(2)[8 * 3] == 9);
  CHECK(sheet.row(1)[8 * 3] == 0);
}

TEST_CASE("no pictures give no sheet") { CHECK(contact_sheet({}).empty()); }
