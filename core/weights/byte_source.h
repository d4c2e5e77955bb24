// ByteSource: a file mapped into memory for reading, and the facts that reveal a later change of it. Used by
// TensorFile. Immutable: share it between threads.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "base/result.h"

namespace heddle::weights {

// Two files with the same identity are taken to be the same; part of the content key of a run.
struct FileIdentity {
  std::uint64_t size = 0;        // bytes
  std::int64_t modified_ns = 0;  // nanoseconds since 1970
  std::uint64_t ends_hash = 0;   // XXH3 of the first and last 64 KiB
  auto operator<=>(const FileIdentity&) const = default;
};

class ByteSource final {
 public:
  // Maps a regular file read-only and private. Folders, devices, pipes and missing files are errors.
  static Result<std::shared_ptr<const ByteSource>> map(const std::filesystem::path& path);

  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::span<const std::byte> bytes() const { return {data_, size_}; }
  [[nodiscard]] const FileIdentity& identity() const { return identity_; }

  // Pages wholly in `part` of bytes() leave this process's memory; they are read again when next touched.
  void give_back_pages(std::span<const std::byte> part) const;

  // Fails when the file was changed, shortened or replaced since map(). Touching pages of a shortened file ends the
  // process, so call this before reading many bytes.
  [[nodiscard]] Result<void> check_unchanged() const;

 private:
  ByteSource() = default;

  std::filesystem::path path_;
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  int handle_ = -1;
  FileIdentity identity_;
};

}  // namespace heddle::weights
