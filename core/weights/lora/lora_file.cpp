#include "weights/lora/lora_file.h"

#include <fmt/format.h>

#include <cmath>

#include "base/printable.h"
#include "weights/lora/peft_settings.h"
#include "weights/scalar_value.h"
#include "weights/open_tensor_file.h"

namespace heddle::weights {

namespace {

namespace fs = std::filesystem;

LoraPart part_of(std::string_view module) {
  const auto starts = [&](std::string_view text) { return module.starts_with(text); };
  if (starts("lora_te2_") || starts("text_encoder_2.") || starts("text_encoders.clip_g")) return LoraPart::second_text_encoder;
  if (starts("lora_te") || starts("text_encoder") || starts("text_model.") || starts("base_model.model.text_model.") ||
      starts("base_model.model.encoder.layers.") || starts("encoder.layers.")) {
    return LoraPart::text_encoder;
  }
  if (starts("lora_vae_") || starts("vae.")) return LoraPart::vae;
  return LoraPart::unet;
}

// Each tensor of the file in its module.
std::map<std::string, LoraModule> gathered(const WeightMap& file, std::vector<std::string>& unknown) {
  std::map<std::string, LoraModule> modules;
  for (const auto& [name, ref] : file.table()) {
    auto key = read_lora_key(name);
    if (!key) {
      unknown.push_back(name);
      continue;
    }
    LoraModule& module = modules[key->module];
    module.name = key->module;
    module.part = part_of(key->module);
    if (key->role != LoraRole::ignored) module.tensors.emplace(key->role, ref);
  }
  return modules;
}

Result<void> take_alpha(LoraModule& module, const PeftSettings& settings, const std::string& file) {
  if (const WeightRef* ref = module.find(LoraRole::alpha); ref != nullptr) {
    module.alpha = scalar_value(*ref);
    if (!module.alpha || !std::isfinite(*module.alpha)) {
      return fail(ErrorKind::invalid_input, "[lora.open] '{}' is damaged: '{}.alpha' is not one finite number", file,
                  printable(module.name));
    }
    return {};
  }
  module.alpha = settings.alpha_of(module.name);
  module.declared_rank = settings.rank_of(module.name);
  module.is_rank_stabilised = settings.is_rank_stabilised(module.name);
  return {};
}

}  // namespace

std::string_view to_string(LoraKind kind) {
  switch (kind) {
    case LoraKind::lora: return "LoRA";
    case LoraKind::loha: return "LoHa";
    case LoraKind::lokr: return "LoKr";
    case LoraKind::difference: return "full difference";
    case LoraKind::unsupported: return "another kind";
  }
  return "";
}

std::string_view to_string(LoraPart part) {
  switch (part) {
    case LoraPart::unet: return "UNet";
    case LoraPart::text_encoder: return "text encoder";
    case LoraPart::second_text_encoder: return "second text encoder";
    case LoraPart::vae: return "VAE";
  }
  return "";
}

const WeightRef* LoraModule::find(LoraRole role) const {
  const auto found = tensors.find(role);
  return found == tensors.end() ? nullptr : &found->second;
}

LoraKind LoraModule::kind() const {
  if (has(LoraRole::unsupported)) return LoraKind::unsupported;
  for (const auto& [role, ref] : tensors) {
    if (role >= LoraRole::hada_w1_a && role <= LoraRole::hada_t2) return LoraKind::loha;
    if (role >= LoraRole::lokr_w1 && role <= LoraRole::lokr_t2) return LoraKind::lokr;
    if (role == LoraRole::difference || role == LoraRole::bias_difference) return LoraKind::difference;
  }
  return LoraKind::lora;
}

bool LoraModule::is_dora() const { return has(LoraRole::column_or_row_scale) || has(LoraRole::row_scale); }

std::int64_t LoraModule::rank() const {
  // The last factor that is there counts, as in LyCORIS.
  std::int64_t rank = 0;
  for (const LoraRole role : {LoraRole::down, LoraRole::hada_w1_b, LoraRole::lokr_w1_b, LoraRole::lokr_w2_b}) {
    const WeightRef* ref = find(role);
    if (ref != nullptr && !ref->shape.empty()) rank = ref->shape[0];
  }
  return rank;
}

std::string LoraFile::name() const { return printable(path.filename().string()); }

Result<LoraFile> read_lora(const fs::path& path, const WeightMap& file, const Metadata& metadata) {
  LoraFile lora{path, signature_of(file), {}, {}};
  if (lora.signature.kind != FileKind::lora) {
    return fail(ErrorKind::invalid_input, "[lora.open] '{}' is no LoRA; it is: {}", lora.name(), describe(lora.signature));
  }
  const PeftSettings settings = read_peft_settings(path, metadata);
  for (auto& [name, module] : gathered(file, lora.unknown)) {
    if (auto taken = take_alpha(module, settings, lora.name()); !taken) return forward(taken);
    lora.modules.push_back(std::move(module));
  }
  return lora;
}

Result<LoraFile> open_lora(const fs::path& path) {
  auto file = open_tensor_file(path);
  if (!file) return forward(file);
  return read_lora(path, all_weights(*file), (*file)->metadata());
}

}  // namespace heddle::weights
