// Converts a run's events to messages of the protocol. Used by the run scheduler. Thread rule: pure functions.
#pragma once

#include "base/json.h"
#include "engine/run_event.h"

namespace heddle::engine_host {

// {"jsonrpc", "method": "node.progress", "params": {"run", "node", …}}. A preview's image is not in it: it is sent
// as a binary frame.
Json run_message(std::uint64_t run, const engine::RunEvent& event);

// "run.failed" for a run that did not begin.
Json run_refused(std::uint64_t run, const Error& error);
Json run_cancelled(std::uint64_t run);

}  // namespace heddle::engine_host
