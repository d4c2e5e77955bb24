// Options of `heddle generate` that were given and have no effect, because another is missing. Used by generate. Pure
// function, but that it reads the tables of embeddings.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "generate_graph.h"
#include "graph/node_note.h"

namespace heddle::cli {

// `given`: the names of the options on the command line ("--fit"). What the nodes themselves see, they say.
[[nodiscard]] std::vector<graph::NodeNote> idle_options(const GenerateOptions& options,
                                                        const std::set<std::string>& given);

}  // namespace heddle::cli
