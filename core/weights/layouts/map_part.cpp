#include "weights/layouts/map_part.h"

#include <fmt/format.h>

#include <utility>

#include "weights/layouts/adapter_keys.h"
#include "weights/layouts/clip_keys.h"
#include "weights/layouts/coadapter_fuser.h"
#include "weights/layouts/controlnet_keys.h"
#include "weights/layouts/style_adapter.h"
#include "weights/layouts/t2i_adapter.h"
#include "weights/layouts/tiny_vae.h"
#include "weights/layouts/unet_keys.h"
#include "weights/layouts/uni_control.h"
#include "weights/layouts/vae_keys.h"

namespace heddle::weights::layouts {

namespace {

// `target_of` turns a name without the prefix into its targets. A tensor whose shape refuses the adjustment keeps its
// own shape, so that the check of shapes names it.
template <class TargetOf>
MappedPart map_below(const WeightMap& file, std::string_view prefix, const TargetOf& target_of) {
  MappedPart part;
  const auto& table = file.table();
  for (auto it = table.lower_bound(prefix); it != table.end() && it->first.starts_with(prefix); ++it) {
    const KeyTargets targets = target_of(std::string_view(it->first).substr(prefix.size()));
    if (!targets.empty()) part.taken.insert(it->first);
    for (const KeyTarget& target : targets) {
      part.weights.add(target.name, adjusted(it->second, target.adjust, target.third).value_or(it->second));
    }
  }
  return part;
}

bool is_unet_name(std::string_view name) {
  for (const std::string_view start : {"conv_in.", "conv_out.", "conv_norm_out.", "time_embedding.", "class_embedding.",
                                       "add_embedding.", "down_blocks.", "mid_block.", "up_blocks."}) {
    if (name.starts_with(start)) return name.find(".processor.") == std::string_view::npos;
  }
  return false;
}

KeyTargets same_name_in_controlnet(std::string_view name) {
  return name.starts_with("controlnet_") || is_unet_name(name) ? one_target(std::string(name)) : KeyTargets();
}

KeyTargets same_name_in_unet(std::string_view name) {
  return is_unet_name(name) ? one_target(std::string(name)) : KeyTargets();
}

}  // namespace

MappedPart map_unet(const WeightMap& file, const PartLocation& location) {
  if (location.key_style != KeyStyle::ldm) return map_below(file, location.prefix, same_name_in_unet);
  const int layers = ldm_unet_layers_per_block(file, location.prefix);
  // SDXL alone has no attention at the finest level; it is recognised here because unCLIP models use label_emb as well.
  const bool is_sdxl = !file.has_prefix(fmt::format("{}input_blocks.1.1.", location.prefix));
  return map_below(file, location.prefix,
                   [&](std::string_view name) { return unet_target_from_ldm(name, layers, is_sdxl); });
}

MappedPart map_vae(const WeightMap& file, const PartLocation& location) {
  const int levels = ldm_vae_levels(file, location.prefix);
  return map_below(file, location.prefix, [&](std::string_view name) { return vae_target(name, levels); });
}

MappedPart map_text_encoder(const WeightMap& file, const PartLocation& location) {
  if (location.key_style != KeyStyle::openclip) return map_below(file, location.prefix, text_target_from_hf);
  const int layers = file.list_length(fmt::format("{}transformer.resblocks.", location.prefix));
  const bool drops_last = location.prefix == "cond_stage_model.model.";
  const int kept = drops_last ? layers - 1 : layers;
  MappedPart part =
      map_below(file, location.prefix, [&](std::string_view name) { return text_target_from_openclip(name, kept); });
  if (!drops_last) return part;
  const std::string dropped = fmt::format("{}transformer.resblocks.{}.", location.prefix, kept);
  const auto& table = file.table();
  for (auto it = table.lower_bound(dropped); it != table.end() && it->first.starts_with(dropped); ++it) {
    part.taken.insert(it->first);
  }
  return part;
}

MappedPart map_image_encoder(const WeightMap& file, const PartLocation& location) {
  const bool is_openclip = location.key_style == KeyStyle::openclip;
  return map_below(file, location.prefix, is_openclip ? vision_target_from_openclip : vision_target_from_hf);
}

MappedPart map_tiny_vae(const WeightMap& file, const PartLocation& location) {
  const bool is_original = location.key_style == KeyStyle::ldm;
  MappedPart part =
      map_below(file, location.prefix, [&](std::string_view name) { return tiny_vae_target(name, is_original); });
  for (const auto& [name, ref] : file.table()) {
    if (is_tiny_encoder_name(name)) part.taken.insert(name);
  }
  return part;
}

MappedPart map_controlnet(const WeightMap& file, const PartLocation& location) {
  if (location.key_style != KeyStyle::ldm) return map_below(file, location.prefix, same_name_in_controlnet);
  const int layers = ldm_unet_layers_per_block(file, location.prefix);
  const int hint_layers = ldm_hint_layers(file, location.prefix);
  return map_below(file, location.prefix,
                   [&](std::string_view name) { return controlnet_target_from_ldm(name, layers, hint_layers); });
}

MappedPart map_t2i_adapter(const WeightMap& file, const PartLocation& location) {
  if (location.key_style != KeyStyle::ldm) {
    return map_below(file, location.prefix, [](std::string_view name) {
      return name.starts_with("conv_in.") || name.starts_with("body.") ? one_target(fmt::format("adapter.{}", name))
                                                                       : KeyTargets();
    });
  }
  const bool is_light = !file.contains(fmt::format("{}conv_in.weight", location.prefix));
  const int layers = is_light ? 0 : original_t2i_layers(file, location.prefix);
  return map_below(file, location.prefix,
                   [&](std::string_view name) { return t2i_target_from_original(name, layers); });
}

MappedPart map_style_adapter(const WeightMap& file, const PartLocation& location) {
  return map_below(file, location.prefix, style_adapter_target);
}

MappedPart map_coadapter_fuser(const WeightMap& file, const PartLocation& location) {
  return map_below(file, location.prefix, coadapter_fuser_target);
}

MappedPart map_uni_control(const WeightMap& file, const PartLocation& location) {
  const int layers = ldm_unet_layers_per_block(file, fmt::format("{}local_adapter.", location.prefix));
  return map_below(file, location.prefix, [&](std::string_view name) { return uni_control_target(name, layers); });
}

MappedPart map_adapter(const WeightMap& file) {
  const ProcessorNumbers numbers = processor_numbers(file);
  return map_below(file, "", [&](std::string_view name) { return adapter_target(name, numbers); });
}

}  // namespace heddle::weights::layouts
