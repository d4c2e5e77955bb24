// The noise at which a sampler's steps begin. Used by `heddle plot` and `heddle engine`. A pure function, any thread.
#pragma once

#include "base/result.h"
#include "protocol/calls.h"

namespace heddle::cli {

// Failure: no such sampler or schedule, or two that do not go together.
Result<protocol::NoiseLevels> noise_levels(const protocol::ScheduleLevels& asked);

}  // namespace heddle::cli
