// sample(): one run of the denoising loop with text and conditioning terms; resumes an earlier run where only scales or
// guidance changed. Used by the sampler node. Blocks its caller's thread.
#pragma once

#include "pipeline/sampling_request.h"

namespace heddle::pipeline {

struct Sampled {
  at::Tensor latents;                                   // (pictures, 4, h / 8, w / 8), fp32, on the CPU
  std::vector<diffusion::GuidanceValue> guidance_used;  // by step: with these a run gives the same bits again
  std::vector<StepScales> scales_used;                  // by step
  std::shared_ptr<const DenoisedHistory> steps;         // what each step looked like
  std::optional<AttentionMaps> attention = {};          // where the request wants it
};

// Failure: cancelled, values that are not numbers.
Result<Sampled> sample(const SamplingRequest& wanted, TrajectoryCache& cache, const RunControl& control);

}  // namespace heddle::pipeline
