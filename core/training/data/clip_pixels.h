// The input of CLIP's image encoder: pixels normalised by OpenAI's mean and standard deviation, and the file that
// states them. Used by the CLIP objective and the caches. Free functions.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>

#include "base/result.h"

namespace heddle::training {

// pictures (batch, 3, h, w) in [-1, 1] -> normalised as CLIPImageProcessor does.
at::Tensor clip_normalised(const at::Tensor& images);

// <folder>/preprocessor_config.json for pictures of `size` x `size`.
Result<void> write_preprocessor(std::int64_t size, const std::filesystem::path& folder);

}  // namespace heddle::training
