// CrossAttentionFacts: which cross-attention layers a UNet has, and what each of them carries of an image prompt. From
// the UNet's config. Used by inspection and by the library, which reports them to the window, whose lanes have a row a
// layer. Values and pure functions; any thread.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "weights/layouts/unet_config.h"

namespace heddle::weights {

// A UNet's cross-attention layers in the order data flows (down, mid, up), which is the order of a lane's rows, and the
// share of an image prompt's scale that each gets where only style or only layout is wanted.
struct CrossAttentionFacts {
  std::vector<std::string> layers;  // "down_blocks.1.attentions.0.transformer_blocks.0.attn2", as diffusers spells it
  std::vector<double> style;        // one a layer, in [0, 1]: colour and brush stroke
  std::vector<double> layout;       // one a layer: what is where
};

// Style and layout are those that the field uses for Stable Diffusion and SDXL, and for Bobbin those that were tried;
// the source file says which and from where. A UNet of another form gets Stable Diffusion's, by place.
[[nodiscard]] CrossAttentionFacts cross_attention_of(const layouts::UNetConfig& config);

// {"layers": [...], "style": [...], "layout": [...]}
[[nodiscard]] Json to_json(const CrossAttentionFacts& facts);

}  // namespace heddle::weights
