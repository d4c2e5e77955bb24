#include "weights/lora/peft_settings.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

namespace heddle::weights {

namespace {

constexpr std::size_t kMostConfigBytes = 1 << 20;

std::optional<double> finite_number(const Json& config, std::string_view key) {
  const Json* value = find_member(config, key);
  if (value == nullptr || !value->is_number() || !std::isfinite(value->get<double>())) return std::nullopt;
  return value->get<double>();
}

// A pattern names a module by its end.
std::optional<double> of_pattern(const Json& config, std::string_view module) {
  const Json* patterns = find_member(config, "alpha_pattern");
  if (patterns == nullptr || !patterns->is_object()) return std::nullopt;
  for (const auto& [name, alpha] : patterns->items()) {
    const std::size_t before = module.size() - std::min(module.size(), name.size());
    const bool is_end = !name.empty() && module.ends_with(name) && (before == 0 || module[before - 1] == '.');
    if (is_end) return finite_number(*patterns, name);
  }
  return std::nullopt;
}

// diffusers writes every setting of each part under the part's name: {"unet.r": 4, "unet.lora_alpha": 8, …}.
Json settings_below(const Json& all, std::string_view prefix) {
  Json below = Json::object();
  for (const auto& [key, value] : all.items()) {
    if (key.starts_with(prefix)) below[key.substr(prefix.size())] = value;
  }
  return below;
}

Json config_beside(const std::filesystem::path& lora) {
  std::ifstream stream(lora.parent_path() / "adapter_config.json", std::ios::binary);
  if (!stream) return {};
  std::string text(kMostConfigBytes, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  auto json = parse_json(text, "adapter_config.json");
  return json ? std::move(*json) : Json();
}

}  // namespace

void PeftSettings::add(std::string prefix, Json config) {
  if (config.is_object() && !config.empty()) entries_.push_back({std::move(prefix), std::move(config)});
}

const PeftSettings::Entry* PeftSettings::entry_of(std::string_view module) const {
  for (const Entry& entry : entries_) {
    if (module.starts_with(entry.prefix)) return &entry;
  }
  return nullptr;
}

std::optional<double> PeftSettings::alpha_of(std::string_view module) const {
  const Entry* entry = entry_of(module);
  if (entry == nullptr) return std::nullopt;
  if (const auto alpha = of_pattern(entry->config, module)) return alpha;
  const auto alpha = finite_number(entry->config, "lora_alpha");
  return alpha ? alpha : finite_number(entry->config, "alpha");
}

std::int64_t PeftSettings::rank_of(std::string_view module) const {
  const Entry* entry = entry_of(module);
  const double rank = entry == nullptr ? 0 : finite_number(entry->config, "r").value_or(0);
  return rank >= 1 && rank <= 1'000'000 ? static_cast<std::int64_t>(rank) : 0;
}

bool PeftSettings::is_rank_stabilised(std::string_view module) const {
  const Entry* entry = entry_of(module);
  const Json* flag = entry == nullptr ? nullptr : find_member(entry->config, "use_rslora");
  return flag != nullptr && flag->is_boolean() && flag->get<bool>();
}

PeftSettings read_peft_settings(const std::filesystem::path& lora, const Metadata& metadata) {
  PeftSettings settings;
  if (const auto found = metadata.find("lora_adapter_metadata"); found != metadata.end()) {
    if (auto json = parse_json(found->second, "lora_adapter_metadata"); json && json->is_object()) {
      for (const std::string prefix : {"unet.", "text_encoder."}) settings.add(prefix, settings_below(*json, prefix));
    }
    return settings;
  }
  // Only PEFT's own name for its file has a config beside it; other LoRA share a folder by hundreds.
  if (lora.stem() == "adapter_model") settings.add("", config_beside(lora));
  return settings;
}

}  // namespace heddle::weights
