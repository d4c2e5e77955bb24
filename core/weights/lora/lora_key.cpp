#include "weights/lora/lora_key.h"

#include <array>

namespace heddle::weights {

namespace {

struct Ending {
  std::string_view text;
  LoraRole role;
};

// Of two endings that fit, the first counts.
constexpr std::array<Ending, 46> kEndings = {{
    {".lora_down.weight", LoraRole::down},
    {".lora_up.weight", LoraRole::up},
    {".lora_mid.weight", LoraRole::mid},
    {".lora_A.weight", LoraRole::down},
    {".lora_B.weight", LoraRole::up},
    {".lora_A.default.weight", LoraRole::down},
    {".lora_B.default.weight", LoraRole::up},
    {".lora_A.default_0.weight", LoraRole::down},
    {".lora_B.default_0.weight", LoraRole::up},
    {".lora_linear_layer.down.weight", LoraRole::down},
    {".lora_linear_layer.up.weight", LoraRole::up},
    {".lora.down.weight", LoraRole::down},
    {".lora.up.weight", LoraRole::up},
    {"_lora.down.weight", LoraRole::down},
    {"_lora.up.weight", LoraRole::up},
    {".alpha", LoraRole::alpha},
    {".dora_scale", LoraRole::column_or_row_scale},
    {".lora_magnitude_vector", LoraRole::row_scale},
    {".lora_magnitude_vector.weight", LoraRole::row_scale},
    {".lora_magnitude_vector.default.weight", LoraRole::row_scale},
    {".hada_w1_a", LoraRole::hada_w1_a},
    {".hada_w1_b", LoraRole::hada_w1_b},
    {".hada_w2_a", LoraRole::hada_w2_a},
    {".hada_w2_b", LoraRole::hada_w2_b},
    {".hada_t1", LoraRole::hada_t1},
    {".hada_t2", LoraRole::hada_t2},
    {".lokr_w1", LoraRole::lokr_w1},
    {".lokr_w1_a", LoraRole::lokr_w1_a},
    {".lokr_w1_b", LoraRole::lokr_w1_b},
    {".lokr_w2", LoraRole::lokr_w2},
    {".lokr_w2_a", LoraRole::lokr_w2_a},
    {".lokr_w2_b", LoraRole::lokr_w2_b},
    {".lokr_t2", LoraRole::lokr_t2},
    {".diff", LoraRole::difference},
    {".w_norm", LoraRole::difference},
    {".diff_b", LoraRole::bias_difference},
    {".b_norm", LoraRole::bias_difference},
    {".scale", LoraRole::ignored},  // LyCORIS's mark of a trained scalar that it has already multiplied in
    {".oft_blocks", LoraRole::unsupported},
    {".oft_diag", LoraRole::unsupported},
    {".on_input", LoraRole::unsupported},
    {".a1.weight", LoraRole::unsupported},
    {".a2.weight", LoraRole::unsupported},
    {".b1.weight", LoraRole::unsupported},
    {".b2.weight", LoraRole::unsupported},
    {".lora_B.bias", LoraRole::unsupported},
}};

}  // namespace

std::optional<LoraKey> read_lora_key(std::string_view name) {
  for (const auto& [text, role] : kEndings) {
    if (name.size() > text.size() && name.ends_with(text)) {
      return LoraKey{std::string(name.substr(0, name.size() - text.size())), role};
    }
  }
  return std::nullopt;
}

}  // namespace heddle::weights
