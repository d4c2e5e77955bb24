#include "imaging/normal_map.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "image/convert.h"
#include "imaging/mat.h"

namespace heddle::imaging {

namespace {

// `farness`: 0..1, beside `height` in MiDaS' unit, whose slopes are shown.
image::Image normals_of(cv::Mat height, const cv::Mat& farness, const NormalOptions& options) {
  constexpr float kTowardsViewer = 2 * std::numbers::pi_v<float>;
  cv::Mat across, down;
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

}  // namespace

image::Image normal_map(const image::Image& depth, const NormalOptions& options) {
  const image::Image grey = image::to_grey(depth);
  cv::Mat height;
  mat_of(grey).convertTo(height, CV_32F, 1.0 / 255);
  return normals_of(height, height.clone(), options);
}

image::Image normals_of_nearness(const Plane& nearness, const NormalOptions& options) {
  cv::Mat height(nearness.height, nearness.width, CV_32F);
  std::ranges::copy(nearness.values, height.ptr<float>());
  double least = 0, most = 0;
  cv::minMaxLoc(height, &least, &most);
  const cv::Mat farness = most > least ? cv::Mat((height - least) / (most - least)) : cv::Mat(height * 0);
  return normals_of(height, farness, options);
}

}  // namespace heddle::imaging
