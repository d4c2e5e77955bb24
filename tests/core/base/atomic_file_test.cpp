#include "base/atomic_file.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "support/failing_calls.h"
#include "support/temporary_folder.h"

#include "support/test.h"

using namespace heddle;
using heddle::testing::FailingCalls;
using heddle::testing::TemporaryFolder;

namespace {

std::string contents(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

const std::string kOld = "the old file";
const std::string kNew(4500, 'n');

int calls_of_one_save() {
  const TemporaryFolder folder;
  FailingCalls counting(0, EIO);
  REQUIRE(write_file_atomically(folder / "f", kNew, counting));
  return counting.calls();
}

}  // namespace

TEST_CASE("a file is written, and written over") {
  const TemporaryFolder folder;
  REQUIRE(write_file_atomically(folder / "f", kOld));
  CHECK(contents(folder / "f") == kOld);
  REQUIRE(write_file_atomically(folder / "f", kNew));
  CHECK(contents(folder / "f") == kNew);
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("fault_39_whichever_call_fails_the_old_file_or_the_new_one_is_whole") {
  const int total = calls_of_one_save();
  CHECK(total >= 10);
  for (const int code : {ENOSPC, EIO, EDQUOT, EACCES}) {
    for (int k = 1; k <= total; ++k) {
      CAPTURE(k);
      const TemporaryFolder folder;
      REQUIRE(write_file_atomically(folder / "f", kOld));
      FailingCalls failing(k, code);
      const auto written = write_file_atomically(folder / "f", kNew, failing);
      CHECK_FALSE(written);
      // Only the last call, the folder's sync, comes after the new file is in place.
      CHECK(contents(folder / "f") == (k == total ? kNew : kOld));
      CHECK(files_in(folder.path()) == 1);
    }
  }
}

TEST_CASE("fault_40_whenever_the_process_is_killed_the_old_file_or_the_new_one_is_whole") {
  const int total = calls_of_one_save();
  for (int k = 1; k <= total; ++k) {
    const TemporaryFolder folder;
    REQUIRE(write_file_atomically(folder / "f", kOld));
    const pid_t child = ::fork();
    if (child == 0) {
      FailingCalls killing(k, 0);
      const auto written = write_file_atomically(folder / "f", kNew, killing);
      ::_exit(written ? 1 : 2);
    }
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    const std::string found = contents(folder / "f");
    CHECK((found == kOld || found == kNew));
  }
}

TEST_CASE("fault_39_a_full_disk_is_told_before_anything_is_written") {
  const TemporaryFolder folder;
  REQUIRE(write_file_atomically(folder / "f", kOld));
  const auto file = AtomicFile::create(folder / "f", std::uint64_t{1} << 60);
  REQUIRE_FALSE(file);
  CHECK(file.error().message.find("needs 1.2 EB") != std::string::npos);
  CHECK(contents(folder / "f") == kOld);
}

TEST_CASE("without commit nothing changes and nothing is left") {
  const TemporaryFolder folder;
  REQUIRE(write_file_atomically(folder / "f", kOld));
  {
    auto file = AtomicFile::create(folder / "f");
    REQUIRE(file);
    REQUIRE(file->write(std::as_bytes(std::span(kNew))));
  }
  CHECK(contents(folder / "f") == kOld);
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("a temporary file that a killed process left is not in the way") {
  const TemporaryFolder folder;
  FailingCalls taken(1, EEXIST);
  REQUIRE(write_file_atomically(folder / "f", kNew, taken));
  CHECK(contents(folder / "f") == kNew);
}

TEST_CASE("permissions and symbolic links stay as they were") {
  const TemporaryFolder folder;
  REQUIRE(write_file_atomically(folder / "f", kOld));
  std::filesystem::permissions(folder / "f", std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::filesystem::create_symlink(folder / "f", folder / "link");
  REQUIRE(write_file_atomically(folder / "link", kNew));
  CHECK(std::filesystem::is_symlink(folder / "link"));
  CHECK(contents(folder / "f") == kNew);
  CHECK(std::filesystem::status(folder / "f").permissions() ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("fault_41_a_missing_folder_and_a_folder_in_the_place_are_told_in_words") {
  const TemporaryFolder folder;
  const auto missing = write_file_atomically(folder / "absent" / "f", kNew);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message.find("folder does not exist") != std::string::npos);
  const auto in_the_place = write_file_atomically(folder.path(), kNew);
  REQUIRE_FALSE(in_the_place);
  CHECK(in_the_place.error().message.find("is a folder") != std::string::npos);
}
