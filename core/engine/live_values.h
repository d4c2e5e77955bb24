// LiveValues: the channel on which a run in flight receives new values of parameters. The newest value wins; a node
// reads it at its next step. Used by `run.update` on one side and node functions, through Inputs::live, on the other.
// Thread rule: every call from any thread.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "graph/ids.h"
#include "graph/node_spec.h"
#include "graph/param_value.h"

namespace heddle::engine {

class LiveValues final {
 public:
  void set(graph::NodeId node, std::string param, graph::ParamValue value);
  [[nodiscard]] std::optional<graph::ParamValue> newest(graph::NodeId node, std::string_view param) const;

 private:
  mutable std::mutex mutex_;
  std::map<graph::NodeId, graph::ParamMap> values_;
  std::atomic<bool> any_{false};  // lets a run without live updates read without a lock
};

// One node's view of the channel: knows which parameters the spec calls live, and their ranges.
class LiveReader final {
 public:
  LiveReader(const LiveValues* values, graph::NodeId node, const graph::NodeSpec& spec)
      : values_(values), node_(node), spec_(spec) {}

  // The newest value of a live parameter in its kind and range; nothing when there is none, or when what was sent is of
  // another kind.
  [[nodiscard]] std::optional<graph::ParamValue> newest(std::string_view param) const;

  // Whether some live parameter has by now a value other than the planned one.
  [[nodiscard]] bool differs(const graph::Params& planned) const;

  // The newest value, or the planned one. Remembers when they differ.
  [[nodiscard]] graph::ParamValue read(std::string_view param, const graph::Params& planned) const;

  // Whether `read` ever returned a value other than the planned one: the content key then does not name the result.
  [[nodiscard]] bool steered() const { return steered_.load(std::memory_order_relaxed); }

 private:
  const LiveValues* values_;
  graph::NodeId node_;
  const graph::NodeSpec& spec_;
  mutable std::atomic<bool> steered_{false};
};

// All live parameters of a run, by handle: for a node whose input carries the handle of another node's parameter.
class LiveParams final {
 public:
  using Specs = std::map<graph::NodeId, const graph::NodeSpec*>;

  LiveParams(const LiveValues* values, const Specs& specs) : values_(values), specs_(specs) {}

  // The newest value of the parameter, or `planned`, which came with the handle. Remembers when they differ.
  [[nodiscard]] graph::ParamValue read(const graph::ParamRef& ref, graph::ParamValue planned) const;
  // Whether `read` ever returned a value other than the planned one.
  [[nodiscard]] bool steered() const { return steered_.load(std::memory_order_relaxed); }

 private:
  const LiveValues* values_;
  const Specs& specs_;
  mutable std::atomic<bool> steered_{false};
};

}  // namespace heddle::engine
