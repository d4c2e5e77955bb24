// What a saved picture says of its making: its graph, and A1111's block where a graph can be said in it.
// Used by the command line and the engine before a run, and by saving nodes. Pure functions, but that texts_of_image
// reads the tables of the model's files where the graph leaves the sampler to the model.
#pragma once

#include <string>

#include "graph/graph.h"
#include "graph/node_catalog.h"
#include "image/image.h"
#include "nodes/node_context.h"

namespace heddle::nodes {

// The catalog must outlive the run.
Provenance provenance_of(const graph::Graph& graph, const graph::NodeCatalog& catalog);

struct ImageTexts {
  std::string graph_json;  // "heddle"
  std::string parameters;  // A1111's block
};

// Of the picture `index`, from 0, of the `count` that reach the node `save` at once: its own seed, its own graph.
ImageTexts texts_of_image(const NodeContext& services, graph::NodeId save, const image::Image& image, std::size_t index,
                          std::size_t count);

}  // namespace heddle::nodes
