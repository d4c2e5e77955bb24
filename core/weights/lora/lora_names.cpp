#include "weights/lora/lora_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "weights/layouts/unet_keys.h"

namespace heddle::weights {

namespace {

constexpr std::string_view kWeight = ".weight";

std::vector<std::string> modules_of(const WeightMap& network) {
  std::vector<std::string> modules;
  for (const auto& [name, ref] : network.table()) {
    if (name.ends_with(kWeight)) modules.push_back(name.substr(0, name.size() - kWeight.size()));
  }
  return modules;
}

// kohya's way: all dots become underscores.
std::string flat(std::string name) {
  std::ranges::replace(name, '.', '_');
  return name;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result(text);
  if (const std::size_t at = result.find(from); at != std::string::npos) result.replace(at, from.size(), to);
  return result;
}

void add_all(ModuleNames& names, std::initializer_list<std::string_view> prefixes, const std::string& spelled,
             const std::string& module) {
  for (const std::string_view prefix : prefixes) names.emplace(fmt::format("{}{}", prefix, spelled), module);
}

// diffusers' prefix of a block's part ("down_blocks.0.resnets.0.conv1.", "mid_block.attentions.0.") to LDM's. Made by
// asking the map from LDM for every place that a UNet may have, so that there is one source of these names.
using Prefixes = std::multimap<std::string, std::string>;

class LdmPrefixes final {
 public:
  LdmPrefixes(const WeightMap& network) {
    layers_ = network.list_length("down_blocks.0.resnets.");
    const int blocks = network.list_length("down_blocks.") * (layers_ + 1) + 1;
    for (const std::string_view place : {"time_embed.0.", "time_embed.2.", "input_blocks.0.0.", "out.0.", "out.2."})
      add(place);
    for (int block = 0; block < std::min(blocks, 64); ++block) {
      add_block(fmt::format("input_blocks.{}.", block));
      add_block(fmt::format("output_blocks.{}.", block));
    }
    add_block("middle_block.");
  }

  [[nodiscard]] const Prefixes& table() const { return prefixes_; }

 private:
  void add_block(const std::string& block) {
    for (int slot = 0; slot < 3; ++slot) {
      for (const std::string_view tail : {"", "in_layers.0.", "in_layers.2.", "emb_layers.1.", "out_layers.0.",
                                          "out_layers.3.", "skip_connection.", "op.", "conv."}) {
        add(fmt::format("{}{}.{}", block, slot, tail));
      }
    }
  }

  void add(std::string_view ldm) {
    constexpr std::string_view kAnything = "?";
    for (const layouts::KeyTarget& target :
         layouts::unet_target_from_ldm(fmt::format("{}{}", ldm, kAnything), layers_, false)) {
      if (target.name.ends_with(kAnything))
        prefixes_.emplace(target.name.substr(0, target.name.size() - 1), std::string(ldm));
    }
  }

  int layers_ = 0;
  Prefixes prefixes_;
};

// "down_blocks.0.attentions.1." of a module in a transformer; the module and its dot otherwise.
std::string place_of(const std::string& module) {
  const std::size_t at = module.find(".attentions.");
  if (at == std::string::npos) return module + ".";
  const std::size_t end = module.find('.', at + std::string_view(".attentions.").size());
  return end == std::string::npos ? module + "." : module.substr(0, end + 1);
}

void add_ldm(ModuleNames& names, const Prefixes& prefixes, const std::string& module) {
  const std::string place = place_of(module), whole = module + ".";
  const auto [begin, end] = prefixes.equal_range(place);
  for (auto it = begin; it != end; ++it) {
    std::string ldm = it->second + whole.substr(place.size());
    ldm.pop_back();
    add_all(names, {"diffusion_model.", "model.diffusion_model.", "unet.", ""}, ldm, module);
    add_all(names, {"lora_unet_", "lycoris_"}, flat(ldm), module);
  }
}

// diffusers' attention processors, the first form of its LoRA: "…attn1.processor.to_q", "…attn1.processor.to_out".
std::string processor_spelling(const std::string& module) {
  for (const std::string_view attention : {".attn1.to_", ".attn2.to_"}) {
    if (module.find(attention) == std::string::npos) continue;
    const std::string spelled = replaced(module, attention, fmt::format("{}processor.to_", attention.substr(0, 7)));
    return spelled.ends_with(".to_out.0") ? spelled.substr(0, spelled.size() - 2) : spelled;
  }
  return {};
}

// The same for text encoders: "…self_attn.to_q", "…self_attn.to_out".
std::string old_text_spelling(const std::string& module) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kNames = {
      {{".self_attn.q_proj", ".self_attn.to_q"},
       {".self_attn.k_proj", ".self_attn.to_k"},
       {".self_attn.v_proj", ".self_attn.to_v"},
       {".self_attn.out_proj", ".self_attn.to_out"}}};
  for (const auto& [name, old] : kNames) {
    if (module.ends_with(name)) return replaced(module, name, old);
  }
  return {};
}

}  // namespace

ModuleNames unet_module_names(const WeightMap& network) {
  ModuleNames names;
  const LdmPrefixes ldm(network);
  for (const std::string& module : modules_of(network)) {
    add_all(names, {"unet.", "", "base_model.model.", "base_model.model.unet.", "diffusion_model."}, module, module);
    add_all(names, {"lora_unet_", "lycoris_"}, flat(module), module);
    if (const std::string old = processor_spelling(module); !old.empty()) add_all(names, {"unet.", ""}, old, module);
    add_ldm(names, ldm.table(), module);
  }
  return names;
}

ModuleNames text_module_names(const WeightMap& network) {
  constexpr std::string_view kModel = "text_model.";
  ModuleNames names;
  for (const std::string& module : modules_of(network)) {
    add_all(names, {"text_encoder.", "", "base_model.model.", "text_encoders.clip_l.transformer."}, module, module);
    add_all(names, {"lora_te_", "lora_te1_"}, flat(module), module);
    if (const std::string old = old_text_spelling(module); !old.empty()) add_all(names, {"text_encoder."}, old, module);
    // transformers 5 has no `text_model.` in front.
    if (module.starts_with(kModel)) {
      add_all(names, {"text_encoder.", "", "base_model.model."}, module.substr(kModel.size()), module);
    }
  }
  return names;
}

}  // namespace heddle::weights
