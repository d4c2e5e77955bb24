// ModelLibrary: the models in the user's folders, in ComfyUI's, A1111's or diffusers' layout, read in place and
// classified by tensor names and shapes. Used by the host's library calls. Thread rule: every call from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <vector>

#include "protocol/library.h"

namespace heddle::engine_host {

struct ScanLimits {
  std::chrono::milliseconds time_per_folder{20'000};  // of the user's folders
  int depth_max = 12;
  std::size_t files_max = 100'000;  // looked at, models or not
};

class ModelLibrary final {
 public:
  using Found = std::function<void(const protocol::LibraryEntry&)>;

  // Reports each model as it is found. Links are followed, but no folder is entered twice. The answer is not complete
  // when the scan was cancelled, met a limit, or had a problem: "'/mnt/models' cannot be read".
  protocol::LibraryListed scan(const std::vector<std::filesystem::path>& folders, const ScanLimits& limits,
                               const std::stop_token& stop, const Found& found);

  // A second look at a file that did not change costs nothing.
  protocol::LibraryEntry look_at(const std::filesystem::path& path);

 private:
  struct Seen {
    std::uintmax_t size = 0;
    std::filesystem::file_time_type changed;
    protocol::LibraryEntry entry;
  };
  std::mutex mutex_;
  std::map<std::filesystem::path, Seen> seen_;
};

// How the scan treats a folder: as a model, or as a folder to enter.
enum class FolderKind { place, pipeline, network };
FolderKind folder_kind(const std::filesystem::path& folder);

// Whether a file's name has one of the endings that models have.
bool may_be_model(const std::filesystem::path& file);

}  // namespace heddle::engine_host
