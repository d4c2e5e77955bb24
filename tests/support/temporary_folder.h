// A folder for a test's files, gone with everything in it when the test ends. Used by tests that write.
#pragma once

#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace heddle::testing {

class TemporaryFolder final {
 public:
  TemporaryFolder() {
    // In memory where that is possible: the tests of saving sync hundreds of files.
    std::error_code ignored;
    const bool in_memory = std::getenv("TMPDIR") == nullptr && std::filesystem::is_directory("/dev/shm", ignored);
    const std::filesystem::path root = in_memory ? "/dev/shm" : std::filesystem::temp_directory_path();
    std::string pattern = (root / "heddle-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace heddle::testing
