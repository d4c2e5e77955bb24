#include "weights/table_limits.h"

#include <algorithm>
#include <string_view>

#include "base/checked_math.h"
#include "base/printable.h"

namespace heddle::weights {

std::optional<std::uint64_t> byte_count(Dtype dtype, std::span<const std::int64_t> shape) {
  const auto count = checked_product(shape);
  if (!count || itemsize(dtype) == 0) return std::nullopt;
  return checked_mul<std::uint64_t>(*count, itemsize(dtype));
}

Result<void> check_names(const std::vector<TensorEntry>& entries) {
  std::vector<std::string_view> names;
  names.reserve(entries.size());
  for (const TensorEntry& entry : entries) {
    if (entry.name.empty()) return damaged("a tensor has no name");
    if (entry.name.size() > kMaxNameBytes) {
      return damaged("the tensor name '{}' is {} long", printable(entry.name, 40), readable_size(entry.name.size()));
    }
    if (!is_valid_utf8(entry.name)) return damaged("the tensor name '{}' is not UTF-8", printable(entry.name));
    names.push_back(entry.name);
  }
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end()) return damaged("it has two tensors named '{}'", printable(*twice));
  return {};
}

}  // namespace heddle::weights
