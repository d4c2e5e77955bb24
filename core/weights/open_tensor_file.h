// Opens a model file of any kind that is known, told apart by its content and not by its name.
// Used by whoever is given a path: models, library, command line. Thread rule: free function, any thread.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "weights/tensor_file.h"

namespace heddle::weights {

// Reads safetensors and PyTorch's .ckpt, .pt, .pth and .bin (zip and older), never running anything that is in them.
// Whatever is not a model (a web page, a Git LFS pointer, a picture, a cut download) is refused with words for it.
[[nodiscard]] Result<std::shared_ptr<const TensorFile>> open_tensor_file(const std::filesystem::path& path);

}  // namespace heddle::weights
