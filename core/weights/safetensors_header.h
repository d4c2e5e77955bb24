// Reads the JSON header of a safetensors file event by event, so that nothing is built before it is checked. Used by
// parse_safetensors. Thread rule: pure function.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "weights/tensor_file.h"

namespace heddle::weights {

// One entry as the header states it: shape and type are checked one by one, the bytes not yet against the file.
struct HeaderEntry {
  TensorEntry tensor;
  std::uint64_t begin = 0;  // into the data part
  std::uint64_t end = 0;
};

struct SafetensorsHeader {
  std::vector<HeaderEntry> entries;
  Metadata metadata;
  std::vector<std::string> repeated;  // names that came more than once; `entries` has the last of each
};

[[nodiscard]] Result<SafetensorsHeader> parse_safetensors_header(std::string_view json);

}  // namespace heddle::weights
