#include "engine_host/model_folder_discovery.h"
#include "base/system.h"

#include <algorithm>
#include <array>
#include <set>

namespace heddle::engine_host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChildrenMax = 500;  // of one folder; larger folders are not searched for tools

// The contents of each tool's `models` folder.
struct Mark {
  ModelLayout layout;
  std::string_view folder;
};
constexpr std::array<Mark, 5> kMarks = {{{ModelLayout::comfyui, "checkpoints"},
                                         {ModelLayout::comfyui, "diffusion_models"},
                                         {ModelLayout::a1111, "Stable-diffusion"},
                                         {ModelLayout::stability_matrix, "StableDiffusion"},
                                         {ModelLayout::diffusers, "model_index.json"}}};
// In a user's folder.
constexpr std::array<std::string_view, 12> kUsual = {"Documents",
                                                     "Downloads",
                                                     "Desktop",
                                                     "AI",
                                                     "ai",
                                                     "apps",
                                                     "Apps",
                                                     "git",
                                                     "src",
                                                     "projects",
                                                     "StabilityMatrix/Data",
                                                     ".local/share/StabilityMatrix"};
constexpr std::array<std::string_view, 4> kElsewhere = {"/opt", "/workspace", "/srv", "/data"};

std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code error;
  std::size_t looked_at = 0;
  for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    if (++looked_at > kChildrenMax) break;
    std::error_code ignored;
    if (entry->is_directory(ignored) && !entry->path().filename().string().starts_with('.')) {
      folders.push_back(entry->path());
    }
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

ModelLayout layout_of(const fs::path& models) {
  for (const auto& [layout, mark] : kMarks) {
    if (is_there(models / mark)) return layout;
  }
  return ModelLayout::none;
}

// Hugging Face's cache: models--OWNER--NAME/snapshots/COMMIT/model_index.json.
bool has_snapshots(const fs::path& hub) {
  for (const fs::path& model : folders_in(hub)) {
    if (!model.filename().string().starts_with("models--")) continue;
    for (const fs::path& snapshot : folders_in(model / "snapshots")) {
      if (is_there(snapshot / "model_index.json")) return true;
    }
  }
  return false;
}

std::vector<fs::path> bases(const fs::path& home) {
  std::vector<fs::path> all = {home};
  for (const std::string_view name : kUsual) all.push_back(home / name);
  for (const std::string_view name : kElsewhere) all.emplace_back(name);
  // Drives last: one that is gone may hang.
  for (const fs::path& drive : folders_in("/mnt")) all.push_back(drive);
  for (const fs::path& drive : folders_in(fs::path("/media") / home.filename())) all.push_back(drive);
  return all;
}

}  // namespace

std::string_view to_string(ModelLayout layout) {
  switch (layout) {
    case ModelLayout::none: return "";
    case ModelLayout::comfyui: return "ComfyUI";
    case ModelLayout::a1111: return "AUTOMATIC1111";
    case ModelLayout::stability_matrix: return "Stability Matrix";
    case ModelLayout::diffusers: return "diffusers";
  }
  return "";
}

ModelPlace place_at(const fs::path& folder) {
  for (const char* inside : {"models", "Models"}) {
    if (const ModelLayout layout = layout_of(folder / inside); layout != ModelLayout::none) {
      return {folder / inside, layout};
    }
  }
  const ModelLayout layout = layout_of(folder);
  // One diffusers model stands for its folder.
  if (layout == ModelLayout::diffusers) return {folder.parent_path(), layout};
  return {layout == ModelLayout::none ? fs::path() : folder, layout};
}

void find_places(const fs::path& home, const std::stop_token& stop,
                 const std::function<void(const ModelPlace&)>& found) {
  std::set<fs::path> told;
  const auto tell = [&](const ModelPlace& place) {
    std::error_code error;
    const fs::path plain = fs::canonical(place.path, error);
    if (place.layout != ModelLayout::none && !error && told.insert(plain).second) found(place);
  };
  const fs::path hub = home / ".cache" / "huggingface" / "hub";
  if (has_snapshots(hub)) tell({hub, ModelLayout::diffusers});
  for (const fs::path& base : bases(home)) {
    if (stop.stop_requested()) return;
    if (base != home) tell(place_at(base));
    for (const fs::path& folder : folders_in(base)) {
      if (stop.stop_requested()) return;
      tell(place_at(folder));
    }
  }
}

}  // namespace heddle::engine_host
