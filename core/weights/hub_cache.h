// The cache of Hugging Face's hub: models--OWNER--NAME with refs, snapshots and blobs, where a user names one as a
// model. Used by open_files. Thread rule: free functions, any thread; reads folders and one small file.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace heddle::weights {

// The snapshot that a cache's root stands for: the one that refs/main names, else the only one there is. Every other
// path comes back as it is. Failure: several snapshots and no refs/main that names one of them (the message has their
// names), or none at all.
[[nodiscard]] Result<std::filesystem::path> resolve_hub_cache(const std::filesystem::path& path);

}  // namespace heddle::weights
