#include "pipeline/load/part_networks.h"

#include <nlohmann/json.hpp>

#include "tensor/weight_layout.h"
#include "tensor/weight_tensors.h"

namespace heddle::pipeline {

namespace {

Result<void> check_complete(const weights::Part& part) {
  if (part.refusal) return Failure(*part.refusal);
  if (part.check.complete()) return {};
  const bool missing = !part.check.missing.empty();
  return fail(ErrorKind::invalid_input,
              "[model.load] '{}' does not fit its architecture: {} tensors are missing and {} have another "
              "shape, the first is '{}'; download or export it again",
              part.source.string(), part.check.missing.size(), part.check.misshaped.size(),
              missing ? part.check.missing.front() : part.check.misshaped.front());
}

template <class Network, class Config>
Result<Bound<Network>> bound(const weights::Part& part, const Config& config, const tensor::ComputePolicy& policy,
                             const RunControl& control, tensor::ConvLayout layout = tensor::ConvLayout::plain) {
  auto weights = load_part(part, policy, control, layout);
  if (!weights) return forward(weights);
  auto network = Network::bind(*weights, config);
  if (!network) return forward(network);
  return Bound<Network>{std::move(*network), std::move(*weights)};
}

}  // namespace

Result<tensor::NamedTensors> load_part(const weights::Part& part, const tensor::ComputePolicy& policy,
                                       const RunControl& control, tensor::ConvLayout layout) {
  if (auto complete = check_complete(part); !complete) return forward(complete);
  return tensor::load_tensors(part.weights, {policy.device, policy.dtype, layout, policy.storage}, control);
}

Result<Bound<models::UNet>> load_unet(const weights::Part& part, const tensor::ComputePolicy& policy,
                                      const RunControl& control) {
  auto config = models::UNetConfig::from_json(part.config);
  if (!config) return forward(config);
  return bound<models::UNet>(part, *config, policy, control, tensor::layout_for(config->block_out_channels.front()));
}

Result<Bound<models::ControlNet>> load_controlnet(const weights::Part& part, const tensor::ComputePolicy& policy,
                                                  const RunControl& control) {
  auto config = models::ControlNetConfig::from_json(part.config);
  if (!config) return forward(config);
  return bound<models::ControlNet>(part, *config, policy, control,
                                   tensor::layout_for(config->unet.block_out_channels.front()));
}

Result<Bound<models::T2IAdapter>> load_t2i_adapter(const weights::Part& part, const tensor::ComputePolicy& policy,
                                                   const RunControl& control) {
  auto config = models::T2IAdapterConfig::from_json(part.config);
  if (!config) return forward(config);
  return bound<models::T2IAdapter>(part, *config, policy, control, tensor::layout_for(config->widths.front()));
}

Result<Bound<models::StyleAdapter>> load_style_adapter(const weights::Part& part, const tensor::ComputePolicy& policy,
                                                       const RunControl& control) {
  auto config = models::StyleAdapterConfig::from_json(part.config);
  if (!config) return forward(config);
  return bound<models::StyleAdapter>(part, *config, policy, control);
}

Result<Bound<models::CoAdapterFuser>> load_coadapter_fuser(const weights::Part& part,
                                                           const tensor::ComputePolicy& policy,
                                                           const RunControl& control) {
  auto config = models::CoAdapterFuserConfig::from_json(part.config);
  if (!config) return forward(config);
  return bound<models::CoAdapterFuser>(part, *config, policy, control);
}

Result<Bound<models::UniControl>> load_uni_control(const weights::Part& part, const tensor::ComputePolicy& policy,
                                                   const RunControl& control) {
  auto config = models::UniControlConfig::from_json(part.config);
  if (!config) return forward(config);
  return bound<models::UniControl>(part, *config, policy, control,
                                   tensor::layout_for(config->unet.block_out_channels.front()));
}

Result<Bound<models::Vae>> load_vae_network(const weights::Part& part, const tensor::ComputePolicy& policy,
                                            const RunControl& control) {
  auto config = models::VaeConfig::from_json(part.config);
  if (!config) return forward(config);
  return bound<models::Vae>(part, *config, policy, control);
}

Result<Bound<models::ClipText>> load_clip_text(const weights::Part& part, const tensor::ComputePolicy& policy,
                                               const RunControl& control, const models::ClipTextConfig* config) {
  if (config != nullptr) return bound<models::ClipText>(part, *config, policy, control);
  auto read = models::ClipTextConfig::from_json(part.config);
  if (!read) return forward(read);
  return bound<models::ClipText>(part, *read, policy, control);
}

Result<Bound<models::ClipVision>> load_clip_vision(const weights::Part& part, const tensor::ComputePolicy& policy,
                                                   const RunControl& control, const models::ClipVisionConfig* config) {
  if (config != nullptr) return bound<models::ClipVision>(part, *config, policy, control);
  auto read = models::ClipVisionConfig::from_json(part.config);
  if (!read) return forward(read);
  return bound<models::ClipVision>(part, *read, policy, control);
}

Result<text::Tokenizer> load_tokenizer(const weights::TokenizerFiles& files, const std::filesystem::path& vocabulary) {
  if (!files.folder.empty()) return text::read_tokenizer(files.folder);
  if (vocabulary.empty()) {
    return fail(ErrorKind::not_found,
                "[model.load] this checkpoint needs CLIP's vocabulary, which set-up puts in build/vocab: run "
                "./run once (a recipe may name it: [data] vocabulary)");
  }
  return text::read_tokenizer(vocabulary, files.pads_with_zero ? text::Padding::zero : text::Padding::end_token);
}

}  // namespace heddle::pipeline
