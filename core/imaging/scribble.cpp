#include "imaging/scribble.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "image/convert.h"
#include "imaging/mat.h"

namespace heddle::imaging {

image::Image scribble_of_lines(const image::Image& image, const LineScribbleOptions& options) {
  const image::Image rgb = image::to_rgb(image);
  const cv::Mat least = least_channel(mat_of(rgb));
  cv::Mat out =
      options.lines == LineColour::dark ? cv::Mat(least < options.threshold) : cv::Mat(least >= options.threshold);
  if (options.thicken > 0) {
    const int side = 2 * options.thicken + 1;
    cv::dilate(out, out, cv::getStructuringElement(cv::MORPH_ELLIPSE, {side, side}));
  }
  return image_of(out);
}

image::Image scribble_of_image(const image::Image& image, int threshold) {
  const image::Image rgb = image::to_rgb(image);
  cv::Mat pixels, fine, coarse;
  mat_of(rgb).convertTo(pixels, CV_32F);
  cv::GaussianBlur(pixels, fine, {0, 0}, 0.5);
  cv::GaussianBlur(pixels, coarse, {0, 0}, 5.0);
  cv::Mat out(pixels.size(), CV_8UC1);
  for (int y = 0; y < out.rows; ++y) {
    const float* near = fine.ptr<float>(y);
    const float* wide = coarse.ptr<float>(y);
    std::uint8_t* to = out.ptr(y);
    for (int x = 0; x < out.cols; ++x) {
      const float darker =
          std::min({wide[3 * x] - near[3 * x], wide[3 * x + 1] - near[3 * x + 1], wide[3 * x + 2] - near[3 * x + 2]});
      const int kept = static_cast<int>(std::clamp(255.0F - darker, 0.0F, 255.0F));
      to[x] = 2 * (255 - kept) > threshold ? 255 : 0;
    }
  }
  return image_of(out);
}

}  // namespace heddle::imaging
