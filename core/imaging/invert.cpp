#include "imaging/invert.h"

#include "image/convert.h"

namespace heddle::imaging {

image::Image invert(const image::Image& image) {
  const image::Image rgb = image::to_rgb(image);
  std::vector<std::uint8_t> pixels(rgb.pixels().begin(), rgb.pixels().end());
  for (std::uint8_t& value : pixels) value = static_cast<std::uint8_t>(255 - value);
  return {rgb.width(), rgb.height(), 3, std::move(pixels)};
}

}  // namespace heddle::imaging
