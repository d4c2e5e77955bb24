#include "weights/hub_cache.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "base/printable.h"

namespace heddle::weights {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostRevisionBytes = 256, kNamesShown = 5;

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool is_cache_root(const fs::path& path) {
  std::error_code error;
  return is_folder(path / "snapshots") && !fs::exists(path / "model_index.json", error) &&
         (is_folder(path / "refs") || is_folder(path / "blobs"));
}

std::string revision_in(const fs::path& ref) {
  std::ifstream stream(ref, std::ios::binary);
  std::string text(kMostRevisionBytes, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  text.erase(std::ranges::find_if(text, [](char c) { return c == '\n' || c == '\r' || c == ' '; }), text.end());
  return text.find_first_of("/\\") == std::string::npos && text != ".." ? text : std::string();
}

}  // namespace

Result<fs::path> resolve_hub_cache(const fs::path& path) {
  if (!is_cache_root(path)) return path;
  const fs::path snapshots = path / "snapshots";
  const std::string main = revision_in(path / "refs" / "main");
  if (!main.empty() && is_folder(snapshots / main)) return snapshots / main;
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(snapshots, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    if (is_folder(entry->path()) && !entry->path().filename().string().starts_with('.'))
      names.push_back(entry->path().filename().string());
  }
  std::ranges::sort(names);
  if (names.size() == 1) return snapshots / names.front();
  const std::string shown = printable(path.filename().string());
  if (names.empty()) {
    return fail(ErrorKind::not_found,
                "[model.open] the Hugging Face cache '{}' holds no snapshot; download the model again", shown);
  }
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), kNamesShown); ++i)
    list += (i == 0 ? "" : ", ") + printable(names[i], 60);
  return fail(ErrorKind::invalid_input,
              "[model.open] the Hugging Face cache '{}' holds {} snapshots, and its refs/main names none of them: "
              "{}{}; name one, for example '{}/snapshots/{}'",
              shown, names.size(), list, names.size() > kNamesShown ? ", …" : "", shown, printable(names.front(), 60));
}

}  // namespace heddle::weights
