#include "engine/file_identity.h"

#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "support/test.h"

namespace heddle::engine {
namespace {

namespace fs = std::filesystem;

// A folder of its own that goes away with the test.
struct TestFolder {
  fs::path path = fs::temp_directory_path() / ("heddle_identity_" + std::to_string(::getpid()));
  TestFolder() {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~TestFolder() { fs::remove_all(path); }
  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return path / name;
  }
};

TEST_CASE("a file keeps its identity until its bytes change, at the head or the tail") {
  const TestFolder folder;
  std::string text(300'000, 'a');
  const fs::path file = folder.write("model.safetensors", text);
  const auto time = fs::last_write_time(file);
  const auto before = file_identity(file);
  REQUIRE(before);
  CHECK(*file_identity(file) == *before);
  for (const std::size_t place : {std::size_t{0}, text.size() - 1}) {
    std::string changed = text;
    changed[place] = 'b';
    folder.write("model.safetensors", changed);
    fs::last_write_time(file, time);
    CHECK(*file_identity(file) != *before);
  }
  folder.write("model.safetensors", text);
  fs::last_write_time(file, time + std::chrono::seconds(1));
  CHECK(*file_identity(file) != *before);
}

TEST_CASE("a folder has the identity of its files") {
  const TestFolder folder;
  fs::create_directories(folder.path / "unet");
  folder.write("unet/config.json", "{}");
  const auto before = file_identity(folder.path);
  REQUIRE(before);
  CHECK(*file_identity(folder.path) == *before);
  folder.write("unet/weights.safetensors", "");
  CHECK(*file_identity(folder.path) != *before);
}

TEST_CASE("what is not there, and what is no file, is said so") {
  const auto missing = file_identity("/no/such/file");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::not_found);
  const auto device = file_identity("/dev/null");
  REQUIRE_FALSE(device);
  CHECK(device.error().kind == ErrorKind::invalid_input);
}

}  // namespace
}  // namespace heddle::engine
