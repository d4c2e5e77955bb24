#include "weights/safetensors.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/checked_math.h"
#include "base/printable.h"
#include "weights/little_endian.h"
#include "weights/safetensors_header.h"
#include "weights/table_limits.h"

namespace heddle::weights {
namespace {

constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;
constexpr std::uint64_t kLengthBytes = 8;

Failure cut_off(std::uint64_t has, std::uint64_t needs) {
  return fail(ErrorKind::invalid_input, "is cut off: it has {} of {}; download it again", readable_size(has),
              readable_size(needs));
}

// The header's text, or why there is none.
Result<std::string_view> header_text(std::span<const std::byte> file) {
  if (file.size() < kLengthBytes) return cut_off(file.size(), kLengthBytes);
  const std::uint64_t length = read_le<std::uint64_t>(file);
  if (length > kMaxHeaderBytes) return damaged("its header claims {}", readable_size(length));
  if (length > file.size() - kLengthBytes) return cut_off(file.size(), kLengthBytes + length);
  const auto bytes = file.subspan(kLengthBytes, length);
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const auto first = text.find_first_not_of(" \t\r\n");  // the reference skips it, whatever the format's page says
  if (first == std::string_view::npos || text[first] != '{') return damaged("its header does not begin with '{{'");
  return text;
}

Result<void> check_size(const HeaderEntry& entry) {
  const TensorEntry& tensor = entry.tensor;
  const std::string name = printable(tensor.name);
  if (entry.begin > entry.end) return damaged("the data of '{}' ends before it begins", name);
  if (!checked_product(tensor.shape)) return damaged("the shape of '{}' is impossibly large", name);
  if (tensor.dtype == Dtype::unknown) return {};
  const auto needed = byte_count(tensor.dtype, tensor.shape);
  if (!needed || *needed != entry.end - entry.begin) {
    return damaged("'{}' has {} of data, but its shape and type do not", name, readable_size(entry.end - entry.begin));
  }
  return {};
}

// Sorted by place, the tensors must cover the data part exactly: no gap, no overlap, nothing behind the last.
Result<void> check_tiling(const std::vector<HeaderEntry>& sorted, std::uint64_t data_start, std::uint64_t data_bytes) {
  std::uint64_t expected = 0;
  for (const HeaderEntry& entry : sorted) {
    if (entry.begin != expected) {
      return damaged("the data of '{}' {}", printable(entry.tensor.name),
                     entry.begin < expected ? "overlaps another tensor's" : "leaves a gap before it");
    }
    expected = entry.end;
  }
  if (expected > data_bytes) {
    const auto needed = checked_add(data_start, expected);
    if (!needed) return damaged("it claims an impossible amount of data");
    return cut_off(data_start + data_bytes, *needed);
  }
  if (expected < data_bytes) return damaged("{} at its end belong to no tensor", readable_size(data_bytes - expected));
  return {};
}

}  // namespace

Result<TensorTable> parse_safetensors(std::span<const std::byte> file) {
  const auto text = header_text(file);
  if (!text) return Failure(text.error());
  auto header = parse_safetensors_header(*text);
  if (!header) return forward(header);
  for (const HeaderEntry& entry : header->entries) {
    if (auto checked = check_size(entry); !checked) return forward(checked);
  }
  std::sort(header->entries.begin(), header->entries.end(), [](const HeaderEntry& a, const HeaderEntry& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  const std::uint64_t data_start = kLengthBytes + text->size();
  const std::uint64_t data_bytes = file.size() - data_start;
  if (auto tiled = check_tiling(header->entries, data_start, data_bytes); !tiled) {
    // Of two tensors of one name the last counts; where both have data of their own, that of the first belongs to none.
    if (!header->repeated.empty()) return damaged("it has two tensors named '{}'", printable(header->repeated.front()));
    return forward(tiled);
  }

  TensorTable table;
  table.metadata = std::move(header->metadata);
  table.entries.reserve(header->entries.size());
  for (HeaderEntry& entry : header->entries) {
    TensorEntry& tensor = table.entries.emplace_back(std::move(entry.tensor));
    tensor.strides = contiguous_strides(tensor.shape);
    tensor.offset = data_start + entry.begin;
    tensor.bytes = entry.end - entry.begin;
  }
  return table;
}

}  // namespace heddle::weights
