#include "weights/layouts/unet_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "weights/layouts/key_cursor.h"

namespace heddle::weights::layouts {

namespace {

using Rename = std::pair<std::string_view, std::string_view>;

constexpr std::array<Rename, 5> kOutside = {{{"time_embed.0.", "time_embedding.linear_1."},
                                             {"time_embed.2.", "time_embedding.linear_2."},
                                             {"input_blocks.0.0.", "conv_in."},
                                             {"out.0.", "conv_norm_out."},
                                             {"out.2.", "conv_out."}}};

constexpr std::array<Rename, 6> kResnet = {{{"in_layers.0.", "norm1."},
                                            {"in_layers.2.", "conv1."},
                                            {"emb_layers.1.", "time_emb_proj."},
                                            {"out_layers.0.", "norm2."},
                                            {"out_layers.3.", "conv2."},
                                            {"skip_connection.", "conv_shortcut."}}};

template <std::size_t N>
std::optional<std::string> renamed(std::string_view name, const std::array<Rename, N>& table) {
  for (const auto& [from, to] : table) {
    if (name.starts_with(from)) return fmt::format("{}{}", to, name.substr(from.size()));
  }
  return std::nullopt;
}

KeyTargets resnet_target(std::string_view place, std::string_view tail) {
  const auto name = renamed(tail, kResnet);
  if (!name) return {};
  return one_target(fmt::format("{}.{}", place, *name));
}

KeyTargets input_block_target(KeyCursor cursor, int layers_per_block) {
  const auto number = cursor.take_index();
  const auto slot = cursor.take_index();
  if (!number || !slot || *number == 0) return {};
  const int level = (*number - 1) / (layers_per_block + 1);
  const int layer = (*number - 1) % (layers_per_block + 1);
  if (*slot == 0 && cursor.take("op.")) {
    return one_target(fmt::format("down_blocks.{}.downsamplers.0.conv.{}", level, cursor.rest()));
  }
  if (*slot == 0) return resnet_target(fmt::format("down_blocks.{}.resnets.{}", level, layer), cursor.rest());
  if (*slot == 1) return one_target(fmt::format("down_blocks.{}.attentions.{}.{}", level, layer, cursor.rest()));
  return {};
}

// The upsampler is the last module of its block: slot 1 where the level has no attention, slot 2 where it has.
KeyTargets output_block_target(KeyCursor cursor, int layers_per_block) {
  const auto number = cursor.take_index();
  const auto slot = cursor.take_index();
  if (!number || !slot) return {};
  const int level = *number / (layers_per_block + 1);
  const int layer = *number % (layers_per_block + 1);
  if (*slot == 0) return resnet_target(fmt::format("up_blocks.{}.resnets.{}", level, layer), cursor.rest());
  if (*slot <= 2 && cursor.take("conv.")) {
    return one_target(fmt::format("up_blocks.{}.upsamplers.0.conv.{}", level, cursor.rest()));
  }
  if (*slot == 1) return one_target(fmt::format("up_blocks.{}.attentions.{}.{}", level, layer, cursor.rest()));
  return {};
}

KeyTargets middle_block_target(KeyCursor cursor) {
  const auto slot = cursor.take_index();
  if (slot == 0) return resnet_target("mid_block.resnets.0", cursor.rest());
  if (slot == 1) return one_target(fmt::format("mid_block.attentions.0.{}", cursor.rest()));
  if (slot == 2) return resnet_target("mid_block.resnets.1", cursor.rest());
  return {};
}

KeyTargets label_target(KeyCursor cursor, bool is_sdxl) {
  const std::string_view place = is_sdxl ? "add_embedding" : "class_embedding";
  if (cursor.take("0.0.")) return one_target(fmt::format("{}.linear_1.{}", place, cursor.rest()));
  if (cursor.take("0.2.")) return one_target(fmt::format("{}.linear_2.{}", place, cursor.rest()));
  return {};
}

}  // namespace

int ldm_unet_layers_per_block(const WeightMap& weights, std::string_view prefix) {
  const int blocks = weights.list_length(fmt::format("{}input_blocks.", prefix));
  for (int block = 1; block < blocks; ++block) {
    if (weights.has_prefix(fmt::format("{}input_blocks.{}.0.op.", prefix, block))) return block - 1;
  }
  return std::max(blocks - 1, 0);
}

KeyTargets unet_target_from_ldm(std::string_view name, int layers_per_block, bool is_sdxl) {
  if (auto outside = renamed(name, kOutside)) return one_target(std::move(*outside));
  KeyCursor cursor(name);
  if (cursor.take("input_blocks.")) return input_block_target(cursor, layers_per_block);
  if (cursor.take("output_blocks.")) return output_block_target(cursor, layers_per_block);
  if (cursor.take("middle_block.")) return middle_block_target(cursor);
  if (cursor.take("label_emb.")) return label_target(cursor, is_sdxl);
  return {};
}

std::string ldm_ema_name(std::string_view name) {
  std::string flat(name.substr(std::min(name.find('.'), name.size())));
  std::erase(flat, '.');
  return "model_ema." + flat;
}

}  // namespace heddle::weights::layouts
