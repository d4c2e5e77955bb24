// Part: one network of a model as its files hold it: tensors under canonical names, configuration, and defects. Made by
// open_model and its like. Used by the models. A value: copies share the files.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "weights/weight_map.h"

namespace heddle::weights {

enum class PartName {
  unet,
  vae,
  text_encoder,
  text_encoder_2,
  image_encoder,
  vae_tiny,
  controlnet,
  t2i_adapter,
  style_adapter,
  coadapter_fuser,
  uni_control
};
// The folder of the part in a diffusers directory: "unet".
[[nodiscard]] std::string_view to_string(PartName name);

// How the tensors differ from those that the architecture needs.
struct KeyCheck {
  std::vector<std::string> missing;    // names
  std::vector<std::string> extra;      // names
  std::vector<std::string> misshaped;  // "conv_in.weight is 320x9x3x3, expected 320x4x3x3"
  std::size_t needed = 0;              // tensors that the architecture has

  [[nodiscard]] bool complete() const { return missing.empty() && misshaped.empty(); }
};

struct Part {
  // Canonical names are those of diffusers and transformers:
  //   unet            UNet2DConditionModel            "down_blocks.0.resnets.0.conv1.weight"
  //   vae             AutoencoderKL, new attention    "decoder.mid_block.attentions.0.to_out.0.weight", always matrices
  //   text_encoder    CLIPTextModel                   "text_model.encoder.layers.0.self_attn.q_proj.weight"
  //   image_encoder   CLIPVisionModelWithProjection   "vision_model.…", "visual_projection.weight"
  //   controlnet      ControlNetModel                 "controlnet_down_blocks.0.weight"
  //   t2i_adapter     T2IAdapter                      "adapter.body.0.resnets.0.block1.weight"
  //   style_adapter   StyleAdapter                    "style.encoder.layers.0.self_attn.q_proj.weight"
  //   coadapter_fuser CoAdapterFuser                  "fuser.encoder.layers.0.self_attn.q_proj.weight"
  //   uni_control     UniControl                      "modulation.0.in.gamma.weight", a ControlNet's names
  //   vae_tiny        AutoencoderTiny, the decoder    "decoder.layers.2.conv.0.weight"
  WeightMap weights;
  Json config;                   // config.json, with what it leaves out read off the tensors
  std::filesystem::path source;  // the file or folder
  KeyCheck check;
  std::optional<Error> refusal;  // config.json asks for an architecture that Heddle does not have
};

}  // namespace heddle::weights
