// SchedulerConfig: the noise schedule that a model was trained with, as diffusers' scheduler_config.json states it.
// Used by model loading and by NoiseSchedule. A plain value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace heddle::diffusion {

enum class PredictionType { epsilon, v_prediction, sample };
enum class BetaSchedule { linear, scaled_linear, squaredcos_cap_v2 };

std::string_view to_string(PredictionType type);

// The defaults are those of Stable Diffusion 1.5, and of single files, which carry none.
struct SchedulerConfig {
  int num_train_timesteps = 1000;
  double beta_start = 0.00085;
  double beta_end = 0.012;
  BetaSchedule beta_schedule = BetaSchedule::scaled_linear;
  PredictionType prediction_type = PredictionType::epsilon;
  int steps_offset = 1;
  bool set_alpha_to_one = false;        // DDIM and PNDM end at alpha 1 instead of at the first trained level
  bool rescale_betas_zero_snr = false;  // Lin et al. 2023, algorithm 1
  bool clip_sample = false;             // for pixel models; DDIM, Heun and LCM then clamp their estimate of x0
  double clip_sample_range = 1;
  bool skip_prk_steps = true;         // only true is supported: PNDM starts with linear multistep
  int original_inference_steps = 50;  // LCM: size of the grid that it was distilled on
  double timestep_scaling = 10;       // LCM
  std::string sampler = "pndm";       // from the file's `_class_name`
  std::string schedule;               // from the file; empty = the sampler's own default
};

// Reads a scheduler_config.json. Unknown fields are ignored; fields that are absent get the reference's defaults, which
// are not those above. Fails for numbers out of range and for kinds of schedule that this room does not have.
// `name` is the file's name for messages.
Result<SchedulerConfig> parse_scheduler_config(std::string_view json, std::string_view name);

}  // namespace heddle::diffusion
