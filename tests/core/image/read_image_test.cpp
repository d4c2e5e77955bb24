#include "image/read_image.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "core/image/images.h"
#include "image/colour_profile.h"
#include "image/convert.h"
#include "image/image_texts.h"
#include "image/write_image.h"
#include "support/test.h"

using namespace heddle::image;
using namespace heddle::image::test;

namespace {

int largest_difference(const Image& a, const Image& b) {
  int largest = 0;
  for (std::size_t i = 0; i < a.pixels().size(); ++i)
    largest = std::max(largest, std::abs(a.pixels()[i] - b.pixels()[i]));
  return largest;
}

// A folder of its own, gone at the end of the test.
struct ReadFolder {
  std::filesystem::path path = std::filesystem::temp_directory_path() / fmt::format("heddle_read_image_{}", ::getpid());
  ReadFolder() { std::filesystem::create_directories(path); }
  ~ReadFolder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("fault 22: every kind of PNG gives the pixels that Pillow gives") {
  std::ifstream lines(golden("pictures.txt"));
  std::string name;
  std::string expected;
  int width = 0, height = 0, channels = 0, cases = 0;
  while (lines >> name >> width >> height >> channels >> expected) {
    CAPTURE(name);
    const auto image = read_image(golden("pictures/" + name));
    REQUIRE(image);
    CHECK(image->width() == width);
    CHECK(image->height() == height);
    CHECK(image->channels() == channels);
    CHECK(checksum(*image) == expected);
    ++cases;
  }
  CHECK(cases >= 16);
}

TEST_CASE("fault 22: JPEGs come in upright and in RGB, CMYK and grey too") {
  const auto painting = read_image(golden("pictures/painting.ppm"));
  REQUIRE(painting);
  for (const std::string name :
       {"rgb", "progressive", "exif_2", "exif_3", "exif_4", "exif_5", "exif_6", "exif_7", "exif_8"}) {
    CAPTURE(name);
    const auto image = read_image(golden(fmt::format("pictures/{}.jpg", name)));
    REQUIRE(image);
    REQUIRE(image->width() == painting->width());
    REQUIRE(image->height() == painting->height());
    CHECK(largest_difference(*image, *painting) <= 12);  // what JPEG itself loses at quality 98
  }
  const auto grey = read_image(golden("pictures/grey.jpg"));
  REQUIRE(grey);
  CHECK(grey->channels() == 1);
  CHECK(largest_difference(*grey, *read_image(golden("pictures/grey.pgm"))) <= 6);
  const auto cmyk = read_image(golden("pictures/cmyk.jpg"));
  REQUIRE(cmyk);
  CHECK(largest_difference(*cmyk, *read_image(golden("pictures/cmyk.ppm"))) <= 2);
}

TEST_CASE("fault 22: the colours of an embedded profile become sRGB") {
  if (!has_colour_profiles()) return;
  const auto expected = read_image(golden("pictures/swapped_profile.ppm"));
  const auto png = read_image(golden("pictures/swapped_profile.png"));
  const auto jpeg = read_image(golden("pictures/swapped_profile.jpg"));
  REQUIRE(expected);
  REQUIRE(png);
  REQUIRE(jpeg);
  CHECK(largest_difference(*png, *expected) <= 1);
  CHECK(largest_difference(*jpeg, *expected) <= 12);
  CHECK(expected->pixels()[1] > 200);  // the red corner has become green
}

TEST_CASE(
    "WebP of every kind gives the pixels that Pillow gives, and photos are upright wherever the orientation is kept") {
  std::ifstream lines(golden("photos.txt"));
  const Image turned = upright(*read_image(golden("pictures/rgb.jpg")), 6);
  std::string name, expected;
  int width = 0, height = 0, channels = 0, cases = 0;
  while (lines >> name >> width >> height >> channels >> expected) {
    if (name.ends_with(".webp") && !has_webp()) continue;
    CAPTURE(name);
    std::vector<heddle::Note> notes;
    const auto image = read_image(golden("photos/" + name), {}, &notes);
    REQUIRE_MESSAGE(image, (image ? "" : image.error().message));
    CHECK(image->width() == width);
    CHECK(image->height() == height);
    CHECK(image->channels() == channels);
    CHECK(checksum(*image) == (name.ends_with(".jpg") ? checksum(turned) : expected));
    CHECK(notes.size() == (name == "animation.webp" ? 1 : 0));
    ++cases;
  }
  CHECK(cases >= 13);
}

TEST_CASE("AVIF gives the pixels that Pillow gives, turned as the file says, with notes and texts") {
  if (!has_avif()) return;
  struct Case {
    const char* name;
    int channels;
    std::vector<std::string> notes;
  };
  const Case cases[] = {{"plain", 3, {}},
                        {"alpha", 4, {}},
                        {"ten_bits", 3, {}},
                        {"turned_2", 3, {}},
                        {"turned_4", 3, {}},
                        {"turned_5", 3, {}},
                        {"turned_6", 3, {}},
                        {"turned_7", 3, {}},
                        {"turned_8", 3, {}},
                        {"film", 3, {"image.first_frame"}},
                        {"wide", 3, {"image.wide_colours"}}};
  for (const Case& c : cases) {
    CAPTURE(c.name);
    std::vector<heddle::Note> notes;
    const auto image = read_image(golden("avif") / (std::string(c.name) + ".avif"), {}, &notes);
    REQUIRE_MESSAGE(image, (image ? "" : image.error().message));
    const auto expected = read_image(golden("avif") / (std::string(c.name) + ".png"));
    REQUIRE(expected);
    CHECK(image->channels() == c.channels);
    REQUIRE(image->width() == expected->width());
    REQUIRE(image->height() == expected->height());
    CHECK(largest_difference(*image, *expected) <= 3);  // other versions of libavif round otherwise
    std::vector<std::string> ids;
    for (const heddle::Note& said : notes) ids.push_back(said.id);
    CHECK(ids == c.notes);
  }
  const auto texts = read_image_texts(golden("avif") / "parameters.avif");
  REQUIRE(texts);
  REQUIRE(texts->size() == 1);
  CHECK(texts->front().key == "parameters");
  CHECK(texts->front().text == "a red ball\nSteps: 20");
}

TEST_CASE("an AVIF that is cut or bent is an error or a picture, never a crash") {
  if (!has_avif()) return;
  for (const std::string name : {"plain.avif", "alpha.avif", "film.avif"}) {
    CAPTURE(name);
    const auto whole = bytes_of(golden("avif") / name);
    CHECK_FALSE(decode_image(std::span(whole).first(whole.size() / 2), name));
    for (std::size_t size = 0; size < whole.size(); size += 11) (void)decode_image(std::span(whole).first(size), name);
    for (std::size_t i = 0; i < whole.size(); i += 3) {
      auto bent = whole;
      bent[i] ^= 0x55;
      const auto result = decode_image(bent, name);
      if (result) CHECK_FALSE(result->empty());
    }
  }
  const auto limited = read_image(golden("avif") / "plain.avif", {.side = 16});
  REQUIRE_FALSE(limited);
  CHECK(limited.error().message.find("at most 16 a side") != std::string::npos);
}

TEST_CASE("a WebP that is cut or bent is an error or a picture, never a crash") {
  if (!has_webp()) return;
  for (const std::string name : {"lossy.webp", "lossy_alpha.webp", "lossless.webp", "exif.webp"}) {
    CAPTURE(name);
    const auto whole = bytes_of(golden("photos/" + name));
    for (std::size_t size = 0; size < whole.size(); size += 7) {
      const auto result = decode_image(std::span(whole).first(size), name);
      if (result) CHECK_MESSAGE(size + 64 > whole.size(), size);  // what is missing is metadata behind the pixels
    }
    for (std::size_t i = 0; i < whole.size(); i += 3) {
      auto bent = whole;
      bent[i] ^= 0x55;
      const auto result = decode_image(bent, name);
      if (result) CHECK_FALSE(result->empty());
    }
  }
}

TEST_CASE("a JPEG without its end mark, or cut in its last rows, is read with a note where somebody hears it") {
  const auto whole = bytes_of(golden("pictures/rgb.jpg"));
  const auto entire = decode_image(whole, "rgb.jpg");
  REQUIRE(entire);
  const auto without_end = std::span(whole).first(whole.size() - 2);
  CHECK_FALSE(decode_image(without_end, "rgb.jpg"));
  std::vector<heddle::Note> notes;
  const auto image = decode_image(without_end, "rgb.jpg", {}, &notes);
  REQUIRE_MESSAGE(image, (image ? "" : image.error().message));
  CHECK(checksum(*image) == checksum(*entire));
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].id == "image.no_end");
  // 16 rows of blocks, so that one is a sixteenth.
  const ReadFolder folder;
  REQUIRE(write_image(folder.path / "tall.jpg", noise_image(40, 128, 3)));
  const auto tall = bytes_of(folder.path / "tall.jpg");
  notes.clear();
  const auto nearly = decode_image(std::span(tall).first(tall.size() - 60), "tall.jpg", {}, &notes);
  REQUIRE_MESSAGE(nearly, (nearly ? "" : nearly.error().message));
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].id == "image.cut");
  CHECK(notes[0].message.find("last 8 of 128 rows") != std::string::npos);
  const auto half = decode_image(std::span(tall).first(tall.size() / 2), "tall.jpg", {}, &notes);
  REQUIRE_FALSE(half);
  CHECK(half.error().message.find("of its 128 rows are missing") != std::string::npos);
  const auto progressive = bytes_of(golden("pictures/progressive.jpg"));
  CHECK_FALSE(decode_image(std::span(progressive).first(progressive.size() - 30), "progressive.jpg", {}, &notes));
}

