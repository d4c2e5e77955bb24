// Sample sheets: images in rows on one sheet. Used by the objectives. Pure functions.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>

#include "base/result.h"
#include "image/image.h"

namespace heddle::training {

// pictures (n, 3, h, w) about [-1, 1] -> one picture, `columns` a row, with a thin white gap between.
image::Image sheet_of(const at::Tensor& images, std::int64_t columns);

// The sheet as PNG (PPM in a build without PNG).
Result<void> write_sheet(const at::Tensor& images, std::int64_t columns, const std::filesystem::path& file);

}  // namespace heddle::training
