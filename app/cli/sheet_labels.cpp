#include "sheet_labels.h"

#include <fmt/format.h>

#include "imaging/label.h"

namespace heddle::cli {

bool can_draw_labels() { return true; }

image::Image labelled(const image::Image& image, const std::string& words, std::size_t number) {
  return imaging::with_label(image, imaging::is_drawable(words) ? words : fmt::format("{}", number));
}

}  // namespace heddle::cli