TEST_CASE("fault 20: a picture cut anywhere is an error, never half a picture") {
  for (const std::string name : {"rgb.png", "interlaced.png", "palette_clear.png", "srgb_profile.png", "rgb.jpg",
                                 "progressive.jpg", "grey.jpg", "cmyk.jpg", "exif_6.jpg", "painting.ppm", "grey.pgm"}) {
    CAPTURE(name);
    const auto whole = bytes_of(golden("pictures/" + name));
    for (std::size_t size = 0; size < whole.size(); ++size) {
      CAPTURE(size);
      REQUIRE_FALSE(decode_image(std::span(whole).first(size), name));
    }
  }
}

TEST_CASE("fault 20: a wrong byte anywhere gives a picture or an error, and in the pixels of a PNG always an error") {
  for (const std::string name :
       {"rgb.png", "palette.png", "rgb.jpg", "progressive.jpg", "cmyk.jpg", "srgb_profile.png"}) {
    const auto whole = bytes_of(golden("pictures/" + name));
    for (std::size_t i = 0; i < whole.size(); ++i) {
      auto bent = whole;
      bent[i] ^= 0x55;
      const auto result = decode_image(bent, name);
      if (result) CHECK_FALSE(result->empty());
    }
  }
  auto bent = bytes_of(golden("pictures/rgb.png"));
  bent[60] ^= 1;
  const auto result = decode_image(bent, "rgb.png");
  REQUIRE_FALSE(result);
  CHECK(result.error().message.find("damaged") != std::string::npos);
}

