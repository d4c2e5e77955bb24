// The entries of a zip file and the offsets of their bytes, for files whose entries are stored, not compressed
// (PyTorch's). Used by the torch zip reader. Thread rule: pure function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace heddle::weights {

struct ZipEntry {
  std::string_view name;     // into the file
  std::uint64_t header = 0;  // offset of its local header
  std::uint64_t offset = 0;  // offset of its bytes
  std::uint64_t size = 0;    // bytes
  std::uint64_t end = 0;     // behind its bytes and, where it has one, its data descriptor
};

// Reads the central directory (APPNOTE 6.3, zip64 too) and checks it against every local header. Anything odd is
// refused: compression, encryption, sizes or names that differ between the two, overlaps, gaps, bytes before the first
// entry or behind the last record, duplicate names, several disks. With libzip in the build its reading must agree.
[[nodiscard]] Result<std::vector<ZipEntry>> read_zip_directory(std::span<const std::byte> file);

}  // namespace heddle::weights
