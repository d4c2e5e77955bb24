// Reads an image file into memory after checking its size. Used by this room and by saving. Thread rule: pure function.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/result.h"

namespace heddle::image {

// Fails: not_found, invalid_input (a folder, a device, more than `limit` bytes), io.
[[nodiscard]] Result<std::vector<std::uint8_t>> read_file_bytes(const std::filesystem::path& path, std::uint64_t limit);

}  // namespace heddle::image
