#include "weights/lora/lora_key.h"

#include <array>

namespace heddle::weights {

namespace {

struct Ending {
  std::string_view text;
  LoraRole role;
};

// Of two endings that fit, the first counts.
constexpr std::array<Ending, 41> kEndings = {{
    {".lora_down.weight", LoraRole::down},
    {".lora_up.weight", LoraRole::up},
    {".lora_mid.weight", LoraRole::mid},
    {".lora_A.weight", LoraRole::down},
    {".lora_B.weight", LoraRole::up},
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
    {".scale", LoraRole::scale},
    {".oft_blocks", LoraRole::unsupported},
    {".oft_diag", LoraRole::unsupported},
    {".on_input", LoraRole::unsupported},
    {".a1.weight", LoraRole::unsupported},
    {".a2.weight", LoraRole::unsupported},
    {".b1.weight", LoraRole::unsupported},
    {".b2.weight", LoraRole::unsupported},
    {".lora_B.bias", LoraRole::unsupported},
}};

// PEFT puts the adapter's name before the ending: "….lora_A.my_style.weight".
std::optional<LoraKey> read_named_key(std::string_view name) {
  constexpr std::array<Ending, 3> kMarks = {
      {{".lora_A.", LoraRole::down}, {".lora_B.", LoraRole::up}, {".lora_magnitude_vector.", LoraRole::row_scale}}};
  for (const auto& [mark, role] : kMarks) {
    const std::size_t at = name.rfind(mark);
    if (at == std::string_view::npos || at == 0) continue;
    const std::string_view rest = name.substr(at + mark.size());
    const std::size_t dot = rest.find('.');
    const std::string_view adapter = rest.substr(0, dot),
                           ending = dot == std::string_view::npos ? "" : rest.substr(dot);
    const std::string module(name.substr(0, at));
    if (adapter.empty() || adapter == "weight" || adapter == "bias") return std::nullopt;
    if (ending == ".weight" || (ending.empty() && role == LoraRole::row_scale))
      return LoraKey{module, role, std::string(adapter)};
    if (ending == ".bias" && role == LoraRole::up) return LoraKey{module, LoraRole::unsupported, std::string(adapter)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<LoraKey> read_lora_key(std::string_view name) {
  if (auto named = read_named_key(name)) return named;
  for (const auto& [text, role] : kEndings) {
    if (name.size() > text.size() && name.ends_with(text)) {
      return LoraKey{std::string(name.substr(0, name.size() - text.size())), role, {}};
    }
  }
  return std::nullopt;
}

}  // namespace heddle::weights
