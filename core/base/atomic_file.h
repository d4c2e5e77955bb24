// AtomicFile: the only way to write user files. A path holds all of the new file or all of the old one, never a
// mixture. Used by every writer (weights, images, projects, reports). Thread rule: one AtomicFile belongs to one
// thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/file_calls.h"
#include "base/result.h"

namespace heddle {

// Writes beside the target and renames over it in commit(). Destroyed without commit(), the target stays as it was and
// the temporary file is gone. A failure of any call (disk full, no permission, quota) leaves the old file intact.
class AtomicFile final {
 public:
  // `expected_bytes` lets a full disk be reported before anything is written; 0 when unknown.
  // A symbolic link is followed; the new file keeps the permissions of the old.
  static Result<AtomicFile> create(const std::filesystem::path& path, std::uint64_t expected_bytes = 0,
                                   FileCalls& calls = system_file_calls());

  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  ~AtomicFile();

  [[nodiscard]] Result<void> write(std::span<const std::byte> bytes);

  // Checks the size, syncs the data, renames over the target, syncs the folder. Call once; after it only destroy.
  [[nodiscard]] Result<void> commit();

 private:
  AtomicFile(FileCalls& calls, std::filesystem::path target, std::filesystem::path temporary, int handle);
  Failure failed(std::string_view verb, int code) const;
  void abandon();

  FileCalls* calls_;
  std::filesystem::path target_;
  std::filesystem::path temporary_;
  int handle_ = -1;
  std::uint64_t written_ = 0;
};

// Removes the temporary files of all unfinished writers, for a process that is about to end during a save; what
// they would have replaced stays unchanged. Writers in progress fail. Any thread.
void remove_unfinished_files();

// The whole file in one call.
[[nodiscard]] Result<void> write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes,
                                                 FileCalls& calls = system_file_calls());
[[nodiscard]] Result<void> write_file_atomically(const std::filesystem::path& path, std::string_view text,
                                                 FileCalls& calls = system_file_calls());

}  // namespace heddle
