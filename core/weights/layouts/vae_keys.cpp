#include "weights/layouts/vae_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "weights/layouts/key_cursor.h"

namespace heddle::weights::layouts {

namespace {

struct VaeKeyStyle {
  std::string_view canonical;
  std::array<std::string_view, 3> accepted;
};

// LDM; diffusers before 0.15; diffusers since; and mixtures of them that merging tools wrote.
constexpr std::array<VaeKeyStyle, 5> kAttention = {{{"group_norm", {"norm", "group_norm", ""}},
                                                    {"to_q", {"q", "query", "to_q"}},
                                                    {"to_k", {"k", "key", "to_k"}},
                                                    {"to_v", {"v", "value", "to_v"}},
                                                    {"to_out.0", {"proj_out", "proj_attn", "to_out.0"}}}};

KeyTargets attention_target(std::string_view half, std::string_view tail) {
  const std::size_t dot = tail.rfind('.');
  if (dot == std::string_view::npos) return {};
  const std::string_view module = tail.substr(0, dot);
  const std::string_view parameter = tail.substr(dot + 1);
  for (const VaeKeyStyle& key_style : kAttention) {
    if (module.empty() || std::ranges::find(key_style.accepted, module) == key_style.accepted.end()) continue;
    const bool is_matrix = parameter == "weight" && key_style.canonical != "group_norm";
    return one_target(fmt::format("{}.mid_block.attentions.0.{}.{}", half, key_style.canonical, parameter),
                      is_matrix ? Adjust::squeeze : Adjust::none);
  }
  return {};
}

std::string resnet_tail(std::string_view tail) {
  KeyCursor cursor(tail);
  if (cursor.take("nin_shortcut.")) return fmt::format("conv_shortcut.{}", cursor.rest());
  return std::string(tail);
}

KeyTargets ldm_level_target(std::string_view half, KeyCursor cursor, int level) {
  const bool is_encoder = half == "encoder";
  const std::string place = fmt::format("{}.{}.{}", half, is_encoder ? "down_blocks" : "up_blocks", level);
  if (cursor.take("block.")) {
    const auto layer = cursor.take_index();
    if (!layer) return {};
    return one_target(fmt::format("{}.resnets.{}.{}", place, *layer, resnet_tail(cursor.rest())));
  }
  if (is_encoder && cursor.take("downsample.")) {
    return one_target(fmt::format("{}.downsamplers.0.{}", place, cursor.rest()));
  }
  if (!is_encoder && cursor.take("upsample.")) {
    return one_target(fmt::format("{}.upsamplers.0.{}", place, cursor.rest()));
  }
  return {};
}

std::optional<KeyTargets> ldm_target(std::string_view half, KeyCursor cursor, int ldm_levels) {
  if (cursor.take("mid.block_1.")) {
    return one_target(fmt::format("{}.mid_block.resnets.0.{}", half, resnet_tail(cursor.rest())));
  }
  if (cursor.take("mid.block_2.")) {
    return one_target(fmt::format("{}.mid_block.resnets.1.{}", half, resnet_tail(cursor.rest())));
  }
  if (cursor.take("mid.attn_1.")) return attention_target(half, cursor.rest());
  if (cursor.take("norm_out.")) return one_target(fmt::format("{}.conv_norm_out.{}", half, cursor.rest()));
  const bool is_encoder = half == "encoder";
  if (!cursor.take(is_encoder ? "down." : "up.")) return std::nullopt;
  const auto level = cursor.take_index();
  if (!level || (!is_encoder && *level >= ldm_levels)) return KeyTargets();
  return ldm_level_target(half, cursor, is_encoder ? *level : ldm_levels - 1 - *level);
}

}  // namespace

int ldm_vae_levels(const WeightMap& weights, std::string_view prefix) {
  return weights.list_length(fmt::format("{}decoder.up.", prefix));
}

KeyTargets vae_target(std::string_view name, int ldm_levels) {
  if (name.starts_with("quant_conv.") || name.starts_with("post_quant_conv.")) return one_target(std::string(name));
  for (const std::string_view half : {std::string_view("encoder"), std::string_view("decoder")}) {
    KeyCursor cursor(name);
    if (!cursor.take(half) || !cursor.take(".")) continue;
    if (auto target = ldm_target(half, cursor, ldm_levels)) return std::move(*target);
    if (cursor.take("mid_block.attentions.0.")) return attention_target(half, cursor.rest());
    return one_target(std::string(name));
  }
  return {};
}

}  // namespace heddle::weights::layouts
