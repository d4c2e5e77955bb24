// Fills a hole from its edge inwards: each pixel is led by the known ones near it, most by those across the edge (Telea
// 2004, "An Image Inpainting Technique Based on the Fast Marching Method"; the order is that of exact distances). Used
// by fill. Thread rule: pure function.
#pragma once

#include <cstdint>
#include <vector>

#include "inpaint/nearest.h"

namespace heddle::inpaint {

// `rgb`: width * height * 3, known where `outside.squared` is 0; the others are overwritten.
void fill_by_telea(std::vector<std::uint8_t>& rgb, const NearestMarked& outside, int width, int height);

}  // namespace heddle::inpaint
