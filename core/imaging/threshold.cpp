#include "imaging/threshold.h"

#include <opencv2/imgproc.hpp>

#include "image/convert.h"
#include "imaging/mat.h"

namespace heddle::imaging {

image::Image threshold(const image::Image& image, int level) {
  const image::Image rgb = image::to_rgb(image);
  cv::Mat out;
  cv::threshold(least_channel(mat_of(rgb)), out, level, 255, cv::THRESH_BINARY);
  return image_of(out);
}

}  // namespace heddle::imaging
