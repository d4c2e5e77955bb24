// RunSettings: everything that one run of the sampler starts from, read off the node's inputs and checked before the
// first step. Used by the sampler node. A value; one thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "diffusion/step_plan.h"
#include "engine/inputs.h"
#include "nodes/trajectory_cache.h"
#include "nodes/values.h"

namespace heddle::nodes {

struct RunSettings {
  std::shared_ptr<const DiffusionModel> model;
  std::shared_ptr<const Conditioning> positive;
  std::shared_ptr<const Conditioning> negative;  // null: the empty text
  std::vector<ImagePrompt> prompts;              // sorted by their references' identity
  std::function<graph::Lane(std::size_t prompt)> scale;  // lambda of a prompt: the newest value
  diffusion::StepPlan plan;
  diffusion::SamplerOptions options;
  std::vector<std::uint64_t> seeds;              // one a picture
  std::vector<std::int64_t> picture_shape;       // (4, h / 8, w / 8)
  at::Tensor noise;                              // given noise (pictures, 4, h, w), or undefined: drawn from the seeds
  at::Tensor init_latents;                                 // latents to start from (pictures, 4, h, w), or undefined
  at::Tensor mask;                               // (1, 1, h, w), 1 = repaint; undefined: everywhere
  std::function<diffusion::GuidanceValue(int step)> guidance;  // newest value at each step
  std::function<std::vector<graph::Lane>()> live_lanes;  // guidance and every lambda: the newest values
  std::function<std::chrono::steady_clock::time_point()> clock;  // for the cost of previews
  // Told the pictures at the start, and each step before it begins; may hold it. Empty: nobody looks.
  std::function<void(std::shared_ptr<const engine::StepPictures>)> begin_steps;
  std::function<void(int done)> between_steps;
  RunIdentity identity;
};

// Failure: sizes that are not whole eights, latents or noise of another shape, an adapter for another network, a sampler
// that does not go with the schedule.
Result<RunSettings> read_settings(const engine::Inputs& in);

// The strength of a prompt in each of `layers` layers at a step of `total`: 0 outside the lane's start and end.
std::vector<double> scales_at(const graph::Lane& lane, std::size_t layers, int step, int total);

}  // namespace heddle::nodes
