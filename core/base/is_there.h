// Whether a path leads to something; what cannot be asked about is not there. Any thread.
#pragma once

#include <filesystem>

namespace heddle {

[[nodiscard]] inline bool is_there(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

}  // namespace heddle
