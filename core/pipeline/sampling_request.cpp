#include "pipeline/sampling_request.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/adaptive_avg_pool2d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/upsample_nearest2d.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/system.h"
#include "graph/lane.h"
#include "pipeline/image_tensors.h"
#include "pipeline/mask.h"
#include "pipeline/memory_need.h"
#include "pipeline/sampling_notes.h"
#include "tensor/noise_source.h"
#include "weights/latent_facts.h"

namespace heddle::pipeline {

namespace {

using weights::kLatentFactor;

constexpr std::int64_t kRepaintingChannels = 2 * weights::kLatentChannels + 1;  // x, mask, surroundings

Result<at::Tensor> latents_of(const std::shared_ptr<const Latents>& latents, const std::vector<std::int64_t>& shape) {
  if (latents == nullptr) return at::Tensor();
  const at::Tensor& x = latents->samples;
  if (x.size(1) != shape[0] || x.size(2) != shape[1] || x.size(3) != shape[2]) {
    return fail(ErrorKind::invalid_input,
                "[sample] the given latents are {}x{}x{} (channels, height / {}, width / {}), the "
                "run wants {}x{}x{}; choose the same width and height",
                x.size(1), x.size(2), x.size(3), kLatentFactor, kLatentFactor, shape[0], shape[1], shape[2]);
  }
  return x;
}

// Grey of the mask on the latents' grid: binarised at one half and resized by nearest, as diffusers does, or by areas.
at::Tensor mask_of(const std::shared_ptr<const Images>& masks, const std::vector<std::int64_t>& shape, bool by_grey,
                   std::vector<Note>& notes) {
  if (masks == nullptr || masks->empty()) return {};
  const Mask mask = read_mask(masks->front(), "the mask of the repaint");
  notes.insert(notes.end(), mask.notes.begin(), mask.notes.end());
  if (by_grey) {
    const at::Tensor values = (to_tensor(mask.grey).slice(1, 0, 1) + 1) / 2;
    return at::adaptive_avg_pool2d(values, {shape[1], shape[2]}).clamp(0, 1);
  }
  const at::Tensor grey = to_tensor(mask.grey).slice(1, 0, 1).gt(0.0).to(at::kFloat);
  return at::upsample_nearest2d(grey, {shape[1], shape[2]});
}

// Whether the mask's grey counts, or only its halves.
bool reads_grey(const SamplingRequest& request) {
  return request.mask_by_grey || request.mask_blend == diffusion::MaskBlend::soft;
}

// What a repainting checkpoint reads beside x, at every step the same.
Result<at::Tensor> beside_of(const SamplingInputs& inputs, const SamplingRequest& request) {
  if (!request.mask.defined() || inputs.latent == nullptr || !inputs.latent->around.defined()) {
    return fail(
        ErrorKind::invalid_input,
        "[sample] this checkpoint was made for repainting: it needs a picture, and a mask that also reaches the "
        "node 'Encode'; use `heddle inpaint`, the nodes 'Prepare repaint' and 'Encode', or a checkpoint of {} "
        "channels",
        weights::kLatentChannels);
  }
  const at::Tensor mask = reads_grey(request) ? request.mask.gt(0).to(at::kFloat) : request.mask;
  return at::cat({mask, inputs.latent->around.slice(0, 0, 1)}, 1);
}

Result<void> check_terms(const std::vector<ScaledTerm>& terms, const models::UNet& unet) {
  for (const ScaledTerm& term : terms) {
    if (auto fits = term.term->fits(unet); !fits) return fits;
  }
  return {};
}

Result<void> check_memory(const DiffusionModel& model, const RunSize& size) {
  const auto available = available_memory();
  if (!available || !model.policy.device.is_cpu()) return {};  // a GPU reports what does not fit
  const auto pixels = static_cast<std::uint64_t>(size.width) * static_cast<std::uint64_t>(size.height);
  return refuse_too_large(size, sampling_bytes(model.unet.config(), size, c10::elementSize(model.policy.dtype)),
                          model.decoding_bytes_per_pixel * pixels, *available);
}

// An order of the terms themselves, whatever the order of their wires.
bool comes_before(const ScaledTerm& a, const ScaledTerm& b) {
  const auto key = [](const ScaledTerm& term) {
    return std::tuple(term.term->identity(), term.term->place(), term.scale.values, term.scale.start, term.scale.end);
  };
  return key(a) < key(b);
}

// What makes two runs the same but for scales and guidance.
RunIdentity identity_of(const SamplingInputs& inputs, const SamplingOptions& o) {
  RunIdentity identity;
  identity.inputs = {inputs.model, inputs.positive, inputs.negative, inputs.latent, inputs.noise, inputs.mask};
  for (const ScaledTerm& term : inputs.terms)
    identity.settings += fmt::format("term {} in {};", term.term->identity(), term.term->place());
  identity.settings += fmt::format("{};{};{};{};{};{};{};{};{};{};{};{}", o.seed, o.steps, o.sampler, o.schedule,
                                   o.width, o.height, o.count, o.strength, static_cast<int>(o.strength_rule),
                                   o.mask_by_grey, static_cast<int>(o.mask_blend), o.eta);
  return identity;
}

// The steps of a run, and the noise that the picture to start from gets; none: the run starts from noise alone.
struct StartingPlan {
  diffusion::StepPlan plan;
  std::optional<diffusion::NoiseLevel> level;
};

// `from_image`: there are latents to start from. `masked`: and only a part of them changes; then strength 1 forgets
// what was there, as in diffusers.
Result<StartingPlan> steps_of(const SamplingOptions& options, const DiffusionModel& model, bool from_image,
                              bool masked) {
  const diffusion::NoiseSchedule table(model.scheduler);
  diffusion::PlanRequest request;
  request.sampler = options.sampler == "auto" ? model.scheduler.sampler : options.sampler;
  request.schedule = options.schedule == "auto" ? "" : options.schedule;
  request.steps = options.steps;
  StartingPlan start;
  diffusion::StartPoint point;
  if (from_image) point = diffusion::start_point(request.steps, options.strength, options.strength_rule);
  request.first = point.first;
  auto plan = diffusion::plan_steps(request, table);
  if (!plan) return forward(plan);
  start.plan = std::move(*plan);
  if (!from_image || start.plan.steps.empty() || (masked && options.strength >= 1)) return start;
  start.level = start.plan.steps.front().at;
  if (point.noise == point.first) return start;
  request.first = point.noise;
  auto noisier = diffusion::plan_steps(request, table);
  if (!noisier) return forward(noisier);
  start.level = noisier->steps.front().at;
  return start;
}

// Width and height with those of the latents to start from, or the model's own, in place of 0. Failure: what this
// sampler cannot run.
Result<RunSize> size_of(const DiffusionModel& model, const SamplingOptions& options,
                        const std::shared_ptr<const Latents>& start) {
  const models::UNetConfig& config = model.unet.config();
  const std::int64_t own_height = (start ? start->samples.size(2) : config.sample_size) * kLatentFactor;
  const std::int64_t own_width = (start ? start->samples.size(3) : config.sample_size) * kLatentFactor;
  const RunSize size{.width = options.width > 0 ? options.width : own_width,
                     .height = options.height > 0 ? options.height : own_height,
                     .images = options.count,
                     .guided = true};
  if (size.width % kLatentFactor != 0 || size.height % kLatentFactor != 0) {
    return fail(ErrorKind::invalid_input, "[sample] width and height must be whole multiples of {}, not {} x {}",
                kLatentFactor, size.width, size.height);
  }
  if (config.in_channels != weights::kLatentChannels && config.in_channels != kRepaintingChannels) {
    return fail(ErrorKind::unsupported,
                "[sample] this checkpoint reads {} channels (8: made for edits by instruction); the sampler runs "
                "checkpoints of {}, and of {} for repainting",
                config.in_channels, weights::kLatentChannels, kRepaintingChannels);
  }
  return size;
}

// What a run's maps are of, before it records them.
AttentionMaps attention_of(const SamplingInputs& inputs, const SamplingRequest& request) {
  AttentionMaps maps{
      request.image_shape[1], request.image_shape[2], static_cast<int>(request.plan.steps.size()), {}, {}};
  for (const auto& layer : inputs.model->unet.cross_attention_layers()) maps.layers.push_back(layer.name);
  std::map<std::int64_t, std::string> names;  // looking one up is slow
  const auto encoder = inputs.positive->encoder.lock();
  for (const std::int64_t id : inputs.positive->ids) {
    if (encoder && !names.contains(id)) names[id] = shown_token(encoder->tokenizer.token_of(id));
    maps.tokens.push_back(names[id]);
  }
  for (const ScaledTerm& term : inputs.terms) maps.references += term.reference ? 1 : 0;
  return maps;
}

}  // namespace

std::vector<double> scales_at(const graph::Lane& lane, std::size_t layers, int step, int total) {
  const bool active = graph::holds_at(lane, step, total);
  std::vector<double> scales(layers, 0.0);
  for (std::size_t i = 0; active && i < layers; ++i) scales[i] = lane.at(i, static_cast<std::size_t>(step));
  return scales;
}

StepScales step_scales(const SamplingRequest& request, int step) {
  StepScales scales;
  const int total = static_cast<int>(request.plan.steps.size());
  for (std::size_t i = 0; i < request.terms.size(); ++i) {
    const std::size_t count = request.terms[i].term->scale_count(request.model->unet);
    scales.push_back(scales_at(request.scale(i), count, step, total));
  }
  return scales;
}

Result<SamplingRequest> plan_sampling(SamplingInputs inputs, const SamplingOptions& options) {
  const DiffusionModel& model = *inputs.model;
  auto size = size_of(model, options, inputs.latent ? inputs.latent : inputs.noise);
  if (!size) return forward(size);
  if (inputs.positive->program) size->conditions = static_cast<std::int64_t>(inputs.positive->program->prompts.size());
  if (auto fits = check_terms(inputs.terms, model.unet); !fits) return forward(fits);
  if (auto fits = check_memory(model, *size); !fits) return forward(fits);
  std::ranges::stable_sort(inputs.terms, comes_before);

  SamplingRequest request;
  request.image_shape = {model.unet.config().out_channels, size->height / kLatentFactor, size->width / kLatentFactor};
  auto init_latents = latents_of(inputs.latent, request.image_shape);
  if (!init_latents) return forward(init_latents);
  auto noise = latents_of(inputs.noise, request.image_shape);
  if (!noise) return forward(noise);
  const bool masked = inputs.mask != nullptr && !inputs.mask->empty();
  auto start = steps_of(options, model, init_latents->defined(), masked);
  if (!start) return forward(start);
  diffusion::StepPlan* plan = &start->plan;
  auto text = plan_text(*inputs.positive, inputs.negative.get(), options.steps, static_cast<int>(plan->steps.size()));
  if (!text) return forward(text);
  request.text = std::move(*text);
  request.identity = identity_of(inputs, options);
  request.init_latents = *init_latents;
  request.noise = *noise;
  request.start_level = start->level;
  request.mask_by_grey = options.mask_by_grey;
  if (!options.mask_by_grey) request.mask_blend = options.mask_blend;
  request.mask = mask_of(inputs.mask, request.image_shape, reads_grey(request), request.notes);
  if (model.unet.config().in_channels == kRepaintingChannels) {
    auto beside = beside_of(inputs, request);
    if (!beside) return forward(beside);
    request.beside = *beside;
  }
  const std::int64_t count = noise->defined() ? noise->size(0) : options.count;
  request.seeds = tensor::image_seeds(options.seed, static_cast<int>(count));
  request.plan = std::move(*plan);
  request.options = diffusion::SamplerOptions::from(model.scheduler);
  request.options.eta = options.eta;
  const std::vector<Note> idle = sampling_notes(request, inputs, options);
  request.notes.insert(request.notes.end(), idle.begin(), idle.end());

  if (options.keeps_attention) request.attention = attention_of(inputs, request);
  const diffusion::GuidanceValue guidance{options.guidance_scale, options.guidance_rescale};
  request.guidance = [guidance](int) { return guidance; };
  request.scale = [terms = inputs.terms](std::size_t term) { return terms[term].scale; };
  request.live_lanes = [] { return std::vector<graph::Lane>(); };
  request.model = std::move(inputs.model);
  request.terms = std::move(inputs.terms);
  return request;
}

}  // namespace heddle::pipeline
