#include "weights/layouts/make_part.h"

#include <algorithm>
#include <utility>

#include "weights/layouts/clip_config.h"
#include "weights/layouts/coadapter_fuser.h"
#include "weights/layouts/controlnet_config.h"
#include "weights/layouts/map_part.h"
#include "weights/layouts/style_adapter.h"
#include "weights/layouts/t2i_adapter.h"
#include "weights/layouts/tiny_vae.h"
#include "weights/layouts/unet_config.h"
#include "weights/layouts/uni_control.h"
#include "weights/layouts/vae_config.h"

namespace heddle::weights::layouts {

namespace {

constexpr const char* kDifferenceMark = "difference";  // a tensor that such ControlNets carry beside their own

// config.json takes precedence; what it leaves out or null comes from the tensors.
Json merged(Json derived, const Json& config) {
  if (!config.is_object()) return derived;
  for (const auto& [key, value] : config.items()) {
    if (!value.is_null() || !derived.contains(key)) derived[key] = value;
  }
  return derived;
}

// The config of a whole CLIP keeps each tower's numbers one level deeper, but for the width that both project to: the
// towers may name one that is never read.
Json tower_config(const Json& config, std::string_view key) {
  const Json* tower = find_member(config, key);
  if (tower == nullptr || !tower->is_object()) return config;
  Json merged = *tower;
  if (const Json* width = find_member(config, "projection_dim"); width != nullptr) merged["projection_dim"] = *width;
  return merged;
}

// Newer configs may name the heads of a UNet correctly; readers use the old name.
Json with_old_head_name(Json config) {
  const Json* heads = find_member(config, "num_attention_heads");
  if (heads != nullptr && !heads->is_null()) config["attention_head_dim"] = *heads;
  return config;
}

bool promises_projection(const Json& config) {
  const Json* names = find_member(config, "architectures");
  if (names == nullptr || !names->is_array()) return false;
  return std::ranges::any_of(*names, [](const Json& name) { return name == "CLIPVisionModelWithProjection"; });
}

template <class Shape>
void check_against(Part& part, const Result<Shape>& shape) {
  if (shape) {
    part.check = check_keys(part.weights, expected_tensors(*shape));
  } else {
    part.refusal = shape.error();
  }
}

void settle_unet(Part& part, const Json& config) {
  part.config = merged(unet_config_of(part.weights).to_json(), with_old_head_name(config));
  check_against(part, UNetConfig::from_json(part.config));
}

void settle_vae(Part& part, const Json& config) {
  part.config = merged(vae_config_of(part.weights).to_json(), config);
  check_against(part, VaeConfig::from_json(part.config));
}

void settle_text_encoder(Part& part, const Json& config, bool is_openclip) {
  part.config = merged(clip_text_config_of(part.weights, is_openclip).to_json(), tower_config(config, "text_config"));
  auto read = ClipTextConfig::from_json(part.config);
  if (read && part.weights.contains("text_projection.weight")) {
    read->with_projection = true;
    read->projection_dim = part.weights.dimension("text_projection.weight", 0);
  }
  check_against(part, read);
}

void settle_image_encoder(Part& part, const Json& config) {
  part.config = merged(clip_vision_config_of(part.weights).to_json(), tower_config(config, "vision_config"));
  const bool has_projection = part.weights.contains("visual_projection.weight");
  if (!has_projection && !promises_projection(config)) part.config["projection_dim"] = 0;
  check_against(part, ClipVisionConfig::from_json(part.config));
}

void settle_tiny_vae(Part& part, const Json& config) {
  part.config = merged(tiny_vae_config_of(part.weights).to_json(), config);
  check_against(part, TinyVaeConfig::from_json(part.config));
}

void settle_controlnet(Part& part, const Json& config) {
  part.config = merged(controlnet_config_of(part.weights).to_json(), with_old_head_name(config));
  check_against(part, ControlNetConfig::from_json(part.config));
}

void settle_t2i_adapter(Part& part, const Json& config) {
  part.config = merged(t2i_adapter_config_of(part.weights).to_json(), config);
  check_against(part, T2IAdapterConfig::from_json(part.config));
}

void settle_style_adapter(Part& part, const Json& config) {
  part.config = merged(style_adapter_config_of(part.weights).to_json(), config);
  check_against(part, StyleAdapterConfig::from_json(part.config));
}

void settle_coadapter_fuser(Part& part, const Json& config) {
  part.config = merged(coadapter_fuser_config_of(part.weights).to_json(), config);
  check_against(part, CoAdapterFuserConfig::from_json(part.config));
}

void settle_uni_control(Part& part, const Json& config) {
  part.config = merged(uni_control_config_of(part.weights).to_json(), with_old_head_name(config));
  check_against(part, UniControlConfig::from_json(part.config));
}

std::optional<PartLocation> find_part(PartName name, const WeightMap& file) {
  switch (name) {
    case PartName::unet: return find_unet(file);
    case PartName::vae: return find_vae(file);
    case PartName::text_encoder: return find_text_encoder(file);
    case PartName::text_encoder_2: return find_second_text_encoder(file);
    case PartName::image_encoder: return find_image_encoder(file);
    case PartName::vae_tiny: return find_tiny_vae(file);
    case PartName::controlnet: return find_controlnet(file);
    case PartName::t2i_adapter: return find_t2i_adapter(file);
    case PartName::style_adapter: return find_style_adapter(file);
    case PartName::coadapter_fuser: return find_coadapter_fuser(file);
    case PartName::uni_control: return find_uni_control(file);
  }
  return std::nullopt;
}

MappedPart map_part(PartName name, const WeightMap& file, const PartLocation& location) {
  switch (name) {
    case PartName::unet: return map_unet(file, location);
    case PartName::vae: return map_vae(file, location);
    case PartName::text_encoder:
    case PartName::text_encoder_2: return map_text_encoder(file, location);
    case PartName::image_encoder: return map_image_encoder(file, location);
    case PartName::vae_tiny: return map_tiny_vae(file, location);
    case PartName::controlnet: return map_controlnet(file, location);
    case PartName::t2i_adapter: return map_t2i_adapter(file, location);
    case PartName::style_adapter: return map_style_adapter(file, location);
    case PartName::coadapter_fuser: return map_coadapter_fuser(file, location);
    case PartName::uni_control: return map_uni_control(file, location);
  }
  return {};
}

}  // namespace

Part make_part(PartName name, WeightMap weights, const Json& config, bool is_openclip) {
  Part part;
  part.weights = std::move(weights);
  switch (name) {
    case PartName::unet: settle_unet(part, config); break;
    case PartName::vae: settle_vae(part, config); break;
    case PartName::text_encoder:
    case PartName::text_encoder_2: settle_text_encoder(part, config, is_openclip); break;
    case PartName::image_encoder: settle_image_encoder(part, config); break;
    case PartName::vae_tiny: settle_tiny_vae(part, config); break;
    case PartName::controlnet: settle_controlnet(part, config); break;
    case PartName::t2i_adapter: settle_t2i_adapter(part, config); break;
    case PartName::style_adapter: settle_style_adapter(part, config); break;
    case PartName::coadapter_fuser: settle_coadapter_fuser(part, config); break;
    case PartName::uni_control: settle_uni_control(part, config); break;
  }
  return part;
}

std::optional<ExtractedPart> take_part(PartName name, const WeightMap& file, const Json& config) {
  const auto location = find_part(name, file);
  if (!location) return std::nullopt;
  MappedPart mapped = map_part(name, file, *location);
  const bool is_openclip = location->key_style == KeyStyle::openclip;
  ExtractedPart taken{make_part(name, std::move(mapped.weights), config, is_openclip), std::move(mapped.taken)};
  if (name == PartName::controlnet && file.contains(kDifferenceMark)) {
    taken.part.config["is_difference"] = true;
    taken.taken.emplace(kDifferenceMark);
  }
  return taken;
}

}  // namespace heddle::weights::layouts
