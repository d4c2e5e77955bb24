#include "engine_host/run_events.h"

#include "graph/param_io.h"

namespace heddle::engine_host {

using protocol::RunId;

protocol::RunStarted to_protocol(RunId run, const engine::RunStarted& event) {
  return {run, event.steps_total, event.to_visit};
}

protocol::NodeStarted to_protocol(RunId run, const engine::NodeStarted& event) { return {run, event.node}; }

protocol::NodeProgress to_protocol(RunId run, const engine::NodeProgress& event) {
  return {run, event.node, event.fraction, event.run_fraction, event.text};
}

protocol::Preview to_protocol(RunId run, const engine::Preview& event) { return {run, event.node}; }

protocol::Notice to_protocol(RunId run, const engine::NodeNoted& event) {
  return {run, event.note.message, event.node, event.note.id};
}

protocol::NodeFinished to_protocol(RunId run, const engine::NodeFinished& event) {
  protocol::NodeFinished finished{run,           event.node,         event.cached, event.steered,
                                  event.seconds, event.run_fraction, {},           {}};
  for (const auto& [name, value] : event.outputs.used()) finished.used.emplace(name, graph::to_json(value));
  for (const engine::UsedUpstream& used : event.outputs.used_upstream()) {
    finished.used_upstream.push_back({used.param.node, used.param.param, graph::to_json(used.value)});
  }
  return finished;
}

protocol::RunFinished to_protocol(RunId run, const engine::RunFinished& event) {
  return {run, event.nodes_run, event.nodes_cached, event.seconds};
}

protocol::RunFailed to_protocol(RunId run, const engine::RunFailed& event) { return {run, event.node, event.error}; }

protocol::RunCancelled to_protocol(RunId run, const engine::RunCancelled& event) { return {run, event.node}; }

}  // namespace heddle::engine_host
