#include "imaging/canny.h"

#include <opencv2/imgproc.hpp>

#include "image/convert.h"
#include "imaging/mat.h"

namespace heddle::imaging {

image::Image canny(const image::Image& image, const CannyOptions& options) {
  const image::Image rgb = image::to_rgb(image);
  cv::Mat pixels = mat_of(rgb);
  if (options.blur > 0) {
    cv::Mat blurred;
    cv::GaussianBlur(pixels, blurred, {0, 0}, options.blur);
    pixels = blurred;
  }
  cv::Mat edges;
  cv::Canny(pixels, edges, options.low, options.high);
  return image_of(edges);
}

}  // namespace heddle::imaging
