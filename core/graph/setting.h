// A parameter of a graph's node as text, "node.param=value": found, read and set. Used by --set, by the axes of sheets
// and by comparisons. Thread rule: free functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "graph/graph.h"
#include "graph/node_catalog.h"

namespace heddle::graph {

struct SettingTarget {
  NodeId node;
  std::string param;
  const ParamSpec* spec = nullptr;  // the catalog's
};

// `name` is "node.param", the node by number, by the user's title, or by type where only one node has it; or "param"
// where only one node has such a parameter. `where` begins messages: "[render] --set". Failure: no single one.
Result<SettingTarget> find_setting(const std::string& name, const Graph& graph, const NodeCatalog& catalog,
                                   std::string_view where);

// The text as a value of the parameter: JSON, or plain words. Failure: no such value, or out of range, with the range.
Result<ParamValue> read_setting(const std::string& text, const SettingTarget& target, std::string_view where);

// `setting` is "node.param=value" or "param=value".
Result<void> apply_setting(const std::string& setting, Graph& graph, const NodeCatalog& catalog,
                           std::string_view where);

}  // namespace heddle::graph
