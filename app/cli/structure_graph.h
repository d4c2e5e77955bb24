// Nodes of `heddle generate` for what leads by structure and style: ControlNets, T2I-Adapters, style adapters, pictures
// that the network looks at. Used by generate_graph. Pure functions.
#pragma once

#include "graph_builder.h"

namespace heddle::cli {

// `model`: the node of the model as it was loaded. Failure: an option that does not read.
Result<void> add_structure(GraphBuilder& builder, const GenerateOptions& options, graph::NodeId model,
                           graph::NodeId sampler);

}  // namespace heddle::cli
