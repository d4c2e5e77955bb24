#include "pipeline/load/model_search.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace heddle::pipeline {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> kEndings = {".safetensors", ".pt", ".ckpt", ".bin", ".pth"};
constexpr int kDepthMax = 3;
constexpr std::size_t kFilesMax = 50'000;
constexpr int kParents = 3;  // A1111: models/Stable-diffusion/x.ckpt and embeddings

std::optional<fs::path> find_in(const fs::path& folder, const std::string& name) {
  std::error_code error;
  std::vector<fs::path> found;
  std::size_t files = 0;
  const auto options = fs::directory_options::skip_permission_denied;
  fs::recursive_directory_iterator entry(folder, options, error);
  for (; !error && entry != fs::recursive_directory_iterator() && ++files < kFilesMax; entry.increment(error)) {
    if (entry.depth() >= kDepthMax) entry.disable_recursion_pending();
    const fs::path& path = entry->path();
    if (path.stem().string() != name) continue;
    std::error_code ignored;
    if (std::ranges::find(kEndings, path.extension().string()) != kEndings.end() && entry->is_regular_file(ignored)) {
      found.push_back(path);
    }
  }
  if (found.empty()) return std::nullopt;
  return *std::ranges::min_element(found);
}

}  // namespace

std::vector<fs::path> small_file_folders(weights::FileKind kind, const fs::path& model, const std::vector<fs::path>& roots) {
  std::vector<fs::path> folders;
  const auto add_below = [&](const fs::path& base) {
    const auto add = [&](std::string_view name) {
      std::error_code error;
      const fs::path folder = base / name;
      if (fs::is_directory(folder, error) && std::ranges::find(folders, folder) == folders.end()) folders.push_back(folder);
    };
    for (const std::string_view name : weights::facts_of(kind).folders) {
      if (!name.empty()) add(name);
    }
  };
  std::error_code error;
  fs::path place = fs::absolute(model, error).lexically_normal();
  if (!place.has_filename()) place = place.parent_path();
  add_below(place);
  for (int i = 0; i < kParents && place.has_relative_path(); ++i) {
    place = place.parent_path();
    add_below(place);
  }
  // A root may be the folder itself, a tool's models (A1111 keeps embeddings beside them), or the tool's own folder.
  const auto is_one = [&](const fs::path& root) { return weights::is_folder_of(kind, root.filename().string()); };
  for (const fs::path& written : roots) {
    const fs::path root = written.has_filename() ? written : written.parent_path();
    if (is_one(root) && std::ranges::find(folders, root) == folders.end()) folders.push_back(root);
    add_below(root);
    add_below(root / "models");
    if (root.filename() == "models") add_below(root.parent_path());
  }
  return folders;
}

std::optional<fs::path> find_small_file(const std::vector<fs::path>& folders, const std::string& name) {
  if (name.empty()) return std::nullopt;
  for (const fs::path& folder : folders) {
    if (auto found = find_in(folder, name)) return found;
  }
  return std::nullopt;
}

}  // namespace heddle::pipeline
