#include "pipeline/sample.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>

#include "base/printable.h"
#include "diffusion/denoise_loop.h"
#include "pipeline/conditioned_unet.h"
#include "pipeline/denoised_history.h"
#include "pipeline/preview.h"
#include "tensor/noise_source.h"

namespace heddle::pipeline {

namespace {

using diffusion::Trajectory;

// The number of steps of an earlier run whose inputs are those of this run.
int steps_in_common(const SamplingRequest& wanted, const CachedRun& earlier) {
  const auto known = std::min(earlier.scales_used.size(), earlier.denoised.size());
  const int done = std::min(earlier.trajectory.steps_done(), static_cast<int>(known));
  for (int k = 0; k < done; ++k) {
    const auto place = static_cast<std::size_t>(k);
    const bool same = earlier.trajectory.guidance_used[place] == wanted.guidance(k) &&
                      earlier.scales_used[place] == step_scales(wanted, k);
    if (!same) return k;
  }
  return done;
}

// Takes over the part of an earlier run that this one has in common with it.
void go_on_from(CachedRun& run, CachedRun earlier, int common, DenoisedHistory& steps) {
  run.trajectory = std::move(earlier.trajectory);
  run.trajectory.rewind(common);
  const auto kept = static_cast<std::ptrdiff_t>(common);
  run.scales_used.assign(earlier.scales_used.begin(), earlier.scales_used.begin() + kept);
  for (std::size_t k = 0; k < static_cast<std::size_t>(common); ++k) steps.put(earlier.denoised[k]);
}

// Shows the forming image, as often and by the decoder that the run's budget allows.
class Previews {
 public:
  Previews(const SamplingRequest& wanted, const RunControl& control)
      : request_(wanted), control_(control), budget_(ways_of(wanted, control), pause_of(control), wanted.clock) {}

  // A step uses the values that are there before it; later ones belong to the next step.
  void begin_step() {
    auto lanes = request_.live_lanes();
    has_new_value_ = lanes != lanes_;
    lanes_ = std::move(lanes);
    budget_.begin_step();
  }
  void end_step(int step, const at::Tensor& denoised) {
    const bool is_last = step + 1 == static_cast<int>(request_.plan.steps.size());
    const auto way = budget_.end_step(has_new_value_, is_last);
    if (!way) return;
    control_.preview(preview_by(*way, *request_.model, denoised));
    budget_.end_preview();
  }

 private:
  static std::vector<PreviewWay> ways_of(const SamplingRequest& wanted, const RunControl& control) {
    return control.preview_pause() ? preview_ways(*wanted.model) : std::vector<PreviewWay>();
  }
  static PreviewBudget::Seconds pause_of(const RunControl& control) {
    return PreviewBudget::Seconds(control.preview_pause().value_or(0));
  }

