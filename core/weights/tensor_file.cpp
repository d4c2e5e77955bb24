#include "weights/tensor_file.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/checked_math.h"

namespace heddle::weights {

std::uint64_t element_count(const TensorEntry& entry) { return checked_product(entry.shape).value_or(0); }

std::vector<std::int64_t> contiguous_strides(std::span<const std::int64_t> shape) {
  std::vector<std::int64_t> strides(shape.size());
  std::int64_t stride = 1;
  for (std::size_t i = shape.size(); i-- > 0;) {
    strides[i] = stride;
    // An empty dimension counts as one, as in PyTorch; with others beside it the product may not fit, and does not
    // matter.
    stride = checked_mul(stride, std::max<std::int64_t>(shape[i], 1)).value_or(1);
  }
  return strides;
}

bool is_contiguous(const TensorEntry& entry) {
  std::int64_t stride = 1;
  if (element_count(entry) == 0) return true;
  for (std::size_t i = entry.shape.size(); i-- > 0;) {
    if (entry.shape[i] != 1 && entry.strides[i] != stride) return false;
    stride *= entry.shape[i];
  }
  return true;
}

std::string_view to_string(FileFormat format) {
  switch (format) {
    case FileFormat::safetensors: return "safetensors";
    case FileFormat::torch_zip: return "torch_zip";
    case FileFormat::torch_legacy: return "torch_legacy";
  }
  return "unknown";
}

TensorFile::TensorFile(std::shared_ptr<const ByteSource> source, FileFormat format, TensorTable table)
    : source_(std::move(source)), format_(format), table_(std::move(table)), by_name_(table_.entries.size()) {
  std::iota(by_name_.begin(), by_name_.end(), 0U);
  std::sort(by_name_.begin(), by_name_.end(),
            [this](std::uint32_t a, std::uint32_t b) { return table_.entries[a].name < table_.entries[b].name; });
}

const TensorEntry* TensorFile::find(std::string_view name) const {
  const auto found =
      std::lower_bound(by_name_.begin(), by_name_.end(), name,
                       [this](std::uint32_t i, std::string_view n) { return table_.entries[i].name < n; });
  if (found == by_name_.end() || table_.entries[*found].name != name) return nullptr;
  return &table_.entries[*found];
}

std::span<const std::byte> TensorFile::bytes(const TensorEntry& entry) const {
  return source_->bytes().subspan(entry.offset, entry.bytes);
}

}  // namespace heddle::weights
