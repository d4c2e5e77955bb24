#include "nodes/run_settings.h"

#include <ATen/ops/upsample_nearest2d.h>

#include <algorithm>
#include <numeric>

#include "graph/lane.h"
#include "image/convert.h"
#include "nodes/picture_tensors.h"
#include "tensor/noise_source.h"

namespace heddle::nodes {

namespace {

constexpr std::int64_t kFactor = 8;  // pixels a side of one latent position

Result<at::Tensor> latents_of(const engine::Inputs& in, std::string_view port, const std::vector<std::int64_t>& shape) {
  const auto* latents = in.find<Latents>(port);
  if (latents == nullptr) return at::Tensor();
  const at::Tensor& x = latents->samples;
  if (x.size(1) != shape[0] || x.size(2) != shape[1] || x.size(3) != shape[2]) {
    return fail(ErrorKind::invalid_input, "[sample] the given latents are {}x{}x{} (channels, height / 8, width / 8), the "
                "run wants {}x{}x{}; choose the same width and height", x.size(1), x.size(2), x.size(3), shape[0], shape[1], shape[2]);
  }
  return x;
}

// Grey of the mask on the latents' grid, binarised at one half and resized by nearest, as diffusers does.
at::Tensor mask_of(const engine::Inputs& in, const std::vector<std::int64_t>& shape) {
  const auto* masks = in.find<Images>("mask");
  if (masks == nullptr || masks->empty()) return {};
  const at::Tensor grey = to_tensor(image::to_grey(masks->front())).slice(1, 0, 1).gt(0.0).to(at::kFloat);
  return at::upsample_nearest2d(grey, {shape[1], shape[2]});
}

Result<void> check_adapters(const RunSettings& settings) {
  for (const ImagePrompt& prompt : settings.prompts) {
    const std::int64_t context = settings.model->unet.config().cross_attention_dim;
    if (prompt.reference->tokens.size(-1) != context) {
      return fail(ErrorKind::invalid_input, "[sample] an adapter's tokens have {} numbers, the checkpoint reads {}; they are "
                  "made for different base models", prompt.reference->tokens.size(-1), context);
    }
    if (prompt.reference->keys.empty()) continue;  // a simple adapter
    if (auto fits = adapters::arranged(prompt.reference->keys, settings.model->unet); !fits) return forward(fits);
  }
  return {};
}

void read_prompts(const engine::Inputs& in, RunSettings& settings) {
  const auto& values = in.values("image_prompt");
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t wire) { return values[wire].as<ImagePrompt>().reference->identity; });
  for (const std::size_t wire : order) settings.prompts.push_back(values[wire].as<ImagePrompt>());
  settings.wires = order;
  settings.scale = [&in, order, prompts = settings.prompts](std::size_t i) {
    return std::get<graph::Lane>(in.live_upstream("image_prompt", order[i], "scale", prompts[i].scale));
  };
}

// What makes two runs the same but for lambda and guidance.
RunIdentity identity_of(const engine::Inputs& in, const RunSettings& settings) {
  RunIdentity identity;
  identity.inputs = {settings.model, settings.positive, settings.negative};
  for (const ImagePrompt& prompt : settings.prompts) identity.inputs.push_back(prompt.reference);
  for (const char* port : {"latent", "noise", "mask"}) {
    identity.inputs.push_back(in.has(port) ? in.values(port).front().content() : nullptr);
  }
  for (const ImagePrompt& prompt : settings.prompts) {
    identity.settings += fmt::format("mask {};", static_cast<const void*>(prompt.mask.pixels().data()));
  }
  const graph::Params& p = in.params();
  identity.settings += fmt::format("{};{};{};{};{};{};{};{};{}", p.seed("seed"), p.integer("steps"), p.choice("sampler"),
                                   p.choice("schedule"), p.integer("width"), p.integer("height"), p.integer("count"),
                                   p.real("strength"), p.real("eta"));
  return identity;
}

Result<diffusion::StepPlan> plan_of(const graph::Params& params, const DiffusionModel& model, bool from_picture) {
  const diffusion::NoiseTable table(model.scheduler);
  diffusion::PlanRequest request;
  request.sampler = params.choice("sampler") == "auto" ? model.scheduler.sampler : params.choice("sampler");
  request.schedule = params.choice("schedule") == "auto" ? "" : params.choice("schedule");
  request.steps = static_cast<int>(params.integer("steps"));
  if (from_picture) request.first = diffusion::first_point(request.steps, params.real("strength"));
  return diffusion::plan_steps(request, table);
}

}  // namespace

std::vector<double> scales_at(const graph::Lane& lane, std::size_t layers, int step, int total) {
  const bool active = graph::holds_at(lane, step, total);
  std::vector<double> scales(layers, 0.0);
  for (std::size_t i = 0; active && i < layers; ++i) scales[i] = lane.at(i, static_cast<std::size_t>(step));
  return scales;
}

Result<RunSettings> read_settings(const engine::Inputs& in) {
  const graph::Params& params = in.params();
  const std::int64_t own = in.get<DiffusionModel>("model").unet.config().sample_size * kFactor;
  const std::int64_t width = params.integer("width") > 0 ? params.integer("width") : own;
  const std::int64_t height = params.integer("height") > 0 ? params.integer("height") : own;
  if (width % kFactor != 0 || height % kFactor != 0) {
    return fail(ErrorKind::invalid_input, "[sample] width and height must be whole multiples of 8, not {} x {}", width, height);
  }
  if (const std::int64_t channels = in.get<DiffusionModel>("model").unet.config().in_channels; channels != 4) {
    return fail(ErrorKind::unsupported, "[sample] this checkpoint reads {} channels (9: made for repainting, 8: for edits by "
                "instruction); the sampler runs checkpoints of 4 channels", channels);
  }
  RunSettings settings;
  settings.model = in.shared<DiffusionModel>("model");
  settings.positive = in.shared<Conditioning>("positive");
  if (in.has("negative")) settings.negative = in.shared<Conditioning>("negative");
  read_prompts(in, settings);
  if (auto fits = check_adapters(settings); !fits) return forward(fits);

  settings.picture_shape = {settings.model->unet.config().out_channels, height / kFactor, width / kFactor};
  auto z0 = latents_of(in, "latent", settings.picture_shape);
  if (!z0) return forward(z0);
  auto noise = latents_of(in, "noise", settings.picture_shape);
  if (!noise) return forward(noise);
  settings.z0 = *z0;
  settings.noise = *noise;
  settings.mask = mask_of(in, settings.picture_shape);
  const std::int64_t count = noise->defined() ? noise->size(0) : params.integer("count");
  settings.seeds = tensor::picture_seeds(params.seed("seed"), static_cast<int>(count));

  auto plan = plan_of(params, *settings.model, z0->defined());
  if (!plan) return forward(plan);
  settings.plan = std::move(*plan);
  settings.options = diffusion::SamplerOptions::from(settings.model->scheduler);
  settings.options.eta = params.real("eta");
  settings.guidance = [&in](int step) {
    const graph::Lane lane = in.live_lane("guidance");
    return diffusion::GuidanceValue{lane.at(0, static_cast<std::size_t>(step)), in.params().real("guidance_rescale")};
  };
  settings.begin_steps = [&in](std::shared_ptr<const engine::StepPictures> pictures) { in.begin_steps(std::move(pictures)); };
  settings.between_steps = [&in](int done) { in.between_steps(done); };
  settings.identity = identity_of(in, settings);
  return settings;
}

}  // namespace heddle::nodes