  const SamplingRequest& request_;
  const RunControl& control_;
  PreviewBudget budget_;
  std::vector<graph::Lane> lanes_;  // that the newest step began with
  bool has_new_value_ = false;
};

at::Tensor initial_noise(const SamplingRequest& wanted, tensor::NoiseSource& source) {
  const at::Tensor drawn = source.draw();  // drawn even where noise is given, so that later draws are the same
  return wanted.noise.defined() ? wanted.noise : drawn;
}

std::vector<double> weights_of(const TextPlan::Step& step) {
  if (step.positive.size() == 1 && step.positive.front().weight == 1) return {};
  std::vector<double> weights;
  for (const TextPart& part : step.positive) weights.push_back(part.weight);
  return weights;
}

// What helps against a network that gives something else than numbers.
std::string network_remedy(const DiffusionModel& model) {
  if (!model.loras.empty()) {
    const AppliedLora& last = model.loras.back();
    std::string name = "the LoRA";
    for (const weights::LoraPatch& patch : last.match->patches) {
      for (const auto& [role, ref] : patch.module.tensors)
        name = fmt::format("'{}'", printable(ref.file->path().filename().string()));
    }
    return fmt::format("lower the strength of {}, {:g} now, or take it out", name, last.strength);
  }
  if (model.policy.dtype == at::kHalf) return "use bf16 or fp32 (--dtype), whose numbers reach farther than fp16's";
  return "its file may be damaged: download it again, or take another";
}

at::Tensor matched(const at::Tensor& x, std::int64_t images) {
  return x.size(0) == images ? x : x.expand({images, x.size(1), x.size(2), x.size(3)});
}

}  // namespace

Result<Sampled> sample(const SamplingRequest& wanted, TrajectoryCache& cache, const RunControl& control) {
  const at::NoGradGuard no_grad;
  const auto images = static_cast<std::int64_t>(wanted.seeds.size());
  const at::Device device = wanted.model->policy.device;
  tensor::NoiseSource source(wanted.seeds, wanted.image_shape);
  const at::Tensor noise = initial_noise(wanted, source).to(device);

  std::optional<AttentionRecorder> recorder;
  if (wanted.attention) recorder.emplace(*wanted.attention);
  ConditionedUNet network(wanted, control, recorder ? &*recorder : nullptr);
  diffusion::DenoiseRequest request;
  request.plan = wanted.plan;
  request.options = wanted.options;
  request.prediction = wanted.model->scheduler.prediction_type;
  request.network = [&network](const diffusion::NetworkCall& call) { return network(call); };
  request.network_remedy = network_remedy(*wanted.model);
  request.weights = [&wanted](int step) { return weights_of(wanted.text.at(step)); };
  const auto steps = std::make_shared<DenoisedHistory>(wanted.model, static_cast<int>(wanted.plan.steps.size()));
  // The loop calls this at the start of each step; cancelling is first polled within the network.
  Previews previews(wanted, control);
  request.guidance = [&](int step) {
    if (wanted.between_steps) wanted.between_steps(step);
    previews.begin_step();
    return wanted.guidance(step);
  };
  request.preview = [&](int step, const at::Tensor& denoised) {
    steps->put(denoised);
    previews.end_step(step, denoised);
  };

  at::Tensor start;
  if (wanted.init_latents.defined()) {
    const at::Tensor init_latents = matched(wanted.init_latents, images).to(device);
    start = wanted.plan.steps.empty() ? init_latents
            : wanted.start_level      ? diffusion::add_noise(init_latents, noise, *wanted.start_level)
                                      : wanted.plan.start(noise);
    // A repainting checkpoint knows itself what stays; diffusers blends for the others only.
    if (wanted.mask.defined() &&
        (!wanted.beside.defined() || wanted.mask_by_grey || wanted.mask_blend == diffusion::MaskBlend::soft))
      request.inpaint =
          diffusion::Inpaint{wanted.mask.to(device), init_latents, noise, wanted.mask_by_grey, wanted.mask_blend};
  } else {
    start = wanted.plan.start(noise);
  }

  CachedRun run{wanted.identity, Trajectory::begin(start, source.position()), {}, {}};
  // What is to be seen at every step is made at every step.
  if (auto earlier = recorder ? std::nullopt : cache.find(wanted.identity)) {
    const int common = steps_in_common(wanted, *earlier);
    go_on_from(run, std::move(*earlier), common, *steps);
  }
  if (wanted.begin_steps) wanted.begin_steps(steps);
  auto latents = diffusion::denoise_loop(request, source, run.trajectory, control);
  const int done = run.trajectory.steps_done();
  for (int k = static_cast<int>(run.scales_used.size()); k < done; ++k) {
    run.scales_used.push_back(network.scales_used()[static_cast<std::size_t>(k)]);
  }
  run.denoised = steps->all();
  Sampled sampled{{}, run.trajectory.guidance_used, run.scales_used, steps};
  cache.put(std::move(run));
  if (!latents) return forward(latents);
  sampled.latents = latents->to(at::kCPU, at::kFloat);
  if (recorder) sampled.attention = recorder->take();
  return sampled;
}

}  // namespace heddle::pipeline
