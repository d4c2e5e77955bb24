#include "weights/lora/lora_file.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <set>

#include "base/printable.h"
#include "weights/lora/peft_settings.h"
#include "weights/open_tensor_file.h"
#include "weights/scalar_value.h"

namespace heddle::weights {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBundle = "bundle_emb.";  // "bundle_emb.NAME.string_to_param.*": A1111's

LoraPart part_of(std::string_view module) {
  const auto starts = [&](std::string_view text) { return module.starts_with(text); };
  if (starts("lora_te2_") || starts("text_encoder_2.") || starts("text_encoders.clip_g"))
    return LoraPart::second_text_encoder;
  if (starts("lora_te") || starts("text_encoder") || starts("text_model.") || starts("base_model.model.text_model.") ||
      starts("base_model.model.encoder.layers.") || starts("encoder.layers.")) {
    return LoraPart::text_encoder;
  }
  if (starts("lora_vae_") || starts("vae.")) return LoraPart::vae;
  return LoraPart::unet;
}

// Each tensor of the file in its module.
std::map<std::string, LoraModule> gathered(const WeightMap& file, std::vector<std::string>& unknown,
                                           std::set<std::string>& adapters) {
  std::map<std::string, LoraModule> modules;
  for (const auto& [name, ref] : file.table()) {
    if (name.starts_with(kBundle)) continue;
    auto key = read_lora_key(name);
    if (!key) {
      unknown.push_back(name);
      continue;
    }
    LoraModule& module = modules[key->module];
    module.name = key->module;
    module.part = part_of(key->module);
    module.tensors.emplace(key->role, ref);
    if (!key->adapter.empty()) adapters.insert(key->adapter);
  }
  return modules;
}

// Each bundled textual inversion, under the names that a file of its own would have.
Result<std::vector<EmbeddingFile>> bundled(const fs::path& path, const WeightMap& file) {
  std::map<std::string, WeightMap> maps;
  for (auto it = file.table().lower_bound(kBundle); it != file.table().end() && it->first.starts_with(kBundle); ++it) {
    const std::string rest = it->first.substr(kBundle.size());
    const std::size_t dot = rest.find('.');
    if (dot != std::string::npos && dot > 0) maps[rest.substr(0, dot)].add(rest.substr(dot + 1), it->second);
  }
  std::vector<EmbeddingFile> found;
  for (const auto& [name, map] : maps) {
    auto embedding = read_embedding(path, map, {});
    if (!embedding) return forward(embedding);
    embedding->token = name;
    found.push_back(std::move(*embedding));
  }
  return found;
}

// One finite number that the file says of a module; none where it does not.
Result<std::optional<double>> number_of(const LoraModule& module, LoraRole role, std::string_view ending,
                                        const std::string& file) {
  const WeightRef* ref = module.find(role);
  if (ref == nullptr) return std::nullopt;
  const auto value = scalar_value(*ref);
  if (!value || !std::isfinite(*value)) {
    return fail(ErrorKind::invalid_input, "[lora.open] '{}' is damaged: '{}.{}' is not one finite number", file,
                printable(module.name), ending);
  }
  return value;
}

Result<void> take_alpha(LoraModule& module, const PeftSettings& settings, const std::string& file) {
  auto alpha = number_of(module, LoraRole::alpha, "alpha", file),
       scale = number_of(module, LoraRole::scale, "scale", file);
  if (!alpha) return forward(alpha);
  if (!scale) return forward(scale);
  module.alpha = *alpha;
  if (module.alpha) return {};
  module.scale = *scale;
  if (module.scale) return {};
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
  LoraFile lora{path, signature_of(file), {}, {}, {}};
  if (lora.signature.kind != FileKind::lora) {
    return fail(ErrorKind::invalid_input, "[lora.open] '{}' is no LoRA; it is: {}", lora.name(),
                describe(lora.signature));
  }
  auto embeddings = bundled(path, file);
  if (!embeddings) return forward(embeddings);
  lora.embeddings = std::move(*embeddings);
  const PeftSettings settings = read_peft_settings(path, metadata);
  std::set<std::string> adapters;
  auto modules = gathered(file, lora.unknown, adapters);
  if (adapters.size() > 1) {
    return fail(ErrorKind::unsupported,
                "[lora.open] '{}' holds {} adapters, '{}' and '{}'; save each to a file of its own", lora.name(),
                adapters.size(), printable(*adapters.begin(), 40), printable(*std::next(adapters.begin()), 40));
  }
  for (auto& [name, module] : modules) {
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
