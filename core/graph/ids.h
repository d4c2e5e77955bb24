// Ids of nodes and ports that cannot be mistaken for one another. Used by graph, engine and the document. Plain values.
#pragma once

#include <compare>
#include <string>

#include "base/strong_id.h"

namespace heddle::graph {

struct NodeTag;
using NodeId = StrongId<NodeTag>;  // 1 and up; 0 is no node

// One port of one node. Ports are known by name, so that a graph outlives a port that is added before it.
struct Endpoint {
  NodeId node;
  std::string port;
  auto operator<=>(const Endpoint&) const = default;
};

struct Link {
  Endpoint from;  // an output
  Endpoint to;    // an input, or a parameter that takes its value from another node
  auto operator<=>(const Link&) const = default;
};

// One parameter of one node: the handle by which a run in flight finds the parameter's newest value, wherever a value
// derived from it is used.
struct ParamRef {
  NodeId node;
  std::string param;
  auto operator<=>(const ParamRef&) const = default;
};

}  // namespace heddle::graph
