// File calls of which one fails or kills, for tests of saving: run a save once to count its calls, then once for each.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdint>

#include "base/file_calls.h"

namespace heddle::testing {

// The system's calls, of which the k-th fails with `code`, or ends the process when `code` is 0. Clean-up calls (close
// and remove after a failure) are made as they are.
class FailingCalls final : public FileCalls {
 public:
  FailingCalls(int failing, int code) : failing_(failing), code_(code) {}
  [[nodiscard]] int calls() const { return calls_; }

  int create(const std::filesystem::path& path, unsigned mode) override {
    return fails() ? -code_ : real_.create(path, mode);
  }
  std::int64_t write(int handle, const std::byte* bytes, std::size_t count) override {
    if (fails()) return -code_;
    return real_.write(handle, bytes, std::min<std::size_t>(count, 1000));  // as a disk that takes a part at a time
  }
  std::int64_t size(int handle) override { return fails() ? -code_ : real_.size(handle); }
  int sync(int handle) override { return fails() ? -code_ : real_.sync(handle); }
  int close(int handle) override {
    const int closed = real_.close(handle);
    return fails() ? -code_ : closed;
  }
  int rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    return fails() ? -code_ : real_.rename(from, to);
  }
  int remove(const std::filesystem::path& path) override { return real_.remove(path); }
  int sync_folder(const std::filesystem::path& folder) override { return fails() ? -code_ : real_.sync_folder(folder); }
  std::optional<std::uint64_t> free_bytes(const std::filesystem::path& folder) override {
    return real_.free_bytes(folder);
  }

 private:
  bool fails() {
    if (++calls_ != failing_) return false;
    if (code_ == 0) ::_exit(0);  // as kill -9 or a power cut
    return true;
  }

  FileCalls& real_ = system_file_calls();
  int failing_;
  int code_;
  int calls_ = 0;
};

}  // namespace heddle::testing
