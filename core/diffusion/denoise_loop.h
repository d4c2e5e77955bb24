// denoise_loop: runs the steps of a plan. The one place for progress, cancelling, previews, live guidance, inpainting
// and the trajectory. Used by sample() and by training. Blocks its caller's thread; callbacks come on that thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/run_control.h"
#include "diffusion/denoiser.h"
#include "diffusion/step_plan.h"
#include "diffusion/trajectory.h"
#include "tensor/noise_source.h"

namespace heddle::diffusion {

// Keeps part of an image (Avrahami et al. 2022, "Blended diffusion", in latents as diffusers does): after each step
// the kept part is init_latents at the noise level reached, after the last step init_latents itself. All on the run's
// device, fp32.
// Where what stays is put back.
enum class MaskBlend {
  after_step,   // into x after each step (diffusers)
  in_estimate,  // before each call into x, and into the network's estimate; into x once more after the last step
                // (k-diffusion's users)
  soft          // into each guided estimate by the mask's grey (soft_inpaint.h)
};

struct Inpaint {
  at::Tensor mask;          // (1 or batch, 1, height, width); 1 = repaint, 0 = keep
  at::Tensor init_latents;  // (batch, channels, height, width), the picture's latents
  at::Tensor noise;         // the noise that the run started from, the same for all steps
  // The mask's grey says how much changes (Levin and Fried 2023, "Differential diffusion"): of N steps the first
  // (1 - grey) N keep a place, the others repaint it. Black is kept to the end.
  bool by_grey = false;
  MaskBlend blend = MaskBlend::after_step;  // not together with by_grey
};

struct DenoiseRequest {
  StepPlan plan;
  SamplerOptions options;
  PredictionType prediction = PredictionType::epsilon;
  Network network;
  // Called once at the start of each step, with the index in plan.steps: live values take effect here. Not empty.
  std::function<GuidanceValue(int step)> guidance;
  // Optional: the weights of a step's conditions; empty: one condition of weight 1.
  std::function<std::vector<double>(int step)> weights = {};
  // Optional: receives the estimate of the clean image, (batch, channels, height, width), after each step.
  std::function<void(int step, const at::Tensor& denoised)> preview;
  // What helps when the network gives values that are not numbers: "use fp32".
  std::string network_remedy = "use fp32, or another file of the model";
  std::optional<Inpaint> inpaint;
  std::optional<int> stop_before;  // a step to stop at; later calls continue from there
};

// Runs from the trajectory's end to the plan's end or `stop_before`, and returns the x reached. Equal to the bit to a
// run that was never interrupted, and to one that had changed guidance or conditions from that step on all along.
// Moves `noise` to the trajectory's position; it must have the seeds that the run began with. Cancelled: the steps
// done so far are in the trajectory. A step that produces NaN or infinity fails the run, with the cause: the network, a
// level of pure noise, or the sampler with so few steps.
Result<at::Tensor> denoise_loop(const DenoiseRequest& request, tensor::NoiseSource& noise, Trajectory& trajectory,
                                const RunControl& control);

}  // namespace heddle::diffusion
