#include "imaging/resolution.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "image/convert.h"
#include "imaging/mat.h"

namespace heddle::imaging {

namespace {

int half_to_even(double value) { return static_cast<int>(std::nearbyint(value)); }

cv::Mat scaled(const cv::Mat& image, PixelSize size) {
  const bool grows = std::min(size.width, size.height) > std::min(image.cols, image.rows);
  cv::Mat out;
  cv::resize(image, out, {size.width, size.height}, 0, 0, grows ? cv::INTER_CUBIC : cv::INTER_AREA);
  return out;
}

int missing_to_64(int side) { return (64 - side % 64) % 64; }

}  // namespace

std::optional<MapFit> map_fit_from(std::string_view name) {
  if (name == "squash") return MapFit::squash;
  if (name == "crop") return MapFit::crop;
  if (name == "pad") return MapFit::pad;
  return std::nullopt;
}

int pixel_perfect_resolution(PixelSize image, PixelSize target, MapFit fit) {
  const double by_height = static_cast<double>(target.height) / image.height;
  const double by_width = static_cast<double>(target.width) / image.width;
  const double scale = fit == MapFit::pad ? std::min(by_height, by_width) : std::max(by_height, by_width);
  return std::max(1, half_to_even(scale * std::min(image.width, image.height)));
}

PixelSize size_at(PixelSize image, int resolution) {
  const double scale = static_cast<double>(resolution) / std::min(image.width, image.height);
  return {std::max(1, half_to_even(image.width * scale)), std::max(1, half_to_even(image.height * scale))};
}

Result<image::Image> at_resolution(const image::Image& image, int resolution, Padding padding,
                                   const Annotator& annotator) {
  if (image.empty()) return fail(ErrorKind::invalid_input, "[annotate] the picture is empty; take one that has pixels");
  const PixelSize own{image.width(), image.height()};
  const PixelSize size = resolution == 0 ? own : size_at(own, resolution);
  if (std::max(size.width, size.height) > kMapSideMost) {
    return fail(ErrorKind::invalid_input,
                "[annotate] a picture of {} x {} would become a map of {} x {} pixels, and {} a side are the most; "
                "choose a smaller "
                "resolution or crop the picture",
                own.width, own.height, size.width, size.height, kMapSideMost);
  }
  image::Image rgb = image::to_rgb(image);
  const int right = padding == Padding::to_64 ? missing_to_64(size.width) : 0;
  const int bottom = padding == Padding::to_64 ? missing_to_64(size.height) : 0;
  if (size == own && right == 0 && bottom == 0) return annotator(rgb);
  cv::Mat pixels = size == own ? mat_of(rgb) : scaled(mat_of(rgb), size);
  if (right == 0 && bottom == 0) return annotator(image_of(pixels));
  cv::Mat padded;
  cv::copyMakeBorder(pixels, padded, 0, bottom, 0, right, cv::BORDER_REPLICATE);
  return image::cropped(annotator(image_of(padded)), 0, 0, size.width, size.height);
}

}  // namespace heddle::imaging
