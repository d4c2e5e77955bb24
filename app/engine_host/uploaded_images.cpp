#include "engine_host/uploaded_images.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

#include "base/atomic_file.h"
#include "base/printable.h"
#include "graph/image_refs.h"

namespace heddle::engine_host {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kBytesMax = std::uint64_t{8} << 30;
constexpr std::string_view kNamePrefix = "heddle-engine-";

// "heddle-engine-<process>-<random>" of a dead process.
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

UploadedImages::UploadedImages(fs::path parent) {
  std::error_code error;
  if (parent.empty()) parent = fs::temp_directory_path(error);
  clear_left_behind(parent);
  std::string pattern = (parent / fmt::format("{}{}-XXXXXX", kNamePrefix, ::getpid())).string();
  if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
}

UploadedImages::~UploadedImages() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

bool UploadedImages::has(const std::string& hash) const {
  const std::lock_guard lock(mutex_);
  return sizes_.contains(hash);
}

Result<void> UploadedImages::put(const std::string& hash, std::string_view bytes) {
  if (!graph::is_image_hash(hash))
    return fail(ErrorKind::invalid_input, "[engine] '{}' is no content hash", printable(hash));
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

Result<std::string> UploadedImages::path_of(std::string_view reference) const {
  const auto hash = graph::image_hash_in(reference);
  if (hash && has(*hash)) return (path_ / *hash).string();
  return fail(ErrorKind::not_found, "[engine] the picture '{}' did not come with the graph; choose its file again",
              printable(reference));
}

Result<graph::Graph> UploadedImages::resolved(const graph::Graph& graph) const {
  return graph::resolve_image_refs(graph, [this](std::string_view reference) { return path_of(reference); });
}

NamedImages UploadedImages::named_by(const graph::Graph& graph) const {
  NamedImages named;
  graph::visit_image_refs(graph, [&](const graph::ImageRef& ref) {
    if (has(ref.hash)) named.emplace(ref.hash, path_ / ref.hash);
  });
  return named;
}

}  // namespace heddle::engine_host
