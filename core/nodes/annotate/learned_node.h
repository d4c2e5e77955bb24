// What the nodes of annotators that are networks share: the network's file, found or named; the network and its last
// maps, kept; and the drawing of a map. Used by the nodes of this folder. Any thread.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "imaging/plane.h"
#include "nodes/annotate/annotate_node.h"
#include "pipeline/annotator_model.h"

namespace heddle::nodes {

using ChooseNetwork = std::function<pipeline::AnnotatorNetwork(const graph::Params& params)>;
using DrawPlane = std::function<image::Image(const imaging::Plane& plane, const graph::Params& params)>;

// The parameter `network`: a file; empty finds it by its name.
graph::ParamSpec network_param();

// The file's content, for the node's identity. A missing file is no failure here: the node itself then fails, and the
// window knows which it is.
std::string network_identity(const NodeContext& services, pipeline::AnnotatorNetwork network,
                             const graph::Params& params);
// The network, from the cache where it was used last. Failure: it is not there (the sentence says where it goes); as
// load_annotator.
Result<std::shared_ptr<const pipeline::AnnotatorModel>> open_network(NodeContext& services,
                                                                     pipeline::AnnotatorNetwork network,
                                                                     const graph::Params& params,
                                                                     const RunControl& control);

// Registers a node whose network makes one number a pixel, which `draw` makes a map of; `node` has neither `map` nor
// `open`. The network runs only where picture, resolution or file are others than before.
void add_learned_annotator(NodeRegistration& setup, AnnotatorNode node, ChooseNetwork network, DrawPlane draw);

}  // namespace heddle::nodes
