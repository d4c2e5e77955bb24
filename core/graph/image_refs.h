// References to images by their content: "hash:" and 16 to 128 lower-case hexadecimal digits; Heddle writes the 64 of a
// SHA-256. File parameters, the masks of lanes and lists of files hold them. Used by the document, the session and the
// engine. Pure functions.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "graph/graph.h"

namespace heddle::graph {

[[nodiscard]] bool is_image_hash(std::string_view text);

// The hash that a path names; nothing where it names a file.
[[nodiscard]] std::optional<std::string> image_hash_in(std::string_view path);
[[nodiscard]] std::string image_ref(std::string_view hash);

struct ImageRef {
  NodeId node;
  std::string_view param;
  std::string hash;
  bool is_mask = false;  // of a lane; else the parameter is the image, or a list of images
  bool in_list = false;
};

// Every reference of the parameters that this version can read, in the order of the nodes.
void visit_image_refs(const Graph& graph, const std::function<void(const ImageRef&)>& see);

// The hashes of all references, also of those in parameters that this version cannot read: another version needs them.
[[nodiscard]] std::set<std::string> image_hashes(const Graph& graph);

// The graph with what `path_of` gives in place of each reference. `path_of` receives the whole reference, also one that
// is no hash, and may fail; the first failure is returned.
[[nodiscard]] Result<Graph> resolve_image_refs(const Graph& graph,
                                               const std::function<Result<std::string>(std::string_view ref)>& path_of);

}  // namespace heddle::graph
