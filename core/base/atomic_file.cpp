#include "base/atomic_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <set>
#include <utility>

#include "base/printable.h"

namespace heddle {
namespace {

// The file that a symbolic link stands for, so that saving does not replace the link.
std::filesystem::path resolved(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::is_symlink(path, ignored)) return path;
  const auto real = std::filesystem::weakly_canonical(path, ignored);
  return ignored ? path : real;
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

// Hidden, in the same folder (rename does not cross file systems), unique in this process and between processes,
// and short enough for a 255-byte name.
std::filesystem::path temporary_beside(const std::filesystem::path& target) {
  static std::atomic<unsigned> counter{0};
  const std::string name = target.filename().string().substr(0, 200);
  return folder_of(target) / fmt::format(".{}.{}-{}.part", name, ::getpid(), counter++);
}

// The temporary files that are being written.
class Unfinished final {
 public:
  void add(const std::filesystem::path& path) {
    const std::lock_guard lock(mutex_);
    paths_.insert(path);
  }
  void drop(const std::filesystem::path& path) {
    const std::lock_guard lock(mutex_);
    paths_.erase(path);
  }
  void remove_all() {
    const std::lock_guard lock(mutex_);
    for (const std::filesystem::path& path : paths_) ::unlink(path.c_str());
    paths_.clear();
  }

 private:
  std::mutex mutex_;
  std::set<std::filesystem::path> paths_;
};

Unfinished& unfinished() {
  static Unfinished files;
  return files;
}

unsigned permissions_of(const std::filesystem::path& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0 ? facts.st_mode & 0777U : 0666U;
}

}  // namespace

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& path, std::uint64_t expected_bytes,
                                      FileCalls& calls) {
  const std::filesystem::path target = resolved(path);
  std::error_code ignored;
  if (!target.has_filename() || std::filesystem::is_directory(target, ignored)) {
    return fail(ErrorKind::invalid_input, "[file.save] '{}' is a folder, not a file name", printable(path.string()));
  }
  const auto free = calls.free_bytes(folder_of(target));
  if (free && *free < expected_bytes) {
    return fail(ErrorKind::io, "[file.save] '{}' needs {}, and {} is free: make room or save elsewhere",
                printable(path.string()), readable_size(expected_bytes), readable_size(*free));
  }
  std::filesystem::path temporary = temporary_beside(target);
  int handle = calls.create(temporary, permissions_of(target));
  // A process of the same number that was killed may have left a file of this name.
  for (int attempt = 0; handle == -EEXIST && attempt < 100; ++attempt) {
    temporary = temporary_beside(target);
    handle = calls.create(temporary, permissions_of(target));
  }
  AtomicFile file(calls, target, temporary, handle);
  if (handle < 0) return file.failed("made", -handle);
  unfinished().add(temporary);
  return file;
}

AtomicFile::AtomicFile(FileCalls& calls, std::filesystem::path target, std::filesystem::path temporary, int handle)
    : calls_(&calls), target_(std::move(target)), temporary_(std::move(temporary)), handle_(handle) {}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : calls_(other.calls_),
      target_(std::move(other.target_)),
      temporary_(std::move(other.temporary_)),
      handle_(std::exchange(other.handle_, -1)),
      written_(other.written_) {}

AtomicFile::~AtomicFile() { abandon(); }

void AtomicFile::abandon() {
  if (handle_ < 0) return;
  calls_->close(std::exchange(handle_, -1));
  calls_->remove(temporary_);
  unfinished().drop(temporary_);
}

Failure AtomicFile::failed(std::string_view verb, int code) const {
  const std::string name = printable(target_.string());
  if (code == ENOSPC || code == EDQUOT) {
    return fail(ErrorKind::io, "[file.save] '{}' could not be {}: the disk or your quota is full; the old file is kept",
                name, verb);
  }
  if (code == EACCES || code == EPERM || code == EROFS) {
    return fail(ErrorKind::io, "[file.save] '{}' could not be {}: no permission; save it in another folder", name,
                verb);
  }
  if (code == ENOENT) {
    return fail(ErrorKind::not_found, "[file.save] '{}' could not be {}: its folder does not exist", name, verb);
  }
  return fail(ErrorKind::io, "[file.save] '{}' could not be {}: {}; the old file is kept", name, verb,
              std::strerror(code));
}

Result<void> AtomicFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const std::int64_t count = calls_->write(handle_, bytes.data(), bytes.size());
    if (count == -EINTR) continue;
    if (count < 0) return failed("written", static_cast<int>(-count));
    if (count == 0) return failed("written", EIO);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
    written_ += static_cast<std::uint64_t>(count);
  }
  return {};
}

Result<void> AtomicFile::commit() {
  const std::int64_t size = calls_->size(handle_);
  if (size < 0) return failed("checked", static_cast<int>(-size));
  if (static_cast<std::uint64_t>(size) != written_) return failed("written whole", EIO);
  if (const int code = calls_->sync(handle_); code < 0) return failed("written", -code);
  // The handle is gone even if close() reports an error (Linux), so the name is removed here.
  const int closed = calls_->close(std::exchange(handle_, -1));
  const int renamed = closed < 0 ? closed : calls_->rename(temporary_, target_);
  if (renamed < 0) calls_->remove(temporary_);
  unfinished().drop(temporary_);
  if (renamed < 0) {
    return failed("put in place", -renamed);
  }
  if (const int code = calls_->sync_folder(folder_of(target_)); code < 0) {
    return fail(ErrorKind::io, "[file.save] '{}' is written, but the disk did not confirm it: {}; save once more",
                printable(target_.string()), std::strerror(-code));
  }
  return {};
}

void remove_unfinished_files() { unfinished().remove_all(); }

Result<void> write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes,
                                   FileCalls& calls) {
  auto file = AtomicFile::create(path, bytes.size(), calls);
  if (!file) return forward(file);
  if (auto written = file->write(bytes); !written) return written;
  return file->commit();
}

Result<void> write_file_atomically(const std::filesystem::path& path, std::string_view text, FileCalls& calls) {
  return write_file_atomically(path, std::as_bytes(std::span(text)), calls);
}

}  // namespace heddle
