// Opens a model file of any known kind, recognised by its content and not by its name. Used by model loading, the
// library and the command line. Thread rule: free function, any thread.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "weights/tensor_file.h"

namespace heddle::weights {

// Reads safetensors and PyTorch's .ckpt, .pt, .pth and .bin (zip and older), never running anything that is in them.
// Anything else (a web page, a Git LFS pointer, an image, a cut download) is refused with a message that names it.
[[nodiscard]] Result<std::shared_ptr<const TensorFile>> open_tensor_file(const std::filesystem::path& path);

}  // namespace heddle::weights
