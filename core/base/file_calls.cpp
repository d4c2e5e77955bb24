#include "base/file_calls.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace heddle {
namespace {

template <class T>
T or_errno(T returned) {
  return returned < 0 ? static_cast<T>(-errno) : returned;
}

class SystemFileCalls final : public FileCalls {
 public:
  int create(const std::filesystem::path& path, unsigned mode) override {
    return or_errno(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, static_cast<mode_t>(mode)));
  }
  std::int64_t write(int handle, const std::byte* bytes, std::size_t count) override {
    return or_errno(static_cast<std::int64_t>(::write(handle, bytes, count)));
  }
  std::int64_t size(int handle) override {
    struct stat facts {};
    if (::fstat(handle, &facts) != 0) return -errno;
    return facts.st_size;
  }
  int sync(int handle) override { return or_errno(::fsync(handle)); }
  int close(int handle) override { return or_errno(::close(handle)); }
  int rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    return or_errno(std::rename(from.c_str(), to.c_str()));
  }
  int remove(const std::filesystem::path& path) override { return or_errno(::unlink(path.c_str())); }
  int sync_folder(const std::filesystem::path& folder) override {
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return -errno;
    const int synced = or_errno(::fsync(handle));
    ::close(handle);
    // Some network file systems cannot sync a folder; the rename itself has happened.
    return synced == -EINVAL || synced == -ENOTSUP ? 0 : synced;
  }
  std::optional<std::uint64_t> free_bytes(const std::filesystem::path& folder) override {
    struct statvfs facts {};
    if (::statvfs(folder.c_str(), &facts) != 0 || facts.f_blocks == 0) return std::nullopt;
    return static_cast<std::uint64_t>(facts.f_bavail) * facts.f_frsize;
  }
};

}  // namespace

FileCalls& system_file_calls() {
  static SystemFileCalls calls;  // stateless
  return calls;
}

}  // namespace heddle
