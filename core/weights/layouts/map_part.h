// Maps one part of a model out of a file: its tensors under canonical names, by its location and key style. Used by
// model loading and inspection. Pure functions.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "weights/layouts/part_location.h"
#include "weights/weight_map.h"

namespace heddle::weights::layouts {

struct MappedPart {
  WeightMap weights;                         // canonical names
  std::set<std::string, std::less<>> taken;  // the file's names that went into it
};

[[nodiscard]] MappedPart map_unet(const WeightMap& file, const PartLocation& location);
[[nodiscard]] MappedPart map_vae(const WeightMap& file, const PartLocation& location);
// Stable Diffusion 2 files hold one OpenCLIP layer that is never run; it is taken and left out.
[[nodiscard]] MappedPart map_text_encoder(const WeightMap& file, const PartLocation& location);
[[nodiscard]] MappedPart map_image_encoder(const WeightMap& file, const PartLocation& location);
// The decoder; an encoder's tensors are taken and left out.
[[nodiscard]] MappedPart map_tiny_vae(const WeightMap& file, const PartLocation& location);
[[nodiscard]] MappedPart map_controlnet(const WeightMap& file, const PartLocation& location);
[[nodiscard]] MappedPart map_t2i_adapter(const WeightMap& file, const PartLocation& location);
[[nodiscard]] MappedPart map_style_adapter(const WeightMap& file, const PartLocation& location);
[[nodiscard]] MappedPart map_coadapter_fuser(const WeightMap& file, const PartLocation& location);
[[nodiscard]] MappedPart map_uni_control(const WeightMap& file, const PartLocation& location);
[[nodiscard]] MappedPart map_adapter(const WeightMap& file);

}  // namespace heddle::weights::layouts