TEST_CASE("fault 21: sizes are looked at first, and a small file cannot claim a large picture") {
  auto png = bytes_of(golden("pictures/rgb.png"));
  const auto set_size = [&](std::uint32_t width, std::uint32_t height) {
    for (std::size_t i = 0; i < 4; ++i) png[16 + i] = static_cast<std::uint8_t>(width >> (24 - 8 * i));
    for (std::size_t i = 0; i < 4; ++i) png[20 + i] = static_cast<std::uint8_t>(height >> (24 - 8 * i));
  };
  const auto message = [&] { return decode_image(png, "bomb.png").error().message; };
  set_size(0x7fffffff, 0x7fffffff);
  CHECK(message().find("2147483647 x 2147483647") != std::string::npos);
  set_size(40000, 40000);
  CHECK(message().find("at most 32768 a side") != std::string::npos);
  set_size(30000, 30000);
  CHECK(message().find("2.7 GB") != std::string::npos);
  set_size(16000, 16000);
  CHECK(message().find("cannot hold 16000 x 16000") != std::string::npos);
  set_size(0, 9);
  CHECK(message().find("damaged") != std::string::npos);
  CHECK_FALSE(decode_image(bytes_of(golden("pictures/rgb.png")), "rgb.png", {.side = 10}));
  CHECK_FALSE(decode_image(bytes_of(golden("pictures/rgb.jpg")), "rgb.jpg", {.side = 32768, .bytes = 100}));
}
