// What the multistep solvers share: steps in lambda (half the log signal-to-noise ratio) and differences of earlier
// predictions. Used by the DPM-Solver family. Pure functions.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "diffusion/sampler.h"

namespace heddle::diffusion {

// True for a step that leads nowhere: with as many steps as there are trained timesteps, two points fall on one level.
// x stays, and nothing is remembered: differences over no distance are infinite, as the reference's are.
bool has_no_distance(const Step& step);

// The order that a step may use: the number of its predictions, lower at the end of short runs, where high orders hurt,
// and first where the step leads to the clean level, whose lambda is infinite, or nowhere.
int multistep_order(const Step& step, const SamplerState& state, int highest);

// Divided differences of the newest predictions over lambda, scaled by the step: Lu et al. 2022, "DPM-Solver++",
// appendix.
struct Differences {
  double h = 0;     // lambda of next minus lambda of at
  at::Tensor d0{};  // the newest prediction
  at::Tensor d1{};  // first difference, from order 2 on
  at::Tensor d2{};  // second difference, at order 3
};
Differences differences(const Step& step, const SamplerState& state, int order);

}  // namespace heddle::diffusion
