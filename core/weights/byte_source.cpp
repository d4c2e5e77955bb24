#include "weights/byte_source.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/printable.h"

namespace heddle::weights {
namespace {

constexpr std::size_t kHashedEnd = 64 * 1024;

Failure not_opened(const std::filesystem::path& path, int code) {
  const std::string name = printable(path.string());
  if (code == ENOENT || code == ENOTDIR) {
    return fail(ErrorKind::not_found, "[weights.open] '{}' does not exist", name);
  }
  if (code == EACCES || code == EPERM) {
    return fail(ErrorKind::io, "[weights.open] '{}' may not be read: check the permissions of file and folder", name);
  }
  return fail(ErrorKind::io, "[weights.open] '{}' could not be read: {}", name, std::strerror(code));
}

std::int64_t modified_ns(const struct stat& facts) {
#if defined(__APPLE__)
  return static_cast<std::int64_t>(facts.st_mtimespec.tv_sec) * 1'000'000'000 + facts.st_mtimespec.tv_nsec;
#else
  return static_cast<std::int64_t>(facts.st_mtim.tv_sec) * 1'000'000'000 + facts.st_mtim.tv_nsec;
#endif
}

std::uint64_t hash_of_ends(std::span<const std::byte> bytes) {
  const auto head = bytes.first(std::min(bytes.size(), kHashedEnd));
  const auto tail = bytes.last(std::min(bytes.size(), kHashedEnd));
  return XXH3_64bits_withSeed(tail.data(), tail.size(), XXH3_64bits(head.data(), head.size()));
}

}  // namespace

Result<std::shared_ptr<const ByteSource>> ByteSource::map(const std::filesystem::path& path) {
  std::shared_ptr<ByteSource> source(new ByteSource());
  source->path_ = path;
  // Non-blocking: a named pipe would otherwise wait for a writer.
  source->handle_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (source->handle_ < 0) return not_opened(path, errno);
  struct stat facts {};
  if (::fstat(source->handle_, &facts) != 0) return not_opened(path, errno);
  if (!S_ISREG(facts.st_mode)) {
    return fail(ErrorKind::invalid_input, "[weights.open] '{}' is {}, not a file", printable(path.string()),
                S_ISDIR(facts.st_mode) ? "a folder" : "a device or pipe");
  }
  source->size_ = static_cast<std::size_t>(facts.st_size);
  if (source->size_ > 0) {
    void* address = ::mmap(nullptr, source->size_, PROT_READ, MAP_PRIVATE, source->handle_, 0);
    if (address == MAP_FAILED) return not_opened(path, errno);
    source->data_ = static_cast<const std::byte*>(address);
  }
  source->identity_ = {source->size_, modified_ns(facts), hash_of_ends(source->bytes())};
  return source;
}

void ByteSource::give_back_pages(std::span<const std::byte> part) const {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto first = reinterpret_cast<std::uintptr_t>(part.data());
  const std::uintptr_t begin = (first + page - 1) / page * page, end = (first + part.size()) / page * page;
  if (end > begin) (void)::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

ByteSource::~ByteSource() {
  if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), size_);
  if (handle_ >= 0) ::close(handle_);
}

Result<void> ByteSource::check_unchanged() const {
  struct stat mapped {};
  struct stat named {};
  const std::string name = printable(path_.string());
  if (::fstat(handle_, &mapped) != 0 || static_cast<std::uint64_t>(mapped.st_size) != identity_.size ||
      modified_ns(mapped) != identity_.modified_ns) {
    return fail(ErrorKind::io, "[weights.read] '{}' was changed while it was in use: choose it again", name);
  }
  if (::stat(path_.c_str(), &named) != 0) {
    return fail(ErrorKind::not_found, "[weights.read] '{}' was moved or deleted while it was in use", name);
  }
  if (named.st_ino != mapped.st_ino || named.st_dev != mapped.st_dev) {
    return fail(ErrorKind::io, "[weights.read] '{}' was replaced by another file: choose it again", name);
  }
  return {};
}

}  // namespace heddle::weights
