// Identifies a file's bytes for content keys without reading all of them. Used by the identity functions of nodes that
// read files. Thread rule: free functions, any thread.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace heddle::engine {

// Size, time of the last change, and a hash of the first and last 64 KiB. For a folder, the same of every file in it
// that is not hidden, at most four levels deep and 10 000 files. Fails with not_found or io.
Result<std::string> file_identity(const std::filesystem::path& path);

}  // namespace heddle::engine
