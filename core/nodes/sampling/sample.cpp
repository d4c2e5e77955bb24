// sample — Denoises latents: the loop that makes the image.
#include <algorithm>
#include <ranges>

#include "nodes/node_context.h"
#include "nodes/sampling/sampler_ports.h"
#include "pipeline/sample.h"
#include "weights/latent_facts.h"

namespace heddle::nodes {

namespace {

graph::NodeSpec sample_spec() {
  using graph::Stage;
  const auto names = [](const std::vector<std::string_view>& views, std::vector<std::string> first) {
    first.insert(first.end(), views.begin(), views.end());
    return first;
  };
  return graph::NodeSpec("sample", 1, TR_NOOP("nodes", "Sampler"))
      .group("sampling")
      .help(
          TR_NOOP("nodes",
                  "Turns noise into a picture, step by step, guided by text and pictures. Width and height 0: those of "
                  "the picture to start from, else the model's own."))
      .input("model", graph::port::model)
      .input("positive", graph::port::conditioning)
      .input("negative", graph::port::conditioning)
      .optional()
      .input("image_prompt", graph::port::image_prompt)
      .optional()
      .multiple()
      .input("control", graph::port::control)
      .optional()
      .multiple()
      .input("latent", graph::port::latent, TR_NOOP("nodes", "Start from"))
      .optional()
      .input("noise", graph::port::latent, TR_NOOP("nodes", "Noise"))
      .optional()
      .input("mask", graph::port::image, TR_NOOP("nodes", "Repaint where white"))
      .optional()
      .param(graph::seed("seed", 0).shown_live(6).label(TR_NOOP("nodes", "Seed")).recomputes_from(Stage::denoise))
      .param(graph::integer("steps", 20)
                 .range(1, 1000)
                 .soft_range(1, 60, 1)
                 .shown_live(5)
                 .label(TR_NOOP("nodes", "Steps"))
                 .recomputes_from(Stage::denoise))
      .param(graph::lane("guidance", 7.5)
                 .range(0, 100)
                 .soft_range(1, 15, 0.1)
                 .shown_live(3)
                 .live()
                 .label(TR_NOOP("nodes", "Guidance"))
                 .recomputes_from(Stage::denoise))
      .param(graph::real("guidance_rescale", 0)
                 .range(0, 1)
                 .label(TR_NOOP("nodes", "Guidance rescale"))
                 .recomputes_from(Stage::denoise))
      .param(graph::choice("sampler", "auto", names(diffusion::sampler_names(), {"auto"}))
                 .label(TR_NOOP("nodes", "Sampler"))
                 .recomputes_from(Stage::denoise))
      .param(graph::choice("schedule", "auto", names(diffusion::schedule_names(), {"auto"}))
                 .label(TR_NOOP("nodes", "Schedule"))
                 .recomputes_from(Stage::denoise))
      .param(graph::integer("width", 0)
                 .range(0, 8192)
                 .step(weights::kLatentFactor)
                 .label(TR_NOOP("nodes", "Width"))
                 .recomputes_from(Stage::denoise))
      .param(graph::integer("height", 0)
                 .range(0, 8192)
                 .step(weights::kLatentFactor)
                 .label(TR_NOOP("nodes", "Height"))
                 .recomputes_from(Stage::denoise))
      .param(
          graph::integer("count", 1).range(1, 64).label(TR_NOOP("nodes", "Pictures")).recomputes_from(Stage::denoise))
      .param(graph::real("strength", 1)
                 .range(0, 1)
                 .soft_range(0, 1, 0.01)
                 .shown_live(4, "latent")
                 .label(TR_NOOP("nodes", "Strength"))
                 .recomputes_from(Stage::denoise))
      .param(graph::choice("strength_rule", "diffusers", {"diffusers", "automatic1111", "ldm"})
                 .label(TR_NOOP("nodes", "Strength counts as"))
                 .help(TR_NOOP("nodes",
                               "How many steps a strength keeps: diffusers int(steps x strength); automatic1111 one "
                               "more; ldm as many, from noise of one step earlier."))
                 .recomputes_from(Stage::denoise))
      .param(graph::boolean("grey_mask", false)
                 .label(TR_NOOP("nodes", "Grey masks"))
                 .help(TR_NOOP("nodes",
                               "Grey says how much changes (differential diffusion): each place joins at its own "
                               "step. Off: the mask is cut at one half."))
                 .recomputes_from(Stage::denoise))
      .param(graph::choice("mask_blend", "after_step", {"after_step", "in_estimate", "soft"})
                 .label(TR_NOOP("nodes", "Kept part"))
                 .help(TR_NOOP("nodes",
                               "Where what stays is put back: into the picture after each step (diffusers), or "
                               "into each estimate (k-diffusion, as AUTOMATIC1111 and ComfyUI). soft: into each "
                               "estimate by the mask's grey, less of it the later the step (AUTOMATIC1111's soft "
                               "inpainting)."))
                 .recomputes_from(Stage::denoise))
      .param(graph::real("eta", 0).range(0, 1).label(TR_NOOP("nodes", "Eta (DDIM)")).recomputes_from(Stage::denoise))
      .param(graph::boolean("keep_attention", false)
                 .label(TR_NOOP("nodes", "Keep attention"))
                 .help(TR_NOOP("nodes",
                               "Keeps what each place looked at: which words, which tokens of each reference. The "
                               "picture stays the same; it takes memory, and each change starts at the first step."))
                 .recomputes_from(Stage::denoise))
      .output("latent", graph::port::latent)
      .output("attention", pipeline::attention_port)
      .costs(20);
}

// A lane with the value that each step used; with it a live-updated run gives the same bits again.
graph::Lane guidance_lane(const pipeline::Sampled& sampled) {
  graph::Lane lane;
  lane.values = {{}};
  for (const diffusion::GuidanceValue& used : sampled.guidance_used) lane.values[0].push_back(used.guidance_scale);
  return lane;
}

graph::Lane scale_lane(const pipeline::Sampled& sampled, std::size_t term, std::string mask) {
  graph::Lane lane;
  lane.mask = std::move(mask);
  lane.values.assign(sampled.scales_used.front()[term].size(), {});
  for (const pipeline::StepScales& step : sampled.scales_used) {
    for (std::size_t layer = 0; layer < lane.values.size(); ++layer) lane.values[layer].push_back(step[term][layer]);
  }
  return lane;
}

// The values that the steps really used, where they differ from the planned ones.
void record_steering(const pipeline::Sampled& sampled, const pipeline::SamplingRequest& request,
                     const engine::Inputs& in, engine::Outputs& outputs) {
  const graph::Lane& planned = in.params().lane("guidance");
  const auto differs = [&](std::size_t step) {
    return sampled.guidance_used[step].guidance_scale != planned.at(0, step);
  };
  const auto steps = std::views::iota(std::size_t{0}, sampled.guidance_used.size());
  if (std::ranges::any_of(steps, differs)) outputs.record("guidance", guidance_lane(sampled));
  const int total = static_cast<int>(steps.size());
  for (std::size_t i = 0; i < request.terms.size(); ++i) {
    const graph::Lane& lane = request.terms[i].scale;
    const auto moved = [&](std::size_t step) {
      const std::vector<double>& used = sampled.scales_used[step][i];
      return used != pipeline::scales_at(lane, used.size(), static_cast<int>(step), total);
    };
    if (std::ranges::any_of(steps, moved)) {
      outputs.record_upstream({request.terms[i].live_scale, scale_lane(sampled, i, lane.mask)});
    }
  }
}

Result<engine::Outputs> run_sample(NodeContext& services, const engine::Inputs& in, const RunControl& control) {
  auto request = read_sampling_request(in);
  if (!request) return forward(request);
  request->clock = services.clock;
  auto sampled = pipeline::sample(*request, services.trajectories, control);
  if (!sampled) return forward(sampled);
  const auto bytes = static_cast<std::size_t>(sampled->latents.nbytes());
  engine::Outputs outputs;
  outputs.add_notes(request->notes);
  outputs.set("latent", engine::Value::of(pipeline::Latents{sampled->latents}, bytes));
  const auto attention = std::make_shared<const pipeline::AttentionMaps>(
      sampled->attention ? std::move(*sampled->attention) : pipeline::AttentionMaps());
  outputs.set("attention", engine::Value::share(attention, attention->bytes()));
  outputs.keep_steps(std::make_shared<const HistoryPreviews>(sampled->steps));
  record_steering(*sampled, *request, in, outputs);
  outputs.add_notes(std::move(request->text.notes));
  return outputs;
}

}  // namespace

void register_sample(NodeRegistration& setup) {
  setup.registry.add(sample_spec(), [s = setup.services](const engine::Inputs& in, RunControl& control) {
    return run_sample(*s, in, control);
  });
}

}  // namespace heddle::nodes
