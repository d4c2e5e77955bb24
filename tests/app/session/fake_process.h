// The fake engine as a command, and a client with short times. Used by tests/app/session.
#pragma once

#include <signal.h>

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include "session/engine_client.h"
#include "session/job_queue.h"
#include "session/live_run_policy.h"
#include "support/fake_engine/fake_nodes.h"

namespace heddle::session {

inline EngineCommand fakeEngine(const QStringList& faults = {}) { return {QStringLiteral(HEDDLE_FAKE_ENGINE), faults}; }

inline EngineTimes shortTimes() {
  EngineTimes times;
  times.initialize = 5000;
  times.silence = 1500;
  times.ping = 200;
  times.healthy = 60'000;
  times.backoff = {0, 300};
  return times;
}

inline RunRequest requestOf(int steps = 10, std::uint64_t seed = 1, double guidance = 5) {
  auto graph = std::make_shared<graph::Graph>(testing::fake_graph(steps, seed));
  graph->set_param(graph::NodeId{4}, "guidance", graph::Lane::scalar(guidance));
  return {graph, {}, {}};
}

// The image prompt and the sampler of fake_graph().
inline constexpr graph::NodeId kPrompt{3}, kSampler{4};

inline const graph::Lane& laneOf(const graph::Graph& graph, graph::NodeId node, const char* param) {
  return std::get<graph::Lane>(graph.find(node)->params.at(param));
}

// Whether a process is gone; a zombie counts as gone.
inline bool isGone(qint64 process) { return process <= 0 || ::kill(static_cast<pid_t>(process), 0) != 0; }

}  // namespace heddle::session
