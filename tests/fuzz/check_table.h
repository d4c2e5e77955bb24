// What must hold for every table that a parser accepts, whatever the file said. Used by the fuzz targets of weights.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "base/result.h"
#include "weights/tensor_file.h"

namespace heddle::weights {

// Ends the program unless every element of every tensor is inside the file.
inline void check_table(const Result<TensorTable>& table, std::size_t file_bytes) {
  if (!table) {
    if (table.error().message.empty()) std::abort();
    return;
  }
  for (const TensorEntry& entry : table->entries) {
    if (entry.offset > file_bytes || entry.bytes > file_bytes - entry.offset) std::abort();
    if (entry.shape.size() != entry.strides.size() || entry.shape.size() > 8) std::abort();
    if (entry.dtype == Dtype::unknown || element_count(entry) == 0) continue;
    unsigned __int128 last = 0;
    for (std::size_t i = 0; i < entry.shape.size(); ++i) {
      if (entry.shape[i] < 0 || entry.strides[i] < 0) std::abort();
      last += static_cast<unsigned __int128>(entry.shape[i] - 1) * static_cast<unsigned __int128>(entry.strides[i]);
    }
    if ((last + 1) * itemsize(entry.dtype) > entry.bytes) std::abort();
    if (is_contiguous(entry) && element_count(entry) * itemsize(entry.dtype) != entry.bytes) std::abort();
  }
}

}  // namespace heddle::weights
