// The labels of a contact sheet, in builds that can draw words. Used by compare. Pure functions.
#pragma once

#include <string>

#include "image/image.h"

namespace heddle::cli {

[[nodiscard]] bool can_draw_labels();

// The image under a strip with the words; words beyond ASCII give `number` instead. Without labels the image itself.
[[nodiscard]] image::Image labelled(const image::Image& image, const std::string& words, std::size_t number);

}  // namespace heddle::cli
