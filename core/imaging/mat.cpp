#include "imaging/mat.h"

#include <algorithm>
#include <cstring>
#include <opencv2/core/utility.hpp>

#include "base/system.h"

namespace heddle::imaging {

namespace {

constexpr int kThreadsMost = 4;  // more gain nothing at the sizes of maps

// OpenCV would take a thread for each processor that it sees, also those that the process may not use.
void limit_threads() {
  static const bool done = [] {
    cv::setNumThreads(std::min(kThreadsMost, usable_cores()));
    return true;
  }();
  (void)done;
}

}  // namespace

cv::Mat mat_of(const image::Image& image) {
  limit_threads();
  // OpenCV has no Mat of constant data; callers only read.
  return {image.height(), image.width(), CV_8UC(image.channels()), const_cast<std::uint8_t*>(image.pixels().data())};
}

image::Image image_of(const cv::Mat& mat) {
  const std::size_t stride = static_cast<std::size_t>(mat.cols) * mat.elemSize();
  std::vector<std::uint8_t> pixels(stride * static_cast<std::size_t>(mat.rows));
  for (int y = 0; y < mat.rows; ++y) std::memcpy(&pixels[static_cast<std::size_t>(y) * stride], mat.ptr(y), stride);
  return {mat.cols, mat.rows, mat.channels(), std::move(pixels)};
}

cv::Mat least_channel(const cv::Mat& rgb) {
  cv::Mat least(rgb.size(), CV_8UC1);
  for (int y = 0; y < rgb.rows; ++y) {
    const std::uint8_t* from = rgb.ptr(y);
    std::uint8_t* to = least.ptr(y);
    for (int x = 0; x < rgb.cols; ++x) to[x] = std::min({from[3 * x], from[3 * x + 1], from[3 * x + 2]});
  }
  return least;
}

float quantile(std::vector<float>& values, double share) {
  const auto place = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(place), values.end());
  return values[place];
}

}  // namespace heddle::imaging
