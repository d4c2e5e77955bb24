// SamplingRequest: the input of one run of the sampler. A caller fills SamplingInputs and SamplingOptions,
// plan_sampling() checks them and derives the rest, sample() runs it. Used by the sampler node and sample(). A value;
// one thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/note.h"
#include "diffusion/denoise_loop.h"
#include "diffusion/step_plan.h"
#include "pipeline/attention_maps.h"
#include "pipeline/denoised_history.h"
#include "pipeline/text_plan.h"
#include "pipeline/trajectory_cache.h"
#include "pipeline/values.h"

namespace heddle::pipeline {

struct SamplingOptions {
  std::uint64_t seed = 0;  // of the first picture; the others' follow from it
  int steps = 20;
  std::string sampler = "auto";        // as the model's scheduler file says
  std::string schedule = "auto";       // as the sampler wants it
  std::int64_t width = 0, height = 0;  // pixels, multiples of 8; 0: those of `latent`, else the model's own
  std::int64_t count = 1;              // pictures
  double strength = 1;                 // with latents to start from: how much is regenerated
  diffusion::StrengthRule strength_rule = diffusion::StrengthRule::diffusers;
  bool mask_by_grey = false;  // the mask's grey says how much changes; else it is cut at one half
  diffusion::MaskBlend mask_blend = diffusion::MaskBlend::after_step;  // where what stays is put back
  double guidance_scale = 7.5;
  double guidance_rescale = 0;
  double eta = 0;  // DDIM's
  bool keeps_attention = false;
};

struct SamplingInputs {
  std::shared_ptr<const DiffusionModel> model;
  std::shared_ptr<const Conditioning> positive;
  std::shared_ptr<const Conditioning> negative = nullptr;  // null: the empty text
  std::vector<ScaledTerm> terms = {};                      // in any order
  std::shared_ptr<const Latents> latent = nullptr;         // to start from
  std::shared_ptr<const Latents> noise = nullptr;          // instead of the seeds'
  std::shared_ptr<const Images> mask = nullptr;            // repaint where it is white
};

struct SamplingRequest {
  std::shared_ptr<const DiffusionModel> model;
  TextPlan text;
  std::vector<ScaledTerm> terms;  // sorted by their identity, place and scale
  diffusion::StepPlan plan;
  diffusion::SamplerOptions options;
  std::vector<std::uint64_t> seeds;                  // one a picture
  std::vector<std::int64_t> image_shape;             // (4, h / 8, w / 8)
  at::Tensor noise;                                  // (pictures, 4, h, w), or undefined: drawn from the seeds
  at::Tensor init_latents;                           // latents to start from (pictures, 4, h, w), or undefined
  std::optional<diffusion::NoiseLevel> start_level;  // of init_latents at the start; none: pure noise
  at::Tensor mask;                                   // (1, 1, h, w), 1 = repaint; undefined: everywhere
  bool mask_by_grey = false;
  diffusion::MaskBlend mask_blend = diffusion::MaskBlend::after_step;
  at::Tensor beside;  // (1, 5, h, w), what a repainting checkpoint reads beside x: mask and surroundings; or undefined
  RunIdentity identity;
  std::vector<Note> notes;                 // what had no effect, for the user
  std::optional<AttentionMaps> attention;  // without records: the run records them; none: nothing looks

  // The values as planned; a caller with live values replaces them by the newest ones.
  std::function<diffusion::GuidanceValue(int step)> guidance;
  std::function<graph::Lane(std::size_t term)> scale;
  std::function<std::vector<graph::Lane>()> live_lanes;  // guidance and every term's scale: what a preview is of
  std::function<std::chrono::steady_clock::time_point()> clock =
      &std::chrono::steady_clock::now;  // for the cost of previews
  // Receives the history at the start, and each step before it begins; may pause it. Empty: not observed.
  std::function<void(std::shared_ptr<const DenoisedHistory>)> begin_steps;
  std::function<void(int done)> between_steps;
};

// Failure: sizes that are not whole eights or do not fit into memory, latents or noise of another shape, a term for
// another network, a checkpoint of other channels, a sampler that does not go with the schedule.
Result<SamplingRequest> plan_sampling(SamplingInputs inputs, const SamplingOptions& options);

// The lane's value for each of `layers` layers at a step of `total`: 0 outside its start and end.
std::vector<double> scales_at(const graph::Lane& lane, std::size_t layers, int step, int total);

// The scales of all terms at a step.
StepScales step_scales(const SamplingRequest& request, int step);

}  // namespace heddle::pipeline
