// Opens a ControlNet or a T2I-Adapter in any of the forms that are seen, with diffusers' names. Used by the control
// nodes. Thread rule: free functions, any thread. No weights are read, only tables.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "weights/part.h"

namespace heddle::weights {

// A file (the author's `control_model.` names, whole-model files of v1.0 among them; diffusers' names) or a diffusers
// folder. Fails for anything else, with what it is instead.
[[nodiscard]] Result<Part> open_control(const std::filesystem::path& path);

// Whether it is a ControlNet that is stored as the difference from its base model; false where it cannot be read.
[[nodiscard]] bool is_control_difference(const std::filesystem::path& path);
// A T2I-Adapter: a file (its authors' names or diffusers', with `adapter.` before them or without) or a diffusers
// folder. Fails as open_control.
[[nodiscard]] Result<Part> open_t2i_adapter(const std::filesystem::path& path);

// T2I-Adapter's style adapter, its authors' file. Fails as open_control.
[[nodiscard]] Result<Part> open_style_adapter(const std::filesystem::path& path);

// CoAdapter's fuser, its authors' file. Fails as open_control.
[[nodiscard]] Result<Part> open_coadapter_fuser(const std::filesystem::path& path);

// A Uni-ControlNet, its authors' uni.ckpt. Fails as open_control.
[[nodiscard]] Result<Part> open_uni_control(const std::filesystem::path& path);

}  // namespace heddle::weights
