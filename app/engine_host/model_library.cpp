#include "engine_host/model_library.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/printable.h"
#include "base/system.h"
#include "engine_host/library_entry.h"
#include "weights/sniff.h"

namespace heddle::engine_host {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::array<std::string_view, 5> kEndings = {".safetensors", ".ckpt", ".pt", ".pth", ".bin"};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return text;
}

// One walk through one of the user's folders.
class Walk final {
 public:
  Walk(ModelLibrary& library, const ScanLimits& limits, const std::stop_token& stop, const ModelLibrary::Found& found)
      : library_(library), limits_(limits), stop_(stop), found_(found) {}

  void start(const fs::path& folder) {
    deadline_ = Clock::now() + limits_.time_per_folder;
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
      return problem(folder, is_there(folder) ? "is no folder" : "is not there");
    }
    timed_out_ = false;
    enter(folder, 0);
    if (timed_out_) problem(folder, "took too long; what was found so far is listed");
  }

  protocol::LibraryListed report{0, true, {}};

 private:
  void problem(const fs::path& folder, std::string_view what) {
    report.problems.push_back(fmt::format("'{}' {}", printable(folder.string(), 300), what));
    report.complete = false;
  }

  bool should_stop() {
    if (Clock::now() > deadline_) timed_out_ = true;
    if (stop_.stop_requested() || files_ > limits_.files_max) report.complete = false;
    return timed_out_ || stop_.stop_requested() || files_ > limits_.files_max;
  }

  void tell(const fs::path& model) {
    ++report.entries;
    found_(library_.look_at(model));
  }

  // False for a folder that was entered before, by this or another way.
  bool is_new(const fs::path& folder) {
    struct stat info {};
    return ::stat(folder.c_str(), &info) == 0 && entered_.emplace(info.st_dev, info.st_ino).second;
  }

  void enter(const fs::path& folder, int depth) {
    if (should_stop() || depth > limits_.depth_max || !is_new(folder)) return;
    const FolderKind kind = folder_kind(folder);
    if (kind != FolderKind::place) tell(folder);
    if (kind == FolderKind::network) return;
    if (kind == FolderKind::pipeline) return enter_pipeline(folder);
    std::vector<fs::path> children;
    std::error_code error;
    fs::directory_iterator entry(folder, error);
    for (; !error && entry != fs::directory_iterator() && children.size() < limits_.files_max; entry.increment(error)) {
      children.push_back(entry->path());
    }
    if (error) problem(folder, "cannot be read: " + error.message());
    std::sort(children.begin(), children.end());
    for (const fs::path& child : children) visit(child, depth);
  }

  static std::vector<fs::path> models_in(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
      if (entry->is_regular_file(error) && may_be_model(entry->path())) files.push_back(entry->path());
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  // Folders of networks beside a pipeline's parts: "controlnet", "controlnet-canny", "unet-inpaint".
  static std::vector<fs::path> networks_in(const fs::path& folder) {
    std::vector<fs::path> folders;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
      const std::string name = entry->path().filename().string();
      if (!name.starts_with("controlnet") && !name.starts_with("unet-")) continue;
      if (folder_kind(entry->path()) == FolderKind::network) folders.push_back(entry->path());
    }
    std::sort(folders.begin(), folders.end());
    return folders;
  }

  // Beside its parts a pipeline may hold whole models of their own: an adapter, the image encoder that it needs,
  // ControlNets, other UNets, and LoRA of its styles.
  void enter_pipeline(const fs::path& folder) {
    std::vector<fs::path> files = models_in(folder);
    for (const fs::path& style : models_in(folder / "styles")) files.push_back(style);
    for (const fs::path& network : networks_in(folder)) files.push_back(network);
    if (folder_kind(folder / "image_encoder") == FolderKind::network) files.push_back(folder / "image_encoder");
    for (const fs::path& file : files) {
      if (should_stop()) return;
      ++files_;
      tell(file);
    }
  }

  void visit(const fs::path& path, int depth) {
    if (should_stop()) return;
    ++files_;
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (error || path.filename().string().starts_with('.')) return;
    if (fs::is_directory(status)) return enter(path, depth + 1);
    if (fs::is_regular_file(status) && may_be_model(path)) tell(path);
  }

  ModelLibrary& library_;
  const ScanLimits& limits_;
  const std::stop_token& stop_;
  const ModelLibrary::Found& found_;
  Clock::time_point deadline_;
  bool timed_out_ = false;
  std::size_t files_ = 0;
  std::set<std::pair<dev_t, ino_t>> entered_;
};

}  // namespace

bool may_be_model(const fs::path& file) {
  if (weights::is_foreign_file(file.filename().string())) return false;
  const std::string ending = lower(file.extension().string());
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

FolderKind folder_kind(const fs::path& folder) {
  if (is_there(folder / "model_index.json")) return FolderKind::pipeline;
  if (is_there(folder / "unet" / "config.json")) return FolderKind::pipeline;
  if (!is_there(folder / "config.json")) return FolderKind::place;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    if (may_be_model(entry->path()) && entry->is_regular_file(error)) return FolderKind::network;
  }
  return FolderKind::place;
}

protocol::LibraryEntry ModelLibrary::look_at(const fs::path& path) {
  std::error_code error;
  const bool folder = fs::is_directory(path, error);
  const std::uintmax_t size = folder ? 0 : fs::file_size(path, error);
  const auto changed = fs::last_write_time(path, error);
  const bool has_preview = !preview_beside(path).empty();  // looked for each time: it may have come since
  if (!folder && !error) {
    const std::lock_guard lock(mutex_);
    const auto seen = seen_.find(path);
    if (seen != seen_.end() && seen->second.size == size && seen->second.changed == changed) {
      seen->second.entry.has_preview = has_preview;
      return seen->second.entry;
    }
  }
  protocol::LibraryEntry entry = examine(path);
  entry.has_preview = has_preview;
  const std::lock_guard lock(mutex_);
  if (!folder && !error) seen_.insert_or_assign(path, Seen{size, changed, entry});
  return entry;
}

protocol::LibraryListed ModelLibrary::scan(const std::vector<fs::path>& folders, const ScanLimits& limits,
                                           const std::stop_token& stop, const Found& found) {
  Walk walk(*this, limits, stop, found);
  for (const fs::path& folder : folders) walk.start(folder);
  return std::move(walk.report);
}

}  // namespace heddle::engine_host
