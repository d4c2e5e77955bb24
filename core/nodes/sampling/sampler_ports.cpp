#include "nodes/sampling/sampler_ports.h"

#include "graph/lane.h"

namespace heddle::nodes {

namespace {

// What conditions the UNet beside the text, whatever the port is called.
std::vector<pipeline::ScaledTerm> terms_of(const engine::Inputs& in) {
  std::vector<pipeline::ScaledTerm> terms;
  std::size_t references = 0;
  for (const auto& [port, values] : in.all()) {
    for (const engine::Value& value : values) {
      const auto* term = value.find<pipeline::ScaledTerm>();
      if (term == nullptr) continue;
      terms.push_back(*term);
      if (port == "image_prompt") terms.back().reference = references++;
    }
  }
  return terms;
}

template <class T>
std::shared_ptr<const T> shared_or_null(const engine::Inputs& in, std::string_view port) {
  return in.has(port) ? in.shared<T>(port) : nullptr;
}

pipeline::SamplingInputs inputs_of(const engine::Inputs& in) {
  pipeline::SamplingInputs inputs{.model = in.shared<pipeline::DiffusionModel>("model"),
                                  .positive = in.shared<pipeline::Conditioning>("positive"),
                                  .negative = shared_or_null<pipeline::Conditioning>(in, "negative"),
                                  .terms = terms_of(in),
                                  .latent = shared_or_null<pipeline::Latents>(in, "latent"),
                                  .noise = shared_or_null<pipeline::Latents>(in, "noise"),
                                  .mask = shared_or_null<pipeline::Images>(in, "mask")};
  return inputs;
}

diffusion::StrengthRule strength_rule(const std::string& name) {
  if (name == "automatic1111") return diffusion::StrengthRule::a1111;
  return name == "ldm" ? diffusion::StrengthRule::ldm : diffusion::StrengthRule::diffusers;
}

diffusion::MaskBlend mask_blend(const std::string& name) {
  if (name == "soft") return diffusion::MaskBlend::soft;
  return name == "in_estimate" ? diffusion::MaskBlend::in_estimate : diffusion::MaskBlend::after_step;
}

pipeline::SamplingOptions options_of(const graph::Params& params) {
  return {.seed = params.seed("seed"),
          .steps = static_cast<int>(params.integer("steps")),
          .sampler = params.choice("sampler"),
          .schedule = params.choice("schedule"),
          .width = params.integer("width"),
          .height = params.integer("height"),
          .count = params.integer("count"),
          .strength = params.real("strength"),
          .strength_rule = strength_rule(params.choice("strength_rule")),
          .mask_by_grey = params.boolean("grey_mask"),
          .mask_blend = mask_blend(params.choice("mask_blend")),
          .guidance_scale = graph::peak_of(params.lane("guidance")),
          .guidance_rescale = params.real("guidance_rescale"),
          .eta = params.real("eta"),
          .keeps_attention = params.boolean("keep_attention")};
}

}  // namespace

Result<pipeline::SamplingRequest> read_sampling_request(const engine::Inputs& in) {
  auto request = pipeline::plan_sampling(inputs_of(in), options_of(in.params()));
  if (!request) return forward(request);
  request->guidance = [&in](int step) {
    const graph::Lane lane = in.live_lane("guidance");
    return diffusion::GuidanceValue{lane.at(0, static_cast<std::size_t>(step)), in.params().real("guidance_rescale")};
  };
  request->scale = [&in, terms = request->terms](std::size_t term) {
    return std::get<graph::Lane>(in.live(terms[term].live_scale, terms[term].scale));
  };
  request->live_lanes = [&in, scale = request->scale, terms = request->terms.size()] {
    std::vector<graph::Lane> lanes{in.live_lane("guidance")};
    for (std::size_t i = 0; i < terms; ++i) lanes.push_back(scale(i));
    return lanes;
  };
  request->begin_steps = [&in](std::shared_ptr<const pipeline::DenoisedHistory> history) {
    in.begin_steps(std::make_shared<const HistoryPreviews>(std::move(history)));
  };
  request->between_steps = [&in](int done) { in.between_steps(done); };
  return request;
}

}  // namespace heddle::nodes
