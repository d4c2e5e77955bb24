// The pickle walker, and the table made of what it read, as if each storage were there in the size that it claims.
#include "base/checked_math.h"
#include "fuzz/check_table.h"
#include "weights/pickle_walker.h"
#include "weights/torch_table.h"

namespace {

constexpr std::uint64_t kFileBytes = 1 << 20;

heddle::Result<heddle::weights::StorageBytes> place(const heddle::weights::PickleStorage& storage) {
  const auto size = heddle::checked_mul<std::uint64_t>(storage.elements, heddle::weights::itemsize(storage.dtype));
  if (!size || *size > kFileBytes) return heddle::fail(heddle::ErrorKind::invalid_input, "too large");
  return heddle::weights::StorageBytes{kFileBytes - *size, *size};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto tree = heddle::weights::walk_pickle(std::as_bytes(std::span(data, size)));
  if (!tree) return 0;
  if (tree->end > size) std::abort();
  heddle::weights::check_table(heddle::weights::make_torch_table(*tree, place), kFileBytes);
  return 0;
}
