// Conversions for OpenCV: an Image as a cv::Mat and back. Used by the sources of this room only. Thread rule: pure
// functions.
#pragma once

#include <opencv2/core.hpp>

#include "image/image.h"

namespace heddle::imaging {

// The image's own pixels, CV_8UC1, 3 or 4 in RGB order; read them only. Requires: not empty; it outlives the Mat.
[[nodiscard]] cv::Mat mat_of(const image::Image& image);

// A copy. Requires: CV_8U, 1 or 3 channels, not empty.
[[nodiscard]] image::Image image_of(const cv::Mat& mat);

// Grey: the least of the three channels of each pixel. Requires: CV_8UC3.
[[nodiscard]] cv::Mat least_channel(const cv::Mat& rgb);

// The value below which `share` (0..1) of `values` lie. Requires: not empty. The order of `values` is lost.
[[nodiscard]] float quantile(std::vector<float>& values, double share);

}  // namespace heddle::imaging
