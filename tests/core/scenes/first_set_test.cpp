// Trained weights depend on these pictures and words: SceneSet::first must not change, whatever is added to the full
// one.
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "scenes/caption.h"
#include "scenes/render.h"
#include "support/test.h"

using namespace heddle::scenes;

namespace {

constexpr int kSize = 64;
constexpr int kCells = 3;

struct Recorded {
  std::string full;
  std::string worded;
  std::array<int, kCells * kCells * 3> means;  // red, green, blue of each cell of the picture, row by row
};

// Scenes 0 to 7 of seed 2026. Recorded once; means may differ by one where a sine rounds differently.
const std::vector<Recorded>& recorded() {
  // clang-format off
  static const std::vector<Recorded> table = {
    {"a blue star in the desert by day",
     "a blue star in the desert in daylight",
     {179, 215, 214, 157, 196, 211, 179, 215, 214, 210, 190, 162, 60, 92, 184, 201, 188, 160, 222, 166, 107, 206, 156, 106, 223, 167, 107}},
    {"a white cube in the night sky",
     "a white cube in the night sky",
     {22, 15, 56, 44, 38, 74, 26, 20, 59, 94, 83, 127, 202, 204, 218, 68, 55, 102, 117, 105, 167, 148, 143, 186, 101, 88, 153}},
    {"a yellow ball on the sea at night",
     "a yellow ball on the sea at night",
     {41, 48, 89, 53, 60, 95, 36, 44, 90, 146, 145, 93, 177, 160, 62, 41, 79, 122, 62, 92, 96, 81, 102, 87, 22, 69, 111}},
    {"a red boat on the beach by day",
     "on the beach by day, a red boat",
     {162, 218, 249, 152, 214, 248, 162, 218, 249, 130, 197, 210, 142, 193, 203, 125, 198, 212, 228, 180, 152, 217, 164, 141, 250, 232, 188}},
    {"a red star on the sea at dusk",
     "a red star on the water",
     {169, 132, 158, 168, 125, 151, 169, 132, 158, 141, 140, 140, 183, 61, 64, 140, 138, 139, 44, 102, 131, 50, 97, 126, 43, 101, 131}},
    {"an orange star in the night sky",
     "in the night sky, an orange star",
     {22, 15, 55, 27, 18, 55, 21, 14, 55, 51, 31, 84, 156, 93, 50, 48, 29, 84, 102, 87, 158, 107, 90, 154, 103, 88, 158}},
    {"a green cube on the beach by day",
     "an illustration of a green cube on the beach by day",
     {156, 216, 249, 150, 214, 249, 163, 218, 249, 99, 167, 159, 57, 151, 87, 115, 189, 184, 211, 207, 164, 100, 159, 101, 206, 210, 163}},
    {"a pink ball in the night sky",
     "a pink ball in the night sky",
     {23, 15, 56, 58, 37, 77, 24, 16, 56, 88, 55, 109, 199, 130, 179, 86, 52, 106, 104, 87, 156, 138, 102, 161, 103, 86, 154}},
  };
  // clang-format on
  return table;
}

int mean_of(const std::vector<std::uint8_t>& rgb, int cell_y, int cell_x, int channel) {
  long total = 0;
  long count = 0;
  for (int y = cell_y * kSize / kCells; y < (cell_y + 1) * kSize / kCells; ++y) {
    for (int x = cell_x * kSize / kCells; x < (cell_x + 1) * kSize / kCells; ++x) {
      total += rgb[static_cast<std::size_t>((y * kSize + x) * 3 + channel)];
      ++count;
    }
  }
  return static_cast<int>((total + count / 2) / count);
}

}  // namespace

TEST_CASE("the first world looks and reads as it was recorded") {
  std::vector<std::uint8_t> rgb(static_cast<std::size_t>(kSize * kSize * 3));
  for (std::size_t index = 0; index < recorded().size(); ++index) {
    const Recorded& known = recorded()[index];
    const Scene scene = sample_scene(2026, index, {});
    CHECK(full_caption(scene) == known.full);
    CHECK(caption_of(scene, index) == known.worded);
    render_rgb_into(scene, kSize, rgb);
    std::size_t i = 0;
    for (int y = 0; y < kCells; ++y) {
      for (int x = 0; x < kCells; ++x) {
        for (int channel = 0; channel < 3; ++channel) {
          CHECK(std::abs(mean_of(rgb, y, x, channel) - known.means.at(i++)) <= 1);
        }
      }
    }
  }
}

TEST_CASE("the same scene looks the same at another size") {
  const Scene scene = sample_scene(2026, 1, {});
  const heddle::image::Image small = render(scene, 64).image;
  const heddle::image::Image large = render(scene, 256).image;
  double total = 0;
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      for (int channel = 0; channel < 3; ++channel) {
        int sum = 0;
        for (int sub = 0; sub < 16; ++sub) {
          sum += large.row(4 * y + sub / 4)[static_cast<std::size_t>((4 * x + sub % 4) * 3 + channel)];
        }
        total += std::abs(small.row(y)[static_cast<std::size_t>(3 * x + channel)] - sum / 16.0);
      }
    }
  }
  CHECK(total / (64 * 64 * 3) < 2.0);
}

TEST_CASE("drawing twice gives the same bytes") {
  const Scene scene = sample_scene(8, 8, {});
  std::vector<std::uint8_t> once(128 * 128 * 3);
  std::vector<std::uint8_t> twice(128 * 128 * 3);
  render_rgb_into(scene, 128, once);
  render_rgb_into(scene, 128, twice);
  CHECK(once == twice);
}
