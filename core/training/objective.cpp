#include "training/objective.h"

#include <ATen/CPUGeneratorImpl.h>

#include "scenes/random.h"
#include "training/objectives.h"

namespace heddle::training {

at::Generator generator_for(std::uint64_t seed, std::int64_t step, std::uint64_t purpose) {
  const std::uint64_t mixed = scenes::mixed(scenes::mixed(seed + purpose * 0x9e3779b97f4a7c15ULL) ^
                                            (static_cast<std::uint64_t>(step) + 0x632be59bd9b4e019ULL));
  return at::make_generator<at::CPUGeneratorImpl>(mixed);
}

Result<std::unique_ptr<Objective>> make_objective(std::string_view name, const Recipe& recipe) {
  if (name == "vae") return make_vae_objective(recipe);
  if (name == "clip") return make_clip_objective(recipe);
  if (name == "unet") return make_unet_objective(recipe);
  if (name == "ip_adapter") return make_ip_adapter_objective(recipe);
  if (name == "tiny_decoder") return make_tiny_decoder_objective(recipe);
  if (name == "lora") return make_lora_objective(recipe);
  if (name == "attributes") return make_attributes_objective(recipe);
  return fail(ErrorKind::invalid_input,
              "[train] there is no objective \"{}\"; known: vae, tiny_decoder, clip, unet, ip_adapter, lora, attributes", name);
}

}  // namespace heddle::training
