#include "pipeline/mask.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "support/test.h"

namespace heddle::pipeline {
namespace {

using Pixel = std::array<std::uint8_t, 4>;

image::Image rgba(const std::vector<Pixel>& pixels) {
  std::vector<std::uint8_t> bytes;
  for (const Pixel& pixel : pixels) bytes.insert(bytes.end(), pixel.begin(), pixel.end());
  return {static_cast<int>(pixels.size()), 1, 4, std::move(bytes)};
}

std::vector<std::uint8_t> grey(const Mask& mask) { return {mask.grey.pixels().begin(), mask.grey.pixels().end()}; }

std::vector<std::string> ids(const Mask& mask) {
  std::vector<std::string> all;
  for (const Note& note : mask.notes) all.push_back(note.id);
  return all;
}

using Bytes = std::vector<std::uint8_t>;
using Ids = std::vector<std::string>;

TEST_CASE("a mask without transparency is its grey, as Pillow converts to L") {
  const Mask mask = read_mask(rgba({{255, 255, 255, 255}, {0, 0, 0, 255}, {255, 0, 0, 255}}), "the mask");
  CHECK(grey(mask) == Bytes{255, 0, 76});
  CHECK(mask.notes.empty());
  CHECK(grey(read_mask({2, 1, 1, {0, 200}}, "the mask")) == Bytes{0, 200});
}

TEST_CASE("paint of one tone on nothing is its alpha, whatever the tone (A1111's create_binary_mask)") {
  const Mask white = read_mask(rgba({{255, 255, 255, 255}, {255, 255, 255, 0}, {250, 250, 250, 128}}), "the mask");
  CHECK(grey(white) == Bytes{255, 0, 128});
  CHECK(ids(white) == Ids{"mask.alpha"});
  CHECK(grey(read_mask(rgba({{0, 0, 0, 255}, {0, 0, 0, 0}}), "the mask")) == Bytes{255, 0});
}

TEST_CASE("black and white on nothing: nothing is black") {
  CHECK(grey(read_mask(rgba({{255, 255, 255, 255}, {0, 0, 0, 255}, {255, 255, 255, 0}}), "the mask")) ==
        Bytes{255, 0, 0});
}

TEST_CASE("a picture with holes: the holes (ComfyUI's LoadImage)") {
  const Mask mask =
      read_mask(rgba({{200, 30, 60, 255}, {20, 10, 60, 255}, {120, 120, 120, 0}, {90, 200, 10, 55}}), "the mask");
  CHECK(grey(mask) == Bytes{0, 0, 255, 200});
  CHECK(ids(mask) == Ids{"mask.alpha"});
}

TEST_CASE("a mask that is the same everywhere is said") {
  CHECK(ids(read_mask({2, 1, 1, {0, 3}}, "the mask")) == Ids{"mask.all_black"});
  CHECK(ids(read_mask({2, 1, 1, {255, 250}}, "the mask")) == Ids{"mask.all_white"});
  CHECK(ids(read_mask(rgba({{255, 255, 255, 0}, {255, 255, 255, 0}}), "the mask")).front() == "mask.alpha");
}

}  // namespace
}  // namespace heddle::pipeline
