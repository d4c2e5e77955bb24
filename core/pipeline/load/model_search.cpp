#include "pipeline/load/model_search.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string_view>

#include "base/nearest_name.h"
#include "base/utf8.h"
#include "text/unicode.h"
#include "weights/open_tensor_file.h"

namespace heddle::pipeline {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> kEndings = {".safetensors", ".sft", ".pt", ".ckpt", ".bin", ".pth"};
constexpr int kDepthMax = 3;
constexpr std::size_t kFilesMax = 50'000;
constexpr std::size_t kHeadsMost = 2000;  // files that are opened to look for an alias
constexpr int kParents = 3;               // A1111: models/Stable-diffusion/x.ckpt and embeddings

std::u32string letters_of(std::string_view text) {
  std::u32string letters = decode_utf8(text);
  text::compose(letters);
  return letters;
}

std::string lower_case(std::string_view text) {
  std::u32string letters = letters_of(text);
  text::to_lower_case(letters);
  return encode_utf8(letters);
}

bool has_model_ending(const std::string& name) {
  const std::string lower = lower_case(name);
  return std::ranges::any_of(
      kEndings, [&](std::string_view ending) { return lower.size() > ending.size() && lower.ends_with(ending); });
}

std::string without_ending(const std::string& name) {
  return has_model_ending(name) ? name.substr(0, name.rfind('.')) : name;
}

// "people\\ann.safetensors" -> "people/ann"
std::string normal_name(std::string name) {
  std::ranges::replace(name, '\\', '/');
  std::string plain;
  for (const char c : name) {
    if (c != '/' || (!plain.empty() && plain.back() != '/')) plain.push_back(c);
  }
  while (plain.starts_with("./")) plain.erase(0, 2);
  return without_ending(plain);
}

// The name, or the end of the place from a folder on.
bool ends_with_name(std::string_view place, std::string_view name) {
  if (!place.ends_with(name)) return false;
  const std::size_t before = place.size() - name.size();
  return before == 0 || place[before - 1] == '/';
}

bool same(const std::string& place, const std::string& name) { return ends_with_name(place, name); }
bool same_composed(const std::string& place, const std::string& name) {
  return ends_with_name(encode_utf8(letters_of(place)), encode_utf8(letters_of(name)));
}
bool same_in_any_case(const std::string& place, const std::string& name) {
  return ends_with_name(lower_case(place), lower_case(name));
}

}  // namespace

std::vector<fs::path> small_file_folders(weights::FileKind kind, const fs::path& model,
                                         const std::vector<fs::path>& roots) {
  std::vector<fs::path> folders;
  const auto add_below = [&](const fs::path& base) {
    const auto add = [&](std::string_view name) {
      std::error_code error;
      const fs::path folder = base / name;
      if (fs::is_directory(folder, error) && std::ranges::find(folders, folder) == folders.end())
        folders.push_back(folder);
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

SmallFiles::SmallFiles(weights::FileKind kind, const std::vector<fs::path>& folders) : kind_(kind) {
  for (const fs::path& folder : folders) read(folder);
}

void SmallFiles::read(const fs::path& folder) {
  std::error_code error;
  std::set<fs::path> seen;  // folders and files as they really are: links may lead round in a circle
  seen.insert(fs::canonical(folder, error));
  for (const Entry& entry : entries_) seen.insert(fs::canonical(entry.path, error));
  std::size_t files = 0;
  std::vector<Entry> found;
  const auto options = fs::directory_options::skip_permission_denied | fs::directory_options::follow_directory_symlink;
  fs::recursive_directory_iterator entry(folder, options, error);
  for (; !error && entry != fs::recursive_directory_iterator() && ++files < kFilesMax; entry.increment(error)) {
    std::error_code ignored;
    const fs::path& path = entry->path();
    const bool is_folder = entry->is_directory(ignored);
    if (is_folder && (entry.depth() >= kDepthMax || !seen.insert(fs::canonical(path, ignored)).second))
      entry.disable_recursion_pending();
    if (is_folder || !entry->is_regular_file(ignored) || !has_model_ending(path.filename().string())) continue;
    if (!seen.insert(fs::canonical(path, ignored)).second) continue;
    found.push_back({path, without_ending(path.lexically_relative(folder).generic_string())});
  }
  std::ranges::sort(found, {}, &Entry::path);
  std::ranges::move(found, std::back_inserter(entries_));
}

std::vector<const SmallFiles::Entry*> SmallFiles::all(Equal equal, const std::string& name) const {
  std::vector<const Entry*> found;
  for (const Entry& entry : entries_) {
    if (equal(entry.place, name)) found.push_back(&entry);
  }
  return found;
}

std::vector<const SmallFiles::Entry*> SmallFiles::by_alias(const std::string& name) const {
  std::vector<const Entry*> found;
  for (std::size_t i = 0; kind_ == weights::FileKind::lora && i < std::min(entries_.size(), kHeadsMost); ++i) {
    const auto file = weights::open_tensor_file(entries_[i].path);
    if (!file) continue;
    const auto alias = (*file)->metadata().find("ss_output_name");
    if (alias != (*file)->metadata().end() && alias->second == name) found.push_back(&entries_[i]);
  }
  return found;
}

SmallFileSearch SmallFiles::find(const std::string& written) const {
  SmallFileSearch search;
  const std::string name = normal_name(written);
  if (name.empty()) return search;
  auto found = all(&same, name);
  if (found.empty()) found = all(&same_composed, name);
  if (found.empty()) {
    found = all(&same_in_any_case, name);
    if (found.size() > 1) found.clear();  // which of them was meant is not clear
  }
  if (found.empty()) found = by_alias(name);
  if (found.empty()) {
    search.nearest = nearest_name(fs::path(name).filename().string(), names());
    return search;
  }
  // An ending that is written chooses among files that differ in it alone.
  const std::string ending = has_model_ending(written) ? lower_case(fs::path(written).extension().string()) : "";
  std::ranges::stable_partition(
      found, [&](const Entry* entry) { return lower_case(entry->path.extension().string()) == ending; });
  search.file = found.front()->path;
  for (std::size_t i = 1; i < found.size(); ++i) search.others.push_back(found[i]->path);
  return search;
}

std::vector<std::string> SmallFiles::names() const {
  std::vector<std::string> names;
  for (const Entry& entry : entries_) names.push_back(fs::path(entry.place).filename().string());
  return names;
}

}  // namespace heddle::pipeline
