// The executor's events as the protocol's: the run's number joins them, and of a node's outputs the values that it
// really used. Pictures are not in them: RunImages sends those. Used by the run scheduler. Thread rule: pure
// functions.
#pragma once

#include "engine/run_event.h"
#include "protocol/events.h"

namespace heddle::engine_host {

protocol::RunStarted to_protocol(protocol::RunId run, const engine::RunStarted& event);
protocol::NodeStarted to_protocol(protocol::RunId run, const engine::NodeStarted& event);
protocol::NodeProgress to_protocol(protocol::RunId run, const engine::NodeProgress& event);
protocol::Preview to_protocol(protocol::RunId run, const engine::Preview& event);
protocol::Notice to_protocol(protocol::RunId run, const engine::NodeNoted& event);
protocol::NodeFinished to_protocol(protocol::RunId run, const engine::NodeFinished& event);
protocol::RunFinished to_protocol(protocol::RunId run, const engine::RunFinished& event);
protocol::RunFailed to_protocol(protocol::RunId run, const engine::RunFailed& event);
protocol::RunCancelled to_protocol(protocol::RunId run, const engine::RunCancelled& event);

}  // namespace heddle::engine_host
