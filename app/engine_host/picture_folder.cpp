#include "engine_host/picture_folder.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <functional>

#include "base/atomic_file.h"
#include "base/printable.h"

namespace heddle::engine_host {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kBytesMax = std::uint64_t{8} << 30;
constexpr std::string_view kNamePrefix = "heddle-engine-";

bool is_hash(std::string_view text) {
  const auto digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() >= 16 && text.size() <= 128 && std::all_of(text.begin(), text.end(), digit);
}

// Every "hash:…" that a parameter holds, also the masks of lanes.
void each_reference(graph::ParamValue& value, const std::function<void(std::string&)>& see) {
  std::string* reference = nullptr;
  if (auto* file = std::get_if<graph::FilePath>(&value)) reference = &file->path;
  if (auto* lane = std::get_if<graph::Lane>(&value)) reference = &lane->mask;
  if (auto* list = std::get_if<graph::ParamList>(&value)) {
    for (graph::ParamValue& item : list->items) each_reference(item, see);
  }
  if (reference != nullptr && reference->starts_with(kHashPrefix)) see(*reference);
}

void each_reference(graph::Graph& graph, const std::function<void(std::string&)>& see) {
  std::vector<graph::NodeId> nodes;
  for (const auto& [id, node] : graph.nodes()) nodes.push_back(id);
  for (const graph::NodeId id : nodes) {
    for (graph::ParamMap::value_type& param : graph.find(id)->params) each_reference(param.second, see);
  }
}

// "heddle-engine-<process>-<random>" of a process that is no more.
bool is_left_behind(const std::string& name) {
  if (!name.starts_with(kNamePrefix)) return false;
  int process = 0;
  const char* begin = name.data() + kNamePrefix.size();
  const auto [end, code] = std::from_chars(begin, name.data() + name.size(), process);
  return code == std::errc() && *end == '-' && process > 0 && ::kill(process, 0) != 0 && errno == ESRCH;
}

void clear_left_behind(const fs::path& parent) {
  std::error_code error;
  std::vector<fs::path> found;
  for (fs::directory_iterator entry(parent, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    if (is_left_behind(entry->path().filename().string())) found.push_back(entry->path());
  }
  for (const fs::path& folder : found) fs::remove_all(folder, error);
}

}  // namespace

PictureFolder::PictureFolder(fs::path parent) {
  std::error_code error;
  if (parent.empty()) parent = fs::temp_directory_path(error);
  clear_left_behind(parent);
  std::string pattern = (parent / fmt::format("{}{}-XXXXXX", kNamePrefix, ::getpid())).string();
  if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
}

PictureFolder::~PictureFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

bool PictureFolder::has(const std::string& hash) const {
  const std::lock_guard lock(mutex_);
  return sizes_.contains(hash);
}

Result<void> PictureFolder::put(const std::string& hash, std::string_view bytes) {
  if (!is_hash(hash)) return fail(ErrorKind::invalid_input, "[engine] '{}' is no content hash", printable(hash));
  if (path_.empty()) return fail(ErrorKind::io, "[engine] there is no folder for temporary files that can be written");
  const std::lock_guard lock(mutex_);
  if (sizes_.contains(hash)) return {};
  if (bytes_ + bytes.size() > kBytesMax) {
    return fail(ErrorKind::unsupported, "[engine] the document's pictures take more than {}", readable_size(kBytesMax));
  }
  if (auto written = write_file_atomically(path_ / hash, bytes); !written) return written;
  sizes_.emplace(hash, bytes.size());
  bytes_ += bytes.size();
  return {};
}

Result<std::string> PictureFolder::path_of(std::string_view reference) const {
  const std::string hash(reference.substr(kHashPrefix.size()));
  if (has(hash)) return (path_ / hash).string();
  return fail(ErrorKind::not_found, "[engine] the picture '{}' did not come with the graph; choose its file again",
              printable(reference));
}

Result<graph::Graph> PictureFolder::resolved(const graph::Graph& graph) const {
  graph::Graph made = graph;
  Result<void> done;
  each_reference(made, [&](std::string& reference) {
    auto path = path_of(reference);
    if (path) {
      reference = std::move(*path);
    } else if (done) {
      done = forward(path);
    }
  });
  if (!done) return forward(done);
  return made;
}

NamedPictures PictureFolder::named_by(const graph::Graph& graph) const {
  NamedPictures named;
  graph::Graph read = graph;
  each_reference(read, [&](const std::string& reference) {
    const std::string hash = reference.substr(kHashPrefix.size());
    if (has(hash)) named.emplace(hash, path_ / hash);
  });
  return named;
}

}  // namespace heddle::engine_host
