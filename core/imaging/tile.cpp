#include "imaging/tile.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "image/convert.h"
#include "imaging/mat.h"

namespace heddle::imaging {

image::Image tile(const image::Image& image, double rate) {
  image::Image rgb = image::to_rgb(image);
  if (rate < 1.1) return rgb;
  const cv::Mat pixels = mat_of(rgb);
  const int width = std::max(1, static_cast<int>(pixels.cols / rate)),
            height = std::max(1, static_cast<int>(pixels.rows / rate));
  cv::Mat small, out;
  cv::resize(pixels, small, {width, height}, 0, 0, cv::INTER_AREA);
  cv::resize(small, out, pixels.size(), 0, 0, cv::INTER_LINEAR);
  return image_of(out);
}

}  // namespace heddle::imaging
