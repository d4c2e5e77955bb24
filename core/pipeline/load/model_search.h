// Finds LoRA and embeddings by the name that a prompt calls them, in the folders where tools keep them: beside the model
// (ComfyUI's `models/loras`, A1111's `models/Lora` and `embeddings`), in it (`loras` of a diffusers folder), and in the
// person's own folders. Used before a run. Thread rule: free functions, any thread; reads folders, not files.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "weights/file_kind.h"

namespace heddle::pipeline {

// Folders for files of this kind that exist, the nearest to the model first. `roots`: folders of models that the person named.
[[nodiscard]] std::vector<std::filesystem::path> small_file_folders(weights::FileKind kind, const std::filesystem::path& model,
                                                                    const std::vector<std::filesystem::path>& roots);

// The first model file with this stem, three levels deep. A name is compared, never made into a path.
[[nodiscard]] std::optional<std::filesystem::path> find_small_file(const std::vector<std::filesystem::path>& folders,
                                                                   const std::string& name);

}  // namespace heddle::pipeline
