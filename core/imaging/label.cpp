#include "imaging/label.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "image/convert.h"
#include "imaging/mat.h"

namespace heddle::imaging {

namespace {

constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;
constexpr double kHeightShare = 0.055;  // of the image's width, so that a sheet of small pictures stays readable
constexpr int kHeightLeast = 14, kHeightMost = 34;

cv::Scalar colour_of(const std::array<std::uint8_t, 3>& rgb) {
  return {static_cast<double>(rgb[0]), static_cast<double>(rgb[1]), static_cast<double>(rgb[2])};
}

int width_of(const std::string& words, double scale) {
  int baseline = 0;
  return cv::getTextSize(words, kFont, scale, 1, &baseline).width;
}

std::string fitted(std::string words, double scale, int width) {
  if (width_of(words, scale) <= width) return words;
  while (!words.empty() && width_of(words + "...", scale) > width) words.pop_back();
  return words + "...";
}

}  // namespace

bool is_drawable(const std::string& words) {
  return std::ranges::all_of(words, [](unsigned char c) { return c >= 32 && c < 127; });
}

image::Image with_label(const image::Image& image, const std::string& words, const LabelLook& look) {
  const image::Image rgb = image::to_rgb(image);
  const int strip = std::clamp(static_cast<int>(rgb.width() * kHeightShare), kHeightLeast, kHeightMost);
  const double scale = strip / 30.0;  // Hershey's capitals are 21 pixels high at 1
  const int margin = strip / 4;
  cv::Mat whole(rgb.height() + strip, rgb.width(), CV_8UC3, colour_of(look.ground));
  cv::putText(whole, fitted(words, scale, rgb.width() - 2 * margin), {margin, strip - margin - 1}, kFont, scale,
              colour_of(look.ink), 1, cv::LINE_AA);
  mat_of(rgb).copyTo(whole(cv::Rect(0, strip, rgb.width(), rgb.height())));
  return image_of(whole);
}

}  // namespace heddle::imaging
