#include "imaging/normal_map.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "image/convert.h"
#include "imaging/mat.h"

namespace heddle::imaging {

image::Image normal_map(const image::Image& depth, const NormalOptions& options) {
  constexpr float kTowardsViewer = 2 * std::numbers::pi_v<float>;
  const image::Image grey = image::to_grey(depth);
  cv::Mat height, across, down;
  mat_of(grey).convertTo(height, CV_32F, 1.0 / 255);
  const cv::Mat farness = height.clone();
  if (options.smooth > 0) cv::GaussianBlur(height, height, {0, 0}, options.smooth);
  height *= options.relief;
  cv::Sobel(height, across, CV_32F, 1, 0);
  cv::Sobel(height, down, CV_32F, 0, 1);
  cv::Mat out(height.size(), CV_8UC3);
  const int red = options.reversed ? 2 : 0;
  for (int y = 0; y < out.rows; ++y) {
    std::uint8_t* to = out.ptr(y);
    for (int x = 0; x < out.cols; ++x, to += 3) {
      const bool flat = farness.at<float>(y, x) < static_cast<float>(options.background);
      const float gx = flat ? 0 : across.at<float>(y, x), gy = flat ? 0 : down.at<float>(y, x);
      const float length = std::sqrt(gx * gx + gy * gy + kTowardsViewer * kTowardsViewer);
      const auto colour = [length](float part) {
        return static_cast<std::uint8_t>(std::clamp(part / length * 127.5F + 127.5F, 0.0F, 255.0F));
      };
      to[red] = colour(gx);
      to[1] = colour(gy);
      to[2 - red] = colour(kTowardsViewer);
    }
  }
  return image_of(out);
}

}  // namespace heddle::imaging
