#include "imaging/colour_map.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "image/convert.h"
#include "imaging/mat.h"

namespace heddle::imaging {

image::Image colour_map(const image::Image& image, int square) {
  const image::Image rgb = image::to_rgb(image);
  const cv::Mat pixels = mat_of(rgb);
  cv::Mat small, out;
  cv::resize(pixels, small, {std::max(1, pixels.cols / square), std::max(1, pixels.rows / square)}, 0, 0,
             cv::INTER_CUBIC);
  cv::resize(small, out, pixels.size(), 0, 0, cv::INTER_NEAREST);
  return image_of(out);
}

}  // namespace heddle::imaging
