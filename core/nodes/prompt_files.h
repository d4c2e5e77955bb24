// Expands `<lora:name:weight>` and `embedding:name` in prompts into nodes between the model and the prompt. The
// original graph, which an image carries, keeps the prompt as written. Used by the command line and the engine before
// planning. Thread rule: free function, any thread.
#pragma once

#include "base/result.h"
#include "engine/plan.h"
#include "graph/graph.h"
#include "graph/node_catalog.h"
#include "nodes/node_context.h"

namespace heddle::nodes {

// As in A1111, the tags of a positive prompt reach the sampler's model, its own encoding and that of the negative
// prompt. Node numbers stay; new nodes have numbers above all others. Failure: a LoRA that no folder has, with the
// folders that were looked at and the nearest name. An embedding that is not found stays words, with a note.
Result<engine::ExpandedGraph> with_prompt_files(const graph::Graph& graph, const graph::NodeCatalog& catalog,
                                                const NodeContext& services);

}  // namespace heddle::nodes
