// Finds LoRA and embeddings by the name that a prompt gives, in the folders where tools keep them: beside the model
// (ComfyUI's `models/loras`, A1111's `models/Lora` and `embeddings`), in it (`loras` of a diffusers folder), and in the
// user's own folders. Used by prompt expansion before a run. Thread rule: free functions, any thread; lists folders,
// opens no file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "weights/file_kind.h"

namespace heddle::pipeline {

// Folders for files of this kind that exist, the nearest to the model first. `roots`: folders of models that the user named.
[[nodiscard]] std::vector<std::filesystem::path> small_file_folders(weights::FileKind kind, const std::filesystem::path& model,
                                                                    const std::vector<std::filesystem::path>& roots);

// The first model file with this stem, three levels deep. A name is compared, never made into a path.
[[nodiscard]] std::optional<std::filesystem::path> find_small_file(const std::vector<std::filesystem::path>& folders,
                                                                   const std::string& name);

}  // namespace heddle::pipeline
