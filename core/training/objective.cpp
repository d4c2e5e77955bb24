#include "training/objective.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>

#include "scenes/random.h"
#include "training/objectives/objectives.h"

namespace heddle::training {

at::Generator generator_for(std::uint64_t seed, std::int64_t step, std::uint64_t purpose) {
  const std::uint64_t mixed = scenes::mixed(scenes::mixed(seed + purpose * 0x9e3779b97f4a7c15ULL) ^
                                            (static_cast<std::uint64_t>(step) + 0x632be59bd9b4e019ULL));
  return at::make_generator<at::CPUGeneratorImpl>(mixed);
}

at::Generator generator_for_item(const StepInfo& info, std::int64_t item, std::uint64_t purpose) {
  const auto number = static_cast<std::uint64_t>(info.first_item + item);
  return generator_for(info.seed + number * 0x100000001b3ULL, info.step, purpose);
}

at::Tensor noise_for_items(const StepInfo& info, at::IntArrayRef shape, std::uint64_t purpose) {
  const at::Tensor noise = at::empty(shape, at::kFloat);
  for (std::int64_t i = 0; i < shape[0]; ++i) noise.select(0, i).normal_(0, 1, generator_for_item(info, i, purpose));
  return noise;
}

Result<std::unique_ptr<Objective>> make_objective(std::string_view name, const Recipe& recipe,
                                                  const std::filesystem::path& vocabulary) {
  if (name == "vae") return make_vae_objective(recipe);
  if (name == "clip") return make_clip_objective(recipe);
  if (name == "unet") return make_unet_objective(recipe, vocabulary);
  if (name == "ip_adapter") return make_ip_adapter_objective(recipe, vocabulary);
  if (name == "controlnet") return make_controlnet_objective(recipe, vocabulary);
  if (name == "t2i_adapter") return make_t2i_adapter_objective(recipe, vocabulary);
  if (name == "repaint") return make_repaint_objective(recipe, vocabulary);
  if (name == "tiny_decoder") return make_tiny_decoder_objective(recipe);
  if (name == "lora") return make_lora_objective(recipe, vocabulary);
  if (name == "attributes") return make_attributes_objective(recipe);
  return fail(ErrorKind::invalid_input,
              "[train] there is no objective \"{}\"; known: vae, tiny_decoder, clip, unet, ip_adapter, controlnet, "
              "t2i_adapter, repaint, lora, attributes",
              name);
}

}  // namespace heddle::training
