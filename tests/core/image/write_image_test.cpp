#include "image/write_image.h"

#include <unistd.h>

#include <algorithm>

#include "core/image/images.h"
#include "image/image_texts.h"
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
    const Image image = noise_image(31, 17, channels);
    REQUIRE(write_png(folder.path / "a.png", image, {{{"heddle", "{}"}}, {}}));
    const auto back = read_image(folder.path / "a.png");
    REQUIRE(back);
    CHECK(back->channels() == channels);
    CHECK(checksum(*back) == checksum(image));
  }
}

TEST_CASE("the same picture gives the same bytes") {
  const Image image = noise_image(31, 17, 3);
  CHECK(*encode_png(image, {{{"a", "b"}}, {}}) == *encode_png(image, {{{"a", "b"}}, {}}));
}

TEST_CASE("the ending decides the format") {
  const Folder folder;
  const Image image = noise_image(5, 4, 3);
  CHECK(*write_image(folder.path / "a.ppm", image) == folder.path / "a.ppm");
  CHECK(*write_image(folder.path / "b.png", image) == folder.path / "b.png");
  CHECK(bytes_of(folder.path / "a.ppm")[1] == '6');
  CHECK(bytes_of(folder.path / "b.png")[1] == 'P');
}

TEST_CASE("JPEG and WebP hold what a PNG says, as A1111 writes it, and the graph") {
  const Folder folder;
  const std::string parameters = "a red ball, \"붉은 공\" 🎈\nSteps: 20, Sampler: Euler a, Seed: 7",
                    graph = R"({"nodes": ["<&>"]})";
  for (const int channels : {1, 3, 4}) {
    const Image image = noise_image(31, 17, channels);
    for (const std::string name : {"a.jpg", "b.JPEG", "c.webp"}) {
      if (name.ends_with("webp") && !has_webp()) continue;
      CAPTURE(name);
      std::vector<heddle::Note> said;
      const auto written =
          write_image(folder.path / name, image, {{{"heddle", graph}, {"parameters", parameters}}, {}}, &said);
      REQUIRE_MESSAGE(written, (written ? "" : written.error().message));
      CHECK(said.empty());
      const auto texts = read_image_texts(*written);
      REQUIRE(texts);
      CHECK(*texts == std::vector<PngText>{{"heddle", graph}, {"parameters", parameters}});
      const auto back = read_image(*written);
      REQUIRE(back);
      CHECK(back->width() == 31);
      if (name == "c.webp" && channels == 3) CHECK(checksum(*back) == checksum(image));
    }
  }
}

TEST_CASE("what a JPEG cannot hold is left out and said") {
  const Folder folder;
  const Image image = noise_image(31, 17, 3);
  std::vector<heddle::Note> said;
  const PngNotes notes{{{"heddle", std::string(70000, 'g')}, {"parameters", "Steps: 1, Seed: 2, Size: 3"}},
                       {{"hash", "bytes"}}};
  REQUIRE(write_image(folder.path / "a.jpg", image, notes, &said));
  REQUIRE(said.size() == 2);
  CHECK(said[0].id == "image.graph_too_large");
  CHECK(said[1].id == "image.references_left_out");
  CHECK(read_image_texts(folder.path / "a.jpg")->size() == 1);
  if (!has_webp()) return;
  said.clear();
  REQUIRE(write_image(folder.path / "a.webp", image, notes, &said));
  CHECK(said.size() == 1);
  CHECK(read_image_texts(folder.path / "a.webp")->size() == 2);
}

TEST_CASE("an ending that Heddle does not write is refused with those that it does") {
  for (const char* name : {"a.tiff", "a.gif", "a.avif", "a.png.txt"}) {
    const auto refused = check_ending(name);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("use .png, .jpg, .webp or .ppm") != std::string::npos);
    CHECK_FALSE(write_image(name, noise_image(5, 4, 3)));
  }
  for (const char* name : {"a", "a.png", "a.PNG", "a.jpg", "a.ppm"})
    CHECK_MESSAGE(check_ending(name).has_value(), name);
}

TEST_CASE("a failed save leaves the old file and nothing else") {
  const Folder folder;
  const Image image = noise_image(5, 4, 3);
  REQUIRE(write_png(folder.path / "a.png", image));
  CHECK_FALSE(write_png(folder.path / "a.png", Image()));
  CHECK_FALSE(write_png(folder.path / "a.png", image, {{{"", "no name"}}, {}}));
  CHECK_FALSE(write_png(folder.path / "missing" / "a.png", image));
  CHECK(checksum(*read_image(folder.path / "a.png")) == checksum(image));
  const auto entries = std::filesystem::directory_iterator(folder.path);
  CHECK(std::distance(begin(entries), end(entries)) == 1);
}
