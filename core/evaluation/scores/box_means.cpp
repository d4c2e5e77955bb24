#include "evaluation/scores/box_means.h"

#include <algorithm>

namespace heddle::evaluation {

BoxMeans::BoxMeans(const std::vector<image::Lab>& colours, const std::vector<bool>& mask, int width)
    : width_(width), height_(static_cast<int>(colours.size()) / width) {
  const std::size_t stride = static_cast<std::size_t>(width_) + 1;
  sums_.resize(stride * (static_cast<std::size_t>(height_) + 1));
  std::size_t pixel = 0;
  for (std::size_t y = 1; y <= static_cast<std::size_t>(height_); ++y) {
    Sum row;
    for (std::size_t x = 1; x < stride; ++x, ++pixel) {
      if (mask[pixel]) row = {row.l + colours[pixel].l, row.a + colours[pixel].a, row.b + colours[pixel].b, row.n + 1};
      const Sum& above = sums_[(y - 1) * stride + x];
      sums_[y * stride + x] = {above.l + row.l, above.a + row.a, above.b + row.b, above.n + row.n};
    }
  }
}

const BoxMeans::Sum& BoxMeans::at(int x, int y) const {
  return sums_[static_cast<std::size_t>(y) * (static_cast<std::size_t>(width_) + 1) + static_cast<std::size_t>(x)];
}

BoxMeans::Sum BoxMeans::within(int left, int top, int right, int bottom) const {
  const Sum &a = at(right, bottom), &b = at(left, bottom), &c = at(right, top), &d = at(left, top);
  return {a.l - b.l - c.l + d.l, a.a - b.a - c.a + d.a, a.b - b.b - c.b + d.b, a.n - b.n - c.n + d.n};
}

image::Lab BoxMeans::around(int x, int y, int reach) const {
  Sum sum = within(std::max(x - reach, 0), std::max(y - reach, 0), std::min(x + reach + 1, width_),
                   std::min(y + reach + 1, height_));
  if (sum.n == 0) sum = at(width_, height_);
  if (sum.n == 0) return {};
  return {sum.l / sum.n, sum.a / sum.n, sum.b / sum.n};
}

}  // namespace heddle::evaluation
