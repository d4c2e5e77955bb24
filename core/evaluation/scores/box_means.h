// BoxMeans: mean colours of masked pixels in squares, from sums over the rectangle up to each pixel. Used by the
// silhouette. Immutable: any thread.
#pragma once

#include <vector>

#include "image/lab.h"

namespace heddle::evaluation {

class BoxMeans final {
 public:
  // Row by row; only pixels whose mask is set count.
  BoxMeans(const std::vector<image::Lab>& colours, const std::vector<bool>& mask, int width);

  // Over the square of 2 * reach + 1 pixels around (x, y), cut at the borders; over the whole picture where no pixel of
  // the square counts. Zero where none does at all.
  [[nodiscard]] image::Lab around(int x, int y, int reach) const;

 private:
  struct Sum {
    double l = 0, a = 0, b = 0, n = 0;
  };
  [[nodiscard]] const Sum& at(int x, int y) const;  // of the rectangle left of x and above y
  [[nodiscard]] Sum within(int left, int top, int right, int bottom) const;

  int width_, height_;
  std::vector<Sum> sums_;  // (height + 1) x (width + 1)
};

}  // namespace heddle::evaluation
