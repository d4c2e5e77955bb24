// Fits a reference image to the square that an image encoder receives. Used by the image prompt nodes, training, and
// --save-encoder-input. Thread rule: pure functions. Source: transformers' CLIPImageProcessor (PIL backend).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "image/image.h"
#include "image/resize.h"

namespace heddle::image {

enum class Fit {
  crop,    // short side to the square, the rest cut off: what CLIP was trained with
  squash,  // both sides to the square, proportions lost
  pad,     // long side to the square, margins in one colour
  tile,    // short side to the square, the long side covered by several squares; the encoder sees them all
};

[[nodiscard]] std::optional<Fit> fit_from(std::string_view name);  // "crop" "squash" "pad" "tile"
[[nodiscard]] std::string_view to_string(Fit fit);

struct FitOptions {
  int size = 224;       // pixels a side of the square
  double centre = 0.5;  // crop: where along the long side the square is, 0 = left or top, 1 = right or bottom
  std::array<std::uint8_t, 3> margin = {123, 117, 104};  // pad: CLIP's mean colour, which the encoder takes for nothing
  Filter filter = Filter::bicubic;
};

// Squares of options.size, RGB, one each for crop, squash and pad; 1 to 16 for tile, in reading order. Grey is repeated
// and transparency shows white. `crop` at centre 0.5 is CLIPImageProcessor's picture before normalisation, to the bit.
// Requires: image is not empty, options.size >= 1.
[[nodiscard]] std::vector<Image> encoder_inputs(const Image& image, Fit fit, const FitOptions& options = {});

// The one square of crop, squash or pad; tile's first.
[[nodiscard]] Image encoder_input(const Image& image, Fit fit, const FitOptions& options = {});

}  // namespace heddle::image
