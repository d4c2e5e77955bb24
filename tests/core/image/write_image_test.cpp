#include "image/write_image.h"

#include <unistd.h>

#include <algorithm>

#include "core/image/pictures.h"
#include "image/read_image.h"
#include "support/test.h"

using namespace heddle::image;
using namespace heddle::image::test;

namespace {

// A folder of its own, gone at the end of the test.
struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / fmt::format("heddle_write_image_{}", ::getpid());
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("a PNG comes back as it was written, of every kind") {
  const Folder folder;
  for (const int channels : {1, 3, 4}) {
    const Image picture = noise_picture(31, 17, channels);
    REQUIRE(write_png(folder.path / "a.png", picture, {{{"heddle", "{}"}}, {}}));
    const auto back = read_image(folder.path / "a.png");
    REQUIRE(back);
    CHECK(back->channels() == channels);
    CHECK(checksum(*back) == checksum(picture));
  }
}

TEST_CASE("the same picture gives the same bytes") {
  const Image picture = noise_picture(31, 17, 3);
  CHECK(*encode_png(picture, {{{"a", "b"}}, {}}) == *encode_png(picture, {{{"a", "b"}}, {}}));
}

TEST_CASE("the ending decides the format") {
  const Folder folder;
  const Image picture = noise_picture(5, 4, 3);
  CHECK(*write_image(folder.path / "a.ppm", picture) == folder.path / "a.ppm");
  CHECK(*write_image(folder.path / "b.png", picture) == folder.path / "b.png");
  CHECK(bytes_of(folder.path / "a.ppm")[1] == '6');
  CHECK(bytes_of(folder.path / "b.png")[1] == 'P');
}

TEST_CASE("a failed save leaves the old file and nothing else") {
  const Folder folder;
  const Image picture = noise_picture(5, 4, 3);
  REQUIRE(write_png(folder.path / "a.png", picture));
  CHECK_FALSE(write_png(folder.path / "a.png", Image()));
  CHECK_FALSE(write_png(folder.path / "a.png", picture, {{{"", "no name"}}, {}}));
  CHECK_FALSE(write_png(folder.path / "missing" / "a.png", picture));
  CHECK(checksum(*read_image(folder.path / "a.png")) == checksum(picture));
  const auto entries = std::filesystem::directory_iterator(folder.path);
  CHECK(std::distance(begin(entries), end(entries)) == 1);
}
