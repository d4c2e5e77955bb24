// Sampler: one step from a noise level to the next, and nothing else. One file each under samplers/, registered in
// CMakeLists.txt. Loop, cancelling, previews and the trajectory exist once, in denoise_loop. Used by denoise_loop, step
// plans and menus. The registry is constant after its first use: any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "diffusion/denoiser.h"
#include "diffusion/schedule.h"

namespace heddle::diffusion {

struct Step {
  NoiseLevel at;    // the level of x, at which the network is called
  NoiseLevel next;  // where the step leads
  NoiseLevel from;  // level of the sample that is moved; differs from `at` only in PNDM's second call
  int index = 0;    // which of the schedule's points, counted over the whole schedule
  int total = 0;    // points of the whole schedule, also where a run starts in its middle

  [[nodiscard]] bool is_last() const { return index == total - 1; }
};

// A sampler's state between steps. Its tensors are never written to again, so copies are cheap and branches safe.
struct SamplerState {
  struct Output {
    NoiseLevel level;
    at::Tensor value;
  };
  std::vector<Output> outputs;  // earlier network outputs, in the form that the sampler uses, newest last
  at::Tensor anchor;            // an earlier x that a later step starts from again
  NoiseLevel anchor_level;
  int order = 0;  // of the step before
  int calls = 0;

  // Adds an output and keeps the newest `kept`.
  void remember(const NoiseLevel& level, at::Tensor value, std::size_t kept);
};

struct SamplerOptions {
  double eta = 0;                // DDIM: 0 = no noise added, 1 = as much as DDPM
  double clip_range = 0;         // DDIM, Heun, LCM: clamps estimates of x0; 0 = never
  double timestep_scaling = 10;  // LCM

  static SamplerOptions from(const SchedulerConfig& config);
};

// A step's inputs besides x and its levels.
struct StepContext {
  Denoiser& denoise;
  SamplerState& state;
  const std::function<at::Tensor()>& noise;  // fresh noise of x's shape and device; each call draws new values
  SamplerOptions options;

  // The estimate of x0, clamped where the options say so.
  [[nodiscard]] at::Tensor clipped(const at::Tensor& denoised) const;
};

using StepFunction = at::Tensor (*)(const at::Tensor& x, const Step& step, StepContext& context);

// Where the last step of a run leads.
enum class FinalSigma {
  clean,        // no noise is left
  configured,   // clean, or the first trained level where the model says set_alpha_to_one: false
  first_level,  // the first trained level: for solvers whose formulas are infinite at no noise
};

struct Sampler {
  std::string_view name;
  StepFunction step = nullptr;
  TimestepSpacing spacing = TimestepSpacing::strides;
  FinalSigma final_sigma = FinalSigma::clean;
  std::string_view default_schedule;
  bool strided_only = false;     // works with strided schedules only
  bool uses_eta = false;         // SamplerOptions::eta says how much noise its steps add
  bool draws_noise = false;      // its steps add noise of their own
  bool repeats_second = false;   // asks the network twice at the second point
  bool starts_at_sigma = false;  // starts from noise of the first level's sigma instead of unit variance
};

class SamplerSetup final {
 public:
  void add(Sampler sampler) { samplers_.push_back(sampler); }
  [[nodiscard]] const std::vector<Sampler>& all() const { return samplers_; }

 private:
  std::vector<Sampler> samplers_;
};

void register_all_samplers(SamplerSetup& setup);

std::vector<std::string_view> sampler_names();
Result<const Sampler*> find_sampler(std::string_view name);

}  // namespace heddle::diffusion
