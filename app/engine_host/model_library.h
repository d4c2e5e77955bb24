// The model library: what lies in a person's folders, in ComfyUI's, A1111's or diffusers' layout, read in place and
// told apart by tensor names and shapes. Used by the host's library calls. Thread rule: a ModelLibrary may be used by
// several threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "base/json.h"

namespace heddle::engine_host {

struct LibraryEntry {
  std::filesystem::path path;
  std::string name;  // the file's stem, or the folder's name
  std::string kind;  // weights::FileKind; empty when it cannot be read
  std::string family;
  std::string variant;
  std::string what;     // one line for the person
  std::string problem;  // why it cannot be used; may be empty
  std::uint64_t bytes = 0;
  std::uint64_t parameters = 0;
};

Json to_json(const LibraryEntry& entry);

struct ScanLimits {
  std::chrono::milliseconds time_per_folder{20'000};  // of the folders that a person names
  int depth_max = 12;
  std::size_t files_max = 100'000;  // looked at, models or not
};

struct ScanReport {
  bool complete = true;               // false: cancelled, or a limit was met
  std::vector<std::string> problems;  // "'/mnt/models' cannot be read"
};

class ModelLibrary final {
 public:
  using Found = std::function<void(const LibraryEntry&)>;

  // Tells each model as it is found. Links are followed, but no folder is entered twice.
  ScanReport scan(const std::vector<std::filesystem::path>& folders, const ScanLimits& limits,
                  const std::stop_token& stop, const Found& found);

  // A second look at a file that did not change costs nothing.
  LibraryEntry look_at(const std::filesystem::path& path);

 private:
  struct Seen {
    std::uintmax_t size = 0;
    std::filesystem::file_time_type changed;
    LibraryEntry entry;
  };
  std::mutex mutex_;
  std::map<std::filesystem::path, Seen> seen_;
};

// What a folder is to the scan: a model of its own, or a place to look into.
enum class FolderKind { place, pipeline, network };
FolderKind folder_kind(const std::filesystem::path& folder);

// Whether a file's name has one of the endings that models have.
bool may_be_model(const std::filesystem::path& file);

}  // namespace heddle::engine_host
