#include "fuzz/check_table.h"
#include "weights/torch_legacy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = std::as_bytes(std::span(data, size));
  heddle::weights::check_table(heddle::weights::parse_torch_legacy(file), size);
  return 0;
}
