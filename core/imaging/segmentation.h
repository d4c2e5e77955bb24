// A segmentation map from a painting in the colours of ADE20K: soft edges of the brush and near misses of a colour
// become the palette's exact colours. Used by the node annotate.segmentation. Thread rule: pure functions.
#pragma once

#include <string>
#include <vector>

#include "image/image.h"
#include "imaging/ade_palette.h"

namespace heddle::imaging {

struct Segmentation {
  image::Image map;                  // RGB, every pixel a colour of the palette
  std::vector<std::size_t> classes;  // that it shows, the largest first; of two classes of one colour the first
  std::size_t changed = 0;           // pixels whose colour was none of the palette
};

// A colour that is not in the palette becomes the nearest (in RGB) of those that cover at least a thousandth of the
// picture exactly; where none does, the nearest of all. Requires: not empty.
[[nodiscard]] Segmentation segmentation(const image::Image& painting);

// "sky, tree, person", of at most `most` classes, and how many more.
[[nodiscard]] std::string class_names(const std::vector<std::size_t>& classes, std::size_t most);

}  // namespace heddle::imaging
