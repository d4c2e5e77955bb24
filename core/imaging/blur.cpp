#include "imaging/blur.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "image/convert.h"
#include "imaging/mat.h"

namespace heddle::imaging {

namespace {

constexpr double kWide = 16;      // pixels of sigma from which the blur is made at a smaller size
constexpr double kWideAsked = 8;  // sigma at that size

cv::Mat wide_blur(const cv::Mat& pixels, double sigma) {
  const int factor = static_cast<int>(sigma / kWideAsked);
  cv::Mat small, out;
  cv::resize(pixels, small, {std::max(1, pixels.cols / factor), std::max(1, pixels.rows / factor)}, 0, 0,
             cv::INTER_AREA);
  cv::GaussianBlur(small, small, {0, 0}, sigma / factor);
  cv::resize(small, out, pixels.size(), 0, 0, cv::INTER_CUBIC);
  return out;
}

}  // namespace

image::Image blur(const image::Image& image, double sigma) {
  const image::Image rgb = image::to_rgb(image);
  if (sigma >= kWide) return image_of(wide_blur(mat_of(rgb), sigma));
  cv::Mat out;
  cv::GaussianBlur(mat_of(rgb), out, {0, 0}, sigma);
  return image_of(out);
}

}  // namespace heddle::imaging
