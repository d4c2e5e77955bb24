// Maps names of CLIP text and vision transformers to those of Hugging Face's CLIPTextModel (`text_model.…`) and
// CLIPVisionModelWithProjection (`vision_model.…`, `visual_projection.weight`). Names arrive without the prefix of the
// file around them. Used by all layouts that hold an encoder. Pure functions of strings.
#pragma once

#include <string_view>

#include "weights/layouts/key_target.h"

namespace heddle::weights::layouts {

// Hugging Face names with `text_model.` (transformers 4) or without (transformers 5, old checkpoints).
KeyTargets text_target_from_hf(std::string_view name);

// OpenCLIP and OpenAI names. `layers_kept`: layers from this number on are left out. Stable Diffusion 2 reads the layer
// before the last, so files of that family hold one unused layer.
KeyTargets text_target_from_openclip(std::string_view name, int layers_kept);

// "0.attn.in_proj_weight" of a list of such layers, to "TOWER.encoder.layers.0.self_attn.q_proj.weight" and two more.
KeyTargets openclip_block_target(std::string_view tower, std::string_view name);

// Hugging Face names with or without `vision_model.`.
KeyTargets vision_target_from_hf(std::string_view name);

// OpenCLIP and OpenAI names, without `visual.`.
KeyTargets vision_target_from_openclip(std::string_view name);

}  // namespace heddle::weights::layouts
