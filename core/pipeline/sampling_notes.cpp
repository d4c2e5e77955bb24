#include "pipeline/sampling_notes.h"

#include <ATen/ops/equal.h>

#include <algorithm>

namespace heddle::pipeline {

namespace {

bool has_words(const std::shared_ptr<const Conditioning>& text) {
  return text != nullptr && !at::equal(text->states, text->empty);
}

bool draws_noise(const diffusion::Sampler& sampler, double eta) {
  return sampler.draws_noise || (sampler.uses_eta && eta > 0);
}

}  // namespace

std::vector<Note> sampling_notes(const SamplingRequest& request, const SamplingInputs& inputs,
                                 const SamplingOptions& options) {
  std::vector<Note> notes;
  const diffusion::Sampler& sampler = *request.plan.sampler;
  const bool from_image = request.init_latents.defined();
  if (options.eta != 0 && !sampler.uses_eta) {
    notes.push_back(note("sample.eta", "eta {} has no effect: the sampler '{}' does not use it, ddim does", options.eta,
                         sampler.name));
  }
  if (!from_image && options.strength != 1) {
    notes.push_back(note("sample.strength",
                         "strength {} has no effect: there is no picture to start from (--init-image, or the port "
                         "'Start from')",
                         options.strength));
  }
  if (!from_image && inputs.mask != nullptr) {
    notes.push_back(
        note("sample.mask_alone",
             "the mask has no effect: there is no picture to start from (--init-image, or the port 'Start from')"));
  }
  if (options.mask_by_grey && inputs.mask == nullptr)
    notes.push_back(note("sample.grey_mask", "grey masks have no effect: there is no mask to repaint by"));
  const bool keeps_itself = request.beside.defined() && options.mask_blend == diffusion::MaskBlend::in_estimate;
  if (options.mask_blend != diffusion::MaskBlend::after_step &&
      (inputs.mask == nullptr || options.mask_by_grey || keeps_itself)) {
    notes.push_back(note("sample.mask_blend", "how the kept part is put back has no effect: {}",
                         inputs.mask == nullptr ? "there is no mask"
                         : options.mask_by_grey ? "grey masks have their own way"
                                                : "a repainting checkpoint keeps it itself"));
  }
  if (!from_image && options.strength_rule != diffusion::StrengthRule::diffusers) {
    notes.push_back(
        note("sample.strength_rule", "how strength counts has no effect: there is no picture to start from"));
  }
  if (from_image && request.plan.steps.empty()) {
    notes.push_back(
        note("sample.no_step",
             "strength {} of {} step{} leaves no step, so the picture stays as it was; strength {:.3g} or more, or "
             "more steps, changes it",
             options.strength, options.steps, options.steps == 1 ? "" : "s", 1.0 / options.steps));
  }
  const std::string_view schedule = request.plan.schedule;
  if (options.steps == 1 && sampler.spacing == diffusion::TimestepSpacing::continuous &&
      (schedule == "karras" || schedule == "exponential")) {
    notes.push_back(
        note("sample.one_step",
             "one step of '{}' with the schedule '{}' begins at the noisiest level; diffusers begins at the "
             "cleanest, which returns the noise",
             sampler.name, schedule));
  }
  const bool is_guided = options.guidance_scale > 1;
  if (!is_guided && has_words(inputs.negative)) {
    notes.push_back(note("sample.negative", "the negative text has no effect at guidance {}: it acts above 1",
                         options.guidance_scale));
  }
  if (!is_guided && options.guidance_rescale > 0) {
    notes.push_back(note("sample.rescale", "guidance rescale has no effect at guidance {}: it acts above 1",
                         options.guidance_scale));
  }
  if (request.noise.defined()) {
    const std::int64_t given = request.noise.size(0);
    if (options.count != given && options.count != 1) {
      notes.push_back(note("sample.count",
                           "{} pictures were asked for, and the given noise is for {}: so many are made", options.count,
                           given));
    }
    if (options.seed != 0 && !draws_noise(sampler, options.eta)) {
      notes.push_back(note("sample.seed", "seed {} has no effect: the noise is given, and the sampler '{}' draws none",
                           options.seed, sampler.name));
    }
  }
  return notes;
}

}  // namespace heddle::pipeline
