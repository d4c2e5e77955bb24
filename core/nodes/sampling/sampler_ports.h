// What the sampler node's ports and parameters ask for, as the pipeline's request, with live values in place of planned
// ones. Used by the sampler node. The request borrows the inputs: use it while the node runs, in its thread.
#pragma once

#include "engine/inputs.h"
#include "pipeline/sampling_request.h"

namespace heddle::nodes {

// Failure: as plan_sampling().
Result<pipeline::SamplingRequest> read_sampling_request(const engine::Inputs& in);

// A history as the engine shows it.
std::shared_ptr<const engine::StepPreviews> step_pictures(std::shared_ptr<const pipeline::DenoisedHistory> history);

}  // namespace heddle::nodes
