#include "imaging/line_art.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "image/convert.h"
#include "imaging/mat.h"

namespace heddle::imaging {

namespace {

// The mean of the two middle ones where their number is even. 0 for none.
float median_of(std::vector<float>& values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

}  // namespace

image::Image line_art(const image::Image& image, const LineArtOptions& options) {
  const image::Image rgb = image::to_rgb(image);
  cv::Mat pixels, around;
  mat_of(rgb).convertTo(pixels, CV_32F);
  cv::GaussianBlur(pixels, around, {0, 0}, options.sigma);
  cv::Mat darker(pixels.size(), CV_32F);
  std::vector<float> strokes;
  for (int y = 0; y < darker.rows; ++y) {
    const float* own = pixels.ptr<float>(y);
    const float* wide = around.ptr<float>(y);
    float* to = darker.ptr<float>(y);
    for (int x = 0; x < darker.cols; ++x) {
      const float least =
          std::min({wide[3 * x] - own[3 * x], wide[3 * x + 1] - own[3 * x + 1], wide[3 * x + 2] - own[3 * x + 2]});
      to[x] = std::clamp(least, 0.0F, 255.0F);
      if (to[x] > static_cast<float>(options.threshold)) strokes.push_back(to[x]);
    }
  }
  const float middle = std::max(16.0F, median_of(strokes));
  cv::Mat out(darker.size(), CV_8UC1);
  for (int y = 0; y < out.rows; ++y) {
    const float* from = darker.ptr<float>(y);
    std::uint8_t* to = out.ptr(y);
    for (int x = 0; x < out.cols; ++x) to[x] = static_cast<std::uint8_t>(std::min(from[x] / middle * 127.0F, 255.0F));
  }
  return image_of(out);
}

}  // namespace heddle::imaging
