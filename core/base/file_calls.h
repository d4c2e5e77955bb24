// The system calls that saving a file needs, as an interface, so that a test can make the k-th of them fail. Used by
// AtomicFile. Each returns what the system call returns, with a negated error number instead of errno. Thread rule: the
// system's calls are stateless, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace heddle {

class FileCalls {
 public:
  virtual ~FileCalls() = default;
  virtual int create(const std::filesystem::path& path, unsigned mode) = 0;  // a new file only; its handle or -errno
  virtual std::int64_t write(int handle, const std::byte* bytes, std::size_t count) = 0;  // bytes written or -errno
  virtual std::int64_t size(int handle) = 0;
  virtual int sync(int handle) = 0;
  virtual int close(int handle) = 0;
  virtual int rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  virtual int remove(const std::filesystem::path& path) = 0;
  virtual int sync_folder(const std::filesystem::path& folder) = 0;
  virtual std::optional<std::uint64_t> free_bytes(const std::filesystem::path& folder) = 0;  // none when not known
};

FileCalls& system_file_calls();

}  // namespace heddle
