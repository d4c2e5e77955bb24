// A graph from a file: .json, or a picture that carries one, with the pictures that came with it. Used by render and
// sheet. Free functions, any thread.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "graph/graph.h"
#include "graph/node_catalog.h"
#include "graph/node_note.h"
#include "image/png_images.h"

namespace heddle::cli {

struct OpenedGraph {
  graph::Graph graph;
  std::vector<graph::NodeNote> notes;       // what was left out of it
  std::vector<image::CarriedImage> images;  // that came with it, which it names by their content
};

// `command` begins messages.
Result<OpenedGraph> open_graph_file(const std::filesystem::path& path, const graph::NodeCatalog& catalog,
                                    std::string_view command);

// Files that the graph names by relative paths are taken from the folder where they are there.
void resolve_paths(graph::Graph& graph, const graph::NodeCatalog& catalog, const std::filesystem::path& folder);

}  // namespace heddle::cli
