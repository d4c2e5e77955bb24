// Parses the name of one tensor of a LoRA file into its module and role, in the spellings of kohya, LyCORIS, PEFT and
// diffusers. Used by lora_file. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace heddle::weights {

enum class LoraRole {
  down,
  up,
  mid,
  alpha,
  column_or_row_scale,  // DoRA of kohya and LyCORIS: its shape says along which axis
  row_scale,            // DoRA of PEFT: always one number an output
  hada_w1_a,
  hada_w1_b,
  hada_w2_a,
  hada_w2_b,
  hada_t1,
  hada_t2,
  lokr_w1,
  lokr_w1_a,
  lokr_w1_b,
  lokr_w2,
  lokr_w2_a,
  lokr_w2_b,
  lokr_t2,
  difference,
  bias_difference,
  scale,       // in place of alpha over rank
  unsupported  // OFT, BOFT, IA3, GLoRA: known, and not merged by Heddle
};

struct LoraKey {
  std::string module;  // as the file spells it: "lora_unet_mid_block_attentions_0_proj_in"
  LoraRole role = LoraRole::down;
  std::string adapter = {};  // PEFT's name of the adapter; empty: none is given
};

// Nothing for a name that no adapter of this kind has.
[[nodiscard]] std::optional<LoraKey> read_lora_key(std::string_view name);

}  // namespace heddle::weights
