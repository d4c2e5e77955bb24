// Reads the same zip file with libzip, where it is in the build: two independent parsers must see the same entries.
// Used by read_zip_directory. Thread rule: pure function.
#pragma once

#include <cstddef>
#include <span>

#include "base/result.h"
#include "weights/zip_directory.h"

namespace heddle::weights {

// Succeeds without looking in a build without libzip (HEDDLE_WITH_CODECS=OFF).
[[nodiscard]] Result<void> check_second_reading(std::span<const std::byte> file, std::span<const ZipEntry> entries);

}  // namespace heddle::weights
