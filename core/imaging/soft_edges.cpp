#include "imaging/soft_edges.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "image/convert.h"
#include "imaging/mat.h"

namespace heddle::imaging {

namespace {

constexpr int kScales = 3;
constexpr float kSmallestStep = 24;   // of a picture whose strongest edges count as white
constexpr float kTexture = 2;         // steps of so much and less are noise and banding
constexpr float kSobelOfStep = 3.0F;  // the gradient that a step of 1 leaves at the finest scale

// The length of the strongest channel's gradient. Requires: CV_8UC3.
cv::Mat gradient_length(const cv::Mat& rgb) {
  cv::Mat across, down;
  cv::Sobel(rgb, across, CV_16S, 1, 0);
  cv::Sobel(rgb, down, CV_16S, 0, 1);
  cv::Mat length(rgb.size(), CV_32F);
  for (int y = 0; y < rgb.rows; ++y) {
    const std::int16_t* gx = across.ptr<std::int16_t>(y);
    const std::int16_t* gy = down.ptr<std::int16_t>(y);
    float* to = length.ptr<float>(y);
    for (int x = 0; x < rgb.cols; ++x) {
      int most = 0;
      for (int c = 3 * x; c < 3 * x + 3; ++c) most = std::max(most, gx[c] * gx[c] + gy[c] * gy[c]);
      to[x] = std::sqrt(static_cast<float>(most));
    }
  }
  return length;
}

// How much each scale counts, finest first; the sum is 1.
std::array<float, kScales> scale_weights(double detail) {
  const double fine = std::clamp(2 * detail - 1, 0.0, 1.0), coarse = std::clamp(1 - 2 * detail, 0.0, 1.0);
  const double alike = (1 - fine - coarse) / kScales;
  return {static_cast<float>(alike + fine), static_cast<float>(alike), static_cast<float>(alike + coarse)};
}

// The 98th hundredth, from every 7th pixel: quick, and the same each time.
float strong_gradient(const cv::Mat& gradient) {
  std::vector<float> some;
  for (std::size_t i = 0; i < gradient.total(); i += 7) some.push_back(gradient.ptr<float>()[i]);
  return quantile(some, 0.98);
}

}  // namespace

image::Image soft_edges(const image::Image& image, const SoftEdgeOptions& options) {
  const image::Image rgb = image::to_rgb(image);
  cv::Mat level;
  cv::GaussianBlur(mat_of(rgb), level, {0, 0}, 1);
  const cv::Size size = level.size();
  cv::Mat sum = cv::Mat::zeros(size, CV_32F);
  const std::array<float, kScales> weights = scale_weights(options.detail);
  for (int i = 0; i < kScales; ++i) {
    if (i > 0) cv::pyrDown(level, level);
    if (weights[static_cast<std::size_t>(i)] == 0) continue;
    cv::Mat gradient = gradient_length(level);
    if (i > 0) cv::resize(gradient, gradient, size, 0, 0, cv::INTER_LINEAR);
    cv::scaleAdd(gradient, weights[static_cast<std::size_t>(i)], sum, sum);
  }
  const float white = std::max(strong_gradient(sum), kSmallestStep * kSobelOfStep);
  // Table of the curve over 1024 steps up to 4 times white, beyond which it is flat.
  std::array<std::uint8_t, 1024> curve{};
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const double value = 1 - std::exp(-2 * options.strength * 4.0 * static_cast<double>(i) / curve.size());
    curve[i] = options.safe ? static_cast<std::uint8_t>(std::min(std::floor(value * 3) / 2, 1.0) * 255)
                            : static_cast<std::uint8_t>(value * 255 + 0.5);
  }
  cv::Mat out(size, CV_8UC1);
  const float steps = static_cast<float>(curve.size()) / (4 * white);
  for (int y = 0; y < out.rows; ++y) {
    const float* from = sum.ptr<float>(y);
    std::uint8_t* to = out.ptr(y);
    for (int x = 0; x < out.cols; ++x)
      to[x] = curve[static_cast<std::size_t>(std::clamp((from[x] - kTexture * kSobelOfStep) * steps, 0.0F, 1023.0F))];
  }
  return image_of(out);
}

}  // namespace heddle::imaging
