#include "engine_host/run_messages.h"

#include "graph/param_io.h"
#include "protocol/message.h"

namespace heddle::engine_host {
namespace {

using protocol::event;

Json node_or_null(const std::optional<graph::NodeId>& node) { return node ? Json(node->value) : Json(); }

class Words final {
 public:
  explicit Words(std::uint64_t run) : run_(run) {}

  Json operator()(const engine::RunStarted& e) const {
    Json nodes = Json::array();
    for (const graph::NodeId node : e.to_visit) nodes.push_back(node.value);
    return event("run.started", {{"run", run_}, {"steps_total", e.steps_total}, {"to_visit", std::move(nodes)}});
  }
  Json operator()(const engine::NodeStarted& e) const {
    return event("node.started", {{"run", run_}, {"node", e.node.value}});
  }
  Json operator()(const engine::NodeProgress& e) const {
    return event("node.progress", {{"run", run_},
                                   {"node", e.node.value},
                                   {"fraction", e.fraction},
                                   {"run_fraction", e.run_fraction},
                                   {"text", e.text}});
  }
  Json operator()(const engine::Preview& e) const { return event("preview", {{"run", run_}, {"node", e.node.value}}); }
  Json operator()(const engine::NodeNoted& e) const {
    return event("notice", {{"run", run_}, {"node", node_or_null(e.node)}, {"id", e.note.id}, {"message", e.note.message}});
  }
  Json operator()(const engine::NodeFinished& e) const {
    Json used = Json::object();
    for (const auto& [name, value] : e.outputs.used()) used[name] = graph::to_json(value);
    Json upstream = Json::array();
    for (const engine::UsedUpstream& u : e.outputs.used_upstream()) {
      upstream.push_back({{"node", u.param.node.value}, {"param", u.param.param}, {"value", graph::to_json(u.value)}});
    }
    return event("node.finished", {{"run", run_},
                                   {"node", e.node.value},
                                   {"cached", e.cached},
                                   {"steered", e.steered},
                                   {"seconds", e.seconds},
                                   {"run_fraction", e.run_fraction},
                                   {"used", std::move(used)},
                                   {"used_upstream", std::move(upstream)}});
  }
  Json operator()(const engine::RunFinished& e) const {
    return event("run.finished",
                 {{"run", run_}, {"nodes_run", e.nodes_run}, {"nodes_cached", e.nodes_cached}, {"seconds", e.seconds}});
  }
  Json operator()(const engine::RunFailed& e) const {
    return event("run.failed", {{"run", run_}, {"node", node_or_null(e.node)}, {"error", protocol::to_json(e.error)}});
  }
  Json operator()(const engine::RunCancelled& e) const {
    return event("run.cancelled", {{"run", run_}, {"node", node_or_null(e.node)}});
  }

 private:
  std::uint64_t run_;
};

}  // namespace

Json run_message(std::uint64_t run, const engine::RunEvent& event) { return std::visit(Words(run), event); }

Json run_refused(std::uint64_t run, const Error& error) {
  return run_message(run, engine::RunFailed{std::nullopt, error});
}

Json run_cancelled(std::uint64_t run) { return run_message(run, engine::RunCancelled{}); }

}  // namespace heddle::engine_host
