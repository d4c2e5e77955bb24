// Graph: nodes, their parameters and the wires between them. It knows no node types: validate.h checks whether it can
// run. Positions and colours belong to the window and are kept in `extra`. Used by everything that reads or edits
// graphs. Thread rule: a plain value; const calls from any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "graph/ids.h"
#include "graph/param_value.h"

namespace heddle::graph {

inline constexpr std::size_t kNodesMax = 100'000;
inline constexpr std::size_t kLinksMax = 1'000'000;
inline constexpr std::uint64_t kNodeIdMax = (1ull << 53) - 1;  // what every JSON reader keeps exact

// muted: does not run, nor does what needs it. bypassed: each output is the first wired input of the same type.
enum class NodeMode { on, muted, bypassed };

struct Node {
  NodeId id;
  std::string type;        // of a node that this version does not know too: it is kept as it is
  int version = 1;         // of the type when the node was made
  std::string title = {};  // the user's own name for it, often empty
  NodeMode mode = NodeMode::on;
  ParamMap params = {};         // only what differs from the type's initial values, or all of them
  Json extra = Json::object();  // fields that this version does not know, saved back unchanged
  bool operator==(const Node&) const = default;
};

class Graph final {
 public:
  // Gives the node a fresh id, larger than any that this graph has had, and returns it.
  NodeId add(Node node);
  // Puts a node under the id that it carries (loading, undo). Fails when the id is 0, taken or too large.
  Result<void> insert(Node node);
  // Takes the node and its wires out. False when there is none.
  bool remove(NodeId id);

  // Adds a wire between ports of nodes that are there; its place among the wires decides the order at a port that
  // takes several. Fails for a wire that exists or ends nowhere. Types are not checked here.
  Result<void> connect(Link link, std::optional<std::size_t> place = {});
  bool disconnect(const Link& link);
  // Fields of a wire that this version does not know; an empty object when there are none. The wire must exist.
  void set_link_extra(const Link& link, Json fields);
  [[nodiscard]] const Json& link_extra(const Link& link) const;

  // False when there is no such node.
  bool set_param(NodeId id, std::string name, ParamValue value);

  [[nodiscard]] const Node* find(NodeId id) const;
  [[nodiscard]] Node* find(NodeId id);  // do not change the id through it
  [[nodiscard]] const std::map<NodeId, Node>& nodes() const { return nodes_; }
  [[nodiscard]] const std::vector<Link>& links() const { return links_; }

  Json extra = Json::object();  // of the whole file
  bool operator==(const Graph& other) const;

 private:
  std::map<NodeId, Node> nodes_;
  std::vector<Link> links_;
  std::map<Link, Json> link_extra_;  // every wire of links_ and its unknown fields
  std::uint64_t last_id_ = 0;
};

}  // namespace heddle::graph
