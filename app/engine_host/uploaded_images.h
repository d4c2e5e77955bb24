// UploadedImages: the document's images as the window sent them, by content hash, for the lifetime of this engine. A
// graph names them by graph/image_refs.h; before a run these become paths. Used by the host's calls, the run scheduler
// and `heddle render`. Thread rule: every call from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"
#include "graph/graph.h"

namespace heddle::engine_host {

// Files of pictures by content hash.
using NamedImages = std::map<std::string, std::filesystem::path>;

class UploadedImages final {
 public:
  // A fresh folder below `parent`, gone with everything in it at the end. Folders of engines that were killed are
  // cleared away. An empty parent: the system's folder for temporary files.
  explicit UploadedImages(std::filesystem::path parent = {});
  ~UploadedImages();

  [[nodiscard]] bool has(const std::string& hash) const;
  // Fails for a name that is no hash, when there is no room, and when all pictures together pass 8 GB.
  Result<void> put(const std::string& hash, std::string_view bytes);

  // The graph with paths in place of hashes, also in the masks of lanes. Fails with not_found for a picture that never
  // came.
  [[nodiscard]] Result<graph::Graph> resolved(const graph::Graph& graph) const;

  // Those of its pictures that the graph names by their content.
  [[nodiscard]] NamedImages named_by(const graph::Graph& graph) const;

  // The file of "hash:HEX". Fails with not_found for a picture that never came, and for what is no hash.
  [[nodiscard]] Result<std::string> path_of(std::string_view reference) const;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t> sizes_;  // bytes by hash
  std::uint64_t bytes_ = 0;
};

}  // namespace heddle::engine_host
