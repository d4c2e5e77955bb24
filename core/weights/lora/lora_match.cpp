#include "weights/lora/lora_match.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "base/printable.h"
#include "weights/lora/lora_check.h"
#include "weights/lora/lora_names.h"

namespace heddle::weights {

namespace {

std::int64_t context_of(const WeightMap& unet) {
  for (const auto& [name, ref] : unet.table()) {
    if (name.ends_with("attn2.to_k.weight") && ref.shape.size() == 2) return ref.shape[1];
  }
  return 0;
}

// "Stable Diffusion XL (text states of 2048)"
std::string family_text(Family family, std::int64_t context) {
  if (context == 0) return std::string(to_string(family));
  if (family == Family::unknown) return fmt::format("models with text states of {}", context);
  return fmt::format("{} (text states of {})", to_string(family), context);
}

Result<void> check_family(const LoraFile& lora, const WeightMap& unet) {
  const std::int64_t theirs = lora.signature.cross_attention_dim, ours = context_of(unet);
  const Family family = family_of_context(ours);
  const bool other_width = theirs > 0 && ours > 0 && theirs != ours;
  const bool other_family = lora.signature.family == Family::sdxl && ours > 0 && family != Family::sdxl;
  if (!other_width && !other_family) return {};
  const std::string model =
      family == Family::unknown ? fmt::format("has text states of {}", ours) : "is " + family_text(family, ours);
  return fail(ErrorKind::invalid_input,
              "[lora.apply] '{}' is a {} for {}, but this model {}; choose one that was made for the "
              "model's family, or another model",
              lora.name(), lora.signature.variant.empty() ? "LoRA" : lora.signature.variant,
              family_text(lora.signature.family, theirs), model);
}

double scale_of(const LoraModule& module) {
  if (module.scale) return *module.scale;
  const auto rank = static_cast<double>(module.rank() > 0 ? module.rank() : module.declared_rank);
  if (!module.alpha || rank <= 0) return 1;
  return *module.alpha / (module.is_rank_stabilised ? std::sqrt(rank) : rank);
}

Failure misfit(const LoraFile& lora, const LoraModule& module, const Error& error) {
  return fail(error.kind, "[lora.apply] '{}' cannot be used: '{}' {}{}", lora.name(), printable(module.name),
              error.message,
              lora.signature.family == Family::unknown ? "" : fmt::format(" (it is: {})", describe(lora.signature)));
}

// The module's difference of a bias as a module of its own.
LoraModule bias_part(const LoraModule& module) {
  LoraModule bias;
  bias.name = module.name;
  bias.tensors.emplace(LoraRole::difference, *module.find(LoraRole::bias_difference));
  return bias;
}

Result<void> add_patch(const LoraFile& lora, LoraModule module, const std::string& weight, const WeightMap& network,
                       std::vector<LoraPatch>& patches) {
  const WeightRef* target = network.find(weight);
  if (target == nullptr) {
    return fail(ErrorKind::invalid_input, "[lora.apply] '{}' changes '{}', which the model does not have", lora.name(),
                weight);
  }
  if (auto fits = check_module(module, target->shape); !fits) return misfit(lora, module, fits.error());
  const double scale = scale_of(module);
  patches.push_back({weight, std::move(module), scale});
  return {};
}

Result<void> add_patches(const LoraFile& lora, const LoraModule& module, const std::string& name,
                         const WeightMap& network, std::vector<LoraPatch>& patches) {
  if (module.kind() == LoraKind::unsupported) {
    return add_patch(lora, module, name + ".weight", network, patches);
  }
  const bool has_bias = module.has(LoraRole::bias_difference);
  if (has_bias) {
    if (auto added = add_patch(lora, bias_part(module), name + ".bias", network, patches); !added) return added;
  }
  LoraModule rest = module;
  rest.tensors.erase(LoraRole::bias_difference);
  const bool has_more =
      rest.tensors.size() > (rest.has(LoraRole::alpha) ? 1U : 0U) + (rest.has(LoraRole::scale) ? 1U : 0U);
  if (!has_more && has_bias) return {};
  return add_patch(lora, std::move(rest), name + ".weight", network, patches);
}

}  // namespace

Result<LoraMatch> match_lora(const LoraFile& lora, LoraPart part, const WeightMap& network) {
  if (part == LoraPart::unet) {
    if (auto same = check_family(lora, network); !same) return forward(same);
  }
  const ModuleNames names = part == LoraPart::unet ? unet_module_names(network) : text_module_names(network);
  LoraMatch match;
  for (const LoraModule& module : lora.modules) {
    if (module.part != part || module.tensors.empty()) continue;
    ++match.modules;
    const auto found = names.find(module.name);
    if (found == names.end()) {
      match.unmatched.push_back(module.name);
      continue;
    }
    if (auto added = add_patches(lora, module, found->second, network, match.patches); !added) return forward(added);
  }
  return match;
}

}  // namespace heddle::weights
