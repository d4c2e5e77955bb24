#include "inpaint/telea.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace heddle::inpaint {

namespace {

constexpr int kRadius = 5;  // pixels that lead; OpenCV's usual one

class Telea final {
 public:
  Telea(std::vector<std::uint8_t>& rgb, const NearestMarked& outside, int width, int height)
      : rgb_(rgb), width_(width), height_(height), distance_(outside.squared.size()), known_(outside.squared.size()) {
    for (std::size_t i = 0; i < distance_.size(); ++i) {
      distance_[i] = static_cast<float>(std::sqrt(static_cast<double>(outside.squared[i])));
      known_[i] = outside.squared[i] == 0;
    }
  }

  void fill(std::size_t place) {
    const int x = static_cast<int>(place % static_cast<std::size_t>(width_));
    const int y = static_cast<int>(place / static_cast<std::size_t>(width_));
    const double slope_x = slope(x, y, 1, 0), slope_y = slope(x, y, 0, 1);
    std::array<double, 3> sum{};
    double weights = 0;
    for (int dy = -kRadius; dy <= kRadius; ++dy) {
      for (int dx = -kRadius; dx <= kRadius; ++dx) {
        const int squared = dx * dx + dy * dy;
        if (squared == 0 || squared > kRadius * kRadius || !is_known(x + dx, y + dy)) continue;
        const std::size_t other = at(x + dx, y + dy);
        const double direction = std::abs(dx * slope_x + dy * slope_y) / std::sqrt(squared);
        const double level = 1 / (1 + std::abs(double{distance_[place]} - double{distance_[other]}));
        const double weight = std::max(direction, 1e-6) * level / squared;
        for (std::size_t c = 0; c < 3; ++c) sum[c] += weight * rgb_[3 * other + c];
        weights += weight;
      }
    }
    for (std::size_t c = 0; c < 3 && weights > 0; ++c)
      rgb_[3 * place + c] = static_cast<std::uint8_t>(std::clamp(sum[c] / weights + 0.5, 0.0, 255.0));
    known_[place] = true;
  }

 private:
  [[nodiscard]] std::size_t at(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
  }
  [[nodiscard]] bool is_inside(int x, int y) const { return x >= 0 && y >= 0 && x < width_ && y < height_; }
  [[nodiscard]] bool is_known(int x, int y) const { return is_inside(x, y) && known_[at(x, y)]; }
  // How the distance to the edge grows along a direction.
  [[nodiscard]] double slope(int x, int y, int dx, int dy) const {
    const float here = distance_[at(x, y)];
    const float ahead = is_inside(x + dx, y + dy) ? distance_[at(x + dx, y + dy)] : here;
    const float behind = is_inside(x - dx, y - dy) ? distance_[at(x - dx, y - dy)] : here;
    return double{ahead - behind} / 2;
  }

  std::vector<std::uint8_t>& rgb_;
  int width_, height_;
  std::vector<float> distance_;
  std::vector<bool> known_;
};

}  // namespace

void fill_by_telea(std::vector<std::uint8_t>& rgb, const NearestMarked& outside, int width, int height) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < outside.squared.size(); ++i) {
    if (outside.squared[i] != 0) order.push_back(i);
  }
  std::ranges::stable_sort(order, {}, [&](std::size_t place) { return outside.squared[place]; });
  Telea telea(rgb, outside, width, height);
  for (const std::size_t place : order) telea.fill(place);
}

}  // namespace heddle::inpaint
