// Finds the parts of a model among a file's tensor names: the prefix and the key style of each. Used by model loading
// and family recognition. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "weights/weight_map.h"

namespace heddle::weights::layouts {

enum class KeyStyle { diffusers, ldm, hugging_face, openclip };

struct PartLocation {
  std::string prefix;  // "model.diffusion_model." or empty
  KeyStyle key_style = KeyStyle::diffusers;
};

[[nodiscard]] std::optional<PartLocation> find_unet(const WeightMap& file);
[[nodiscard]] std::optional<PartLocation> find_vae(const WeightMap& file);
[[nodiscard]] std::optional<PartLocation> find_text_encoder(const WeightMap& file);
[[nodiscard]] std::optional<PartLocation> find_second_text_encoder(const WeightMap& file);  // SDXL's
// TAESD's: as diffusers names it, or as its author does (KeyStyle::ldm), where the clamp counts as a layer.
[[nodiscard]] std::optional<PartLocation> find_tiny_vae(const WeightMap& file);
// By its authors' names (KeyStyle::ldm), alone or in a whole-model file, or by diffusers'.
[[nodiscard]] std::optional<PartLocation> find_controlnet(const WeightMap& file);
// By its authors' names (KeyStyle::ldm) or diffusers', each with `adapter.` before them or without; not a style
// adapter.
[[nodiscard]] std::optional<PartLocation> find_t2i_adapter(const WeightMap& file);
[[nodiscard]] std::optional<PartLocation> find_style_adapter(const WeightMap& file);
[[nodiscard]] std::optional<PartLocation> find_coadapter_fuser(const WeightMap& file);
// Uni-ControlNet, in whose file there is a whole checkpoint as well.
[[nodiscard]] std::optional<PartLocation> find_uni_control(const WeightMap& file);
[[nodiscard]] std::optional<PartLocation> find_image_encoder(const WeightMap& file);

// True when an LDM file holds moving averages of its UNet beside the UNet of the last training step.
[[nodiscard]] bool has_averages(const WeightMap& file);
// The same file with the averages under the UNet's names, as inference wants them.
[[nodiscard]] WeightMap with_averages(const WeightMap& file);

// Tensors that training leaves in a file and that no part needs: noise schedules, losses, optimizer state, constants.
[[nodiscard]] bool is_training_remains(std::string_view name);

}  // namespace heddle::weights::layouts
