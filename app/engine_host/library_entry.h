// What a file or folder is, as an entry of the model library: stable names for kinds and families, derived from tensor
// names and shapes alone. Used by ModelLibrary and the library calls. Pure functions: any thread.
#pragma once

#include <filesystem>
#include <string>

#include "protocol/library.h"
#include "weights/family.h"

namespace heddle::engine_host {

// "sd1", "sd2", "sdxl", "bobbin", "unknown". Bobbin has the form of Stable Diffusion 1 and text states of a width of
// its own, by which its parts know each other.
[[nodiscard]] std::string family_id(const weights::Signature& signature);

// Reads what the file or folder says of itself. Opens headers only; does not look for a picture beside it.
[[nodiscard]] protocol::LibraryEntry examine(const std::filesystem::path& path);

// The picture that other tools put beside a model: name.preview.png, name.png, name.jpg … for a file; the same beside
// a folder, or preview.png inside. Empty where there is none.
[[nodiscard]] std::filesystem::path preview_beside(const std::filesystem::path& model);

}  // namespace heddle::engine_host
