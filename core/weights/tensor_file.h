// TensorFile: a model file that was checked whole: a table of named tensors whose bytes are in the mapped file. Used by
// key maps, inspection and the models. Immutable: share it between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "weights/byte_source.h"
#include "weights/dtype.h"

namespace heddle::weights {

// One tensor. The reader has checked that [offset, offset + bytes) is inside the file and that every element that
// shape and strides reach is inside it. Data need not be aligned for its type: copy before casting.
struct TensorEntry {
  std::string name;
  Dtype dtype = Dtype::unknown;
  std::string dtype_name;             // as the file spells it, for types that this version does not know
  std::vector<std::int64_t> shape;    // at most 8 dimensions, none negative
  std::vector<std::int64_t> strides;  // in elements, none negative; row-major for safetensors, may be a view for torch
  std::uint64_t offset = 0;           // bytes into the file, of the first element
  std::uint64_t bytes = 0;            // from the first element to the end of the last that the view reaches
};

[[nodiscard]] std::uint64_t element_count(const TensorEntry& entry);

// True when the bytes are exactly the elements in row-major order.
[[nodiscard]] bool is_contiguous(const TensorEntry& entry);

// The row-major strides of a shape whose element count is known to fit.
[[nodiscard]] std::vector<std::int64_t> contiguous_strides(std::span<const std::int64_t> shape);

using Metadata = std::map<std::string, std::string>;

// A parser's result: the file's table, before it is tied to a mapped file.
struct TensorTable {
  std::vector<TensorEntry> entries;  // in file order; names are distinct
  Metadata metadata;                 // safetensors: __metadata__; torch: strings and numbers found beside the tensors
};

enum class FileFormat { safetensors, torch_zip, torch_legacy };
[[nodiscard]] std::string_view to_string(FileFormat format);

class TensorFile final {
 public:
  TensorFile(std::shared_ptr<const ByteSource> source, FileFormat format, TensorTable table);

  [[nodiscard]] const std::filesystem::path& path() const { return source_->path(); }
  [[nodiscard]] FileFormat format() const { return format_; }
  [[nodiscard]] const std::vector<TensorEntry>& entries() const { return table_.entries; }
  [[nodiscard]] const Metadata& metadata() const { return table_.metadata; }
  [[nodiscard]] const FileIdentity& identity() const { return source_->identity(); }

  // Null when there is no tensor of that name.
  [[nodiscard]] const TensorEntry* find(std::string_view name) const;

  // The tensor's bytes straight from the memory map; valid as long as this file is held. `entry` must be of this file.
  [[nodiscard]] std::span<const std::byte> bytes(const TensorEntry& entry) const;

  // The tensor's pages leave this process's memory; they are read again when next touched. Call after copying them.
  void give_back_pages(const TensorEntry& entry) const { source_->give_back_pages(bytes(entry)); }

  // See ByteSource::check_unchanged: call before reading much.
  [[nodiscard]] Result<void> check_unchanged() const { return source_->check_unchanged(); }

 private:
  std::shared_ptr<const ByteSource> source_;
  FileFormat format_;
  TensorTable table_;
  std::vector<std::uint32_t> by_name_;  // indices into the entries, sorted by name
};

}  // namespace heddle::weights
