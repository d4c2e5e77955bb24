#include "imaging/content_shuffle.h"

#include <opencv2/imgproc.hpp>
#include <random>

#include "image/convert.h"
#include "imaging/mat.h"

namespace heddle::imaging {

namespace {

// numpy.random.uniform(0, 1): 53 bits of two draws of the Mersenne twister.
double uniform_53(std::mt19937& twister) {
  const std::uint32_t a = static_cast<std::uint32_t>(twister()) >> 5U, b = static_cast<std::uint32_t>(twister()) >> 6U;
  return (a * 67108864.0 + b) / 9007199254740992.0;
}

// Smooth values from 0 to 1, one a pixel.
cv::Mat smooth_noise(cv::Size size, int grain, std::mt19937& twister) {
  cv::Mat noise(size.height / grain + 2, size.width / grain + 2, CV_64F);
  for (int y = 0; y < noise.rows; ++y) {
    for (int x = 0; x < noise.cols; ++x) noise.at<double>(y, x) = uniform_53(twister);
  }
  cv::Mat wide;
  cv::resize(noise, wide, {size.width + 2 * grain, size.height + 2 * grain}, 0, 0, cv::INTER_CUBIC);
  cv::Mat middle = wide(cv::Rect({grain, grain}, size)).clone();
  double least = 0, most = 0;
  cv::minMaxLoc(middle, &least, &most);
  middle -= least;
  if (most > least) middle /= most - least;
  return middle;
}

}  // namespace

image::Image content_shuffle(const image::Image& image, const ShuffleOptions& options) {
  const image::Image rgb = image::to_rgb(image);
  const cv::Mat pixels = mat_of(rgb);
  std::mt19937 twister(static_cast<std::uint32_t>(options.seed ^ (options.seed >> 32U)));
  const cv::Mat across = smooth_noise(pixels.size(), options.grain, twister) * static_cast<double>(pixels.cols - 1);
  const cv::Mat down = smooth_noise(pixels.size(), options.grain, twister) * static_cast<double>(pixels.rows - 1);
  cv::Mat x, y, out;
  across.convertTo(x, CV_32F);
  down.convertTo(y, CV_32F);
  cv::remap(pixels, out, x, y, cv::INTER_LINEAR);
  return image_of(out);
}

}  // namespace heddle::imaging
