#include "image/contact_sheet.h"

#include <algorithm>
#include <cassert>

#include "image/convert.h"

namespace heddle::image {

Image contact_sheet(std::span<const Image> images, const SheetOptions& options) {
  assert(options.columns >= 1 && options.margin >= 0);
  int cell_width = 0;
  int cell_height = 0;
  for (const Image& image : images) {
    cell_width = std::max(cell_width, image.width());
    cell_height = std::max(cell_height, image.height());
  }
  if (cell_width == 0 || cell_height == 0) return {};
  const int count = static_cast<int>(images.size());
  const int columns = std::min(options.columns, count);
  const int rows = (count + columns - 1) / columns;
  const int width = columns * (cell_width + options.margin) + options.margin;
  const int height = rows * (cell_height + options.margin) + options.margin;
  std::vector<std::uint8_t> out(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = options.ground[i % 3];
  for (int i = 0; i < count; ++i) {
    const Image rgb = to_rgb(images[static_cast<std::size_t>(i)]);
    const int left = options.margin + i % columns * (cell_width + options.margin) + (cell_width - rgb.width()) / 2;
    const int top = options.margin + i / columns * (cell_height + options.margin) + (cell_height - rgb.height()) / 2;
    for (int y = 0; y < rgb.height(); ++y) {
      const std::size_t at =
          static_cast<std::size_t>(top + y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(left);
      std::ranges::copy(rgb.row(y), &out[3 * at]);
    }
  }
  return {width, height, 3, std::move(out)};
}

}  // namespace heddle::image
