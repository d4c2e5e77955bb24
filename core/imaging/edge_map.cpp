#include "imaging/edge_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "imaging/mat.h"

namespace heddle::imaging {

namespace {

constexpr float kLikelier = 0.5F;
constexpr double kPen = 3;          // sigma in pixels
constexpr float kRidge = 127;       // of 255: weaker ridges are left out
constexpr std::uint8_t kDrawn = 4;  // of 255: what a blurred line leaves and still counts as drawn

std::uint8_t byte_of(float share) {
  return static_cast<std::uint8_t>(std::clamp(share * 255.0F, 0.0F, 255.0F));  // cut off, as the reference does
}

// Ridges: what is the greatest of three pixels in one of four directions at least.
cv::Mat ridges(const cv::Mat& edges) {
  cv::Mat smooth, out = cv::Mat::zeros(edges.size(), CV_8UC1);
  edges.convertTo(smooth, CV_32F);
  cv::GaussianBlur(smooth, smooth, {0, 0}, kPen);
  const std::array<std::array<std::uint8_t, 9>, 4> directions = {{{0, 0, 0, 1, 1, 1, 0, 0, 0},
                                                                  {0, 1, 0, 0, 1, 0, 0, 1, 0},
                                                                  {1, 0, 0, 0, 1, 0, 0, 0, 1},
                                                                  {0, 0, 1, 0, 1, 0, 1, 0, 0}}};
  for (const auto& direction : directions) {
    cv::Mat widest;
    cv::dilate(smooth, widest, cv::Mat(3, 3, CV_8UC1, const_cast<std::uint8_t*>(direction.data())));
    out |= (widest == smooth) & (smooth > kRidge);
  }
  return out;
}

}  // namespace

std::optional<EdgeForm> edge_form_from(std::string_view name) {
  if (name == "soft") return EdgeForm::soft;
  if (name == "safe") return EdgeForm::safe;
  if (name == "lines") return EdgeForm::lines;
  if (name == "scribble") return EdgeForm::scribble;
  return std::nullopt;
}

image::Image edge_map(const Plane& edges, const EdgeMapOptions& options) {
  std::vector<std::uint8_t> pixels;
  pixels.reserve(edges.values.size());
  for (const float edge : edges.values) {
    float value = edge < static_cast<float>(options.cut) ? 0.0F : edge;
    if (options.form == EdgeForm::safe) value = std::floor(value * 3) / 2;
    if (options.form == EdgeForm::lines) value = value > kLikelier ? 1.0F : 0.0F;
    pixels.push_back(byte_of(value));
  }
  image::Image map(edges.width, edges.height, 1, std::move(pixels));
  if (options.form != EdgeForm::scribble) return map;
  cv::Mat drawn = ridges(mat_of(map));
  cv::GaussianBlur(drawn, drawn, {0, 0}, kPen);
  return image_of(drawn > kDrawn);
}

image::Image line_map(const Plane& drawing, double cut) {
  std::vector<std::uint8_t> pixels;
  pixels.reserve(drawing.values.size());
  for (const float paper : drawing.values) {
    const bool is_weak = 1 - paper < static_cast<float>(cut);
    pixels.push_back(is_weak ? std::uint8_t{0} : static_cast<std::uint8_t>(255 - byte_of(paper)));
  }
  return {drawing.width, drawing.height, 1, std::move(pixels)};
}

}  // namespace heddle::imaging
