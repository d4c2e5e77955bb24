// EditStep: the smallest changes of a document, each with its before and after, so that it can be done and undone to
// the byte. A command is a list of them. Used by EditCommand and Editor. Plain values.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "graph/graph.h"

namespace heddle::document {

struct NodeStep {  // a node comes or goes; its wires have steps of their own
  graph::Node node;
  bool isAdded = true;
};
struct WireStep {
  graph::Link link;
  std::size_t place = 0;  // among the graph's wires
  Json extra = Json::object();
  bool isAdded = true;
};
struct ParamStep {
  graph::NodeId node;
  std::string param;
  std::optional<graph::ParamValue> before;  // none: the node has no value of its own
  std::optional<graph::ParamValue> after;
};
struct TitleStep {
  graph::NodeId node;
  std::string before;
  std::string after;
};
struct ModeStep {
  graph::NodeId node;
  graph::NodeMode before = graph::NodeMode::on;
  graph::NodeMode after = graph::NodeMode::on;
};
// The member "ui" of a node, a wire or the graph; null where there is none.
struct NodeUiStep {
  graph::NodeId node;
  Json before;
  Json after;
};
struct WireUiStep {
  graph::Link link;
  Json before;
  Json after;
};
struct GraphUiStep {
  Json before;
  Json after;
};

using EditStep = std::variant<NodeStep, WireStep, ParamStep, TitleStep, ModeStep, NodeUiStep, WireUiStep, GraphUiStep>;

EditStep inverseOf(const EditStep& step);

// Whether `later` changes the same place as `step`, so that one step from before to after covers both.
bool sameTarget(const EditStep& step, const EditStep& later);
// Takes over what is after `later`. Requires sameTarget.
void absorb(EditStep& step, const EditStep& later);
bool changesNothing(const EditStep& step);

}  // namespace heddle::document
