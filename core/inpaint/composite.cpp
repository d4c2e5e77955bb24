#include "inpaint/composite.h"

#include <algorithm>
#include <vector>

#include "image/convert.h"

namespace heddle::inpaint {

namespace {

image::Image in_colour(const image::Image& image) { return image.channels() == 1 ? image::to_rgb(image) : image; }

std::uint8_t mixed(int below, int above, int alpha) {
  return static_cast<std::uint8_t>((below * (255 - alpha) + above * alpha + 127) / 255);
}

}  // namespace

image::Image composite(const image::Image& original, const image::Image& made, const image::Image& alpha,
                       const Box& box) {
  const image::Image below = in_colour(original), above = image::to_rgb(made);
  std::vector<std::uint8_t> pixels(below.pixels().begin(), below.pixels().end());
  const auto channels = static_cast<std::size_t>(below.channels());
  for (int y = 0; y < box.height; ++y) {
    const auto share = alpha.row(box.top + y), colours = above.row(y);
    for (int x = 0; x < box.width; ++x) {
      const int weight = share[static_cast<std::size_t>(box.left + x)];
      if (weight == 0) continue;
      const std::size_t place = (static_cast<std::size_t>(box.top + y) * static_cast<std::size_t>(below.width()) +
                                 static_cast<std::size_t>(box.left + x)) *
                                channels;
      for (std::size_t c = 0; c < 3; ++c)
        pixels[place + c] = mixed(pixels[place + c], colours[3 * static_cast<std::size_t>(x) + c], weight);
      if (channels == 4) pixels[place + 3] = mixed(pixels[place + 3], 255, weight);
    }
  }
  return {below.width(), below.height(), below.channels(), std::move(pixels)};
}

ChangeCount count_changes(const image::Image& original, const image::Image& result, const image::Image& alpha) {
  const image::Image before = in_colour(original), after = in_colour(result);
  ChangeCount count;
  const auto channels = static_cast<std::size_t>(before.channels());
  const bool same_kind = before.channels() == after.channels();
  for (std::size_t i = 0; i < alpha.pixels().size(); ++i) {
    const auto one = before.pixels().subspan(i * channels, channels);
    const bool changed = !same_kind || !std::ranges::equal(one, after.pixels().subspan(i * channels, channels));
    if (alpha.pixels()[i] == 0) {
      ++count.outside;
      count.outside_changed += changed ? 1 : 0;
    } else {
      ++count.inside;
      count.inside_changed += changed ? 1 : 0;
    }
  }
  return count;
}

}  // namespace heddle::inpaint
