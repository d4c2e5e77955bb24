#include "weights/safetensors_writer.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <tuple>

#include "base/atomic_file.h"
#include "base/checked_math.h"
#include "base/printable.h"
#include "weights/table_limits.h"

namespace heddle::weights {
namespace {

// Text that is known to be UTF-8, as a JSON string.
std::string quoted(const std::string& text) { return nlohmann::json(text).dump(); }

Result<void> check_tensor(const TensorToWrite& tensor) {
  const std::string name = printable(tensor.name);
  if (tensor.name.empty() || tensor.name == "__metadata__" || tensor.name.size() > kMaxNameBytes ||
      !is_valid_utf8(tensor.name)) {
    return fail(ErrorKind::invalid_input, "[safetensors.write] '{}' cannot be a tensor's name", name);
  }
  if (tensor.shape.size() > kMaxDimensions) {
    return fail(ErrorKind::invalid_input, "[safetensors.write] '{}' has {} dimensions, more than {}", name,
                tensor.shape.size(), kMaxDimensions);
  }
  const auto needed = byte_count(tensor.dtype, tensor.shape);
  if (!needed || *needed != tensor.bytes.size()) {
    return fail(ErrorKind::invalid_input, "[safetensors.write] '{}' comes with {} bytes, which is not shape times type",
                name, tensor.bytes.size());
  }
  return {};
}

Result<void> check_all(std::span<const TensorToWrite> sorted, const Metadata& metadata) {
  if (sorted.size() > kMaxTensors) {
    return fail(ErrorKind::invalid_input, "[safetensors.write] {} tensors are more than {}", sorted.size(),
                kMaxTensors);
  }
  std::vector<std::string_view> names;
  for (const TensorToWrite& tensor : sorted) {
    if (auto checked = check_tensor(tensor); !checked) return checked;
    names.push_back(tensor.name);
  }
  std::sort(names.begin(), names.end());
  if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end()) {
    return fail(ErrorKind::invalid_input, "[safetensors.write] the name '{}' is used twice", printable(*twice));
  }
  std::size_t metadata_bytes = 0;
  for (const auto& [key, value] : metadata) {
    metadata_bytes += key.size() + value.size();
    if (metadata_bytes > kMaxMetadataBytes || !is_valid_utf8(key) || !is_valid_utf8(value)) {
      return fail(ErrorKind::invalid_input, "[safetensors.write] the metadata '{}' is too long or not UTF-8",
                  printable(key));
    }
  }
  return {};
}

// The length, then the JSON, padded with spaces so that the data begins at a multiple of eight.
std::string header_of(std::span<const TensorToWrite> sorted, const Metadata& metadata) {
  std::string json = "{";
  if (!metadata.empty()) {
    json += "\"__metadata__\":{";
    for (const auto& [key, value] : metadata) json += quoted(key) + ':' + quoted(value) + ',';
    json.back() = '}';
    json += ',';
  }
  std::uint64_t begin = 0;
  for (const TensorToWrite& tensor : sorted) {
    json += fmt::format(R"({}:{{"dtype":"{}","shape":[{}],"data_offsets":[{},{}]}},)", quoted(tensor.name),
                        to_string(tensor.dtype), fmt::join(tensor.shape, ","), begin, begin + tensor.bytes.size());
    begin += tensor.bytes.size();
  }
  if (json.size() > 1) json.pop_back();
  json += '}';
  json.append((8 - json.size() % 8) % 8, ' ');
  std::string header(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) header[i] = static_cast<char>(json.size() >> (8 * i));
  return header + json;
}

}  // namespace

Result<void> write_safetensors(const std::filesystem::path& path, std::vector<TensorToWrite> tensors,
                               const Metadata& metadata, FileCalls& calls) {
  std::sort(tensors.begin(), tensors.end(), [](const TensorToWrite& a, const TensorToWrite& b) {
    return std::tuple(itemsize(b.dtype), std::string_view(a.name)) <
           std::tuple(itemsize(a.dtype), std::string_view(b.name));
  });
  if (auto checked = check_all(tensors, metadata); !checked) return checked;
  const std::string header = header_of(tensors, metadata);
  std::uint64_t total = header.size();
  for (const TensorToWrite& tensor : tensors) total += tensor.bytes.size();

  auto file = AtomicFile::create(path, total, calls);
  if (!file) return forward(file);
  if (auto written = file->write(std::as_bytes(std::span(header))); !written) return written;
  for (const TensorToWrite& tensor : tensors) {
    if (auto written = file->write(tensor.bytes); !written) return written;
  }
  return file->commit();
}

}  // namespace heddle::weights
