// For every pixel the nearest marked one, by Euclidean distance (Meijster, Roerdink and Hesselink 2000). Used by masks
// that grow and by fills. Thread rule: pure function.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace heddle::inpaint {

struct NearestMarked {
  static constexpr std::int64_t kNone = INT64_MAX;
  std::vector<std::int64_t> squared;  // distance, kNone where nothing is marked at all
  std::vector<std::int32_t> index;    // y * width + x of the marked pixel, -1 where nothing is marked
};

// `marked`: width * height, not 0 = marked. Of several nearest ones the result is always the same one.
[[nodiscard]] NearestMarked nearest_marked(std::span<const std::uint8_t> marked, int width, int height);

}  // namespace heddle::inpaint
