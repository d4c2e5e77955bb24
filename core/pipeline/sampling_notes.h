// What of a sampling request has no effect, as text. Used by plan_sampling. Thread rule: pure function.
#pragma once

#include <vector>

#include "base/note.h"
#include "pipeline/sampling_request.h"

namespace heddle::pipeline {

// One sentence each: eta for a sampler that adds no noise, strength without a picture, no step left, and the like.
[[nodiscard]] std::vector<Note> sampling_notes(const SamplingRequest& request, const SamplingInputs& inputs,
                                               const SamplingOptions& options);

}  // namespace heddle::pipeline
