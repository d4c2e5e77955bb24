#include "weights/layouts/controlnet_keys.h"

#include <fmt/format.h>

#include "weights/layouts/key_cursor.h"
#include "weights/layouts/unet_keys.h"

namespace heddle::weights::layouts {

namespace {

KeyTargets hint_target(KeyCursor cursor, int hint_layers) {
  const auto slot = cursor.take_index();
  if (!slot || *slot % 2 != 0) return {};
  const int layer = *slot / 2;
  if (layer == 0) return one_target(fmt::format("controlnet_cond_embedding.conv_in.{}", cursor.rest()));
  if (layer == hint_layers - 1) return one_target(fmt::format("controlnet_cond_embedding.conv_out.{}", cursor.rest()));
  return one_target(fmt::format("controlnet_cond_embedding.blocks.{}.{}", layer - 1, cursor.rest()));
}

KeyTargets zero_conv_target(KeyCursor cursor) {
  const auto number = cursor.take_index();
  if (!number || cursor.take_index() != 0) return {};
  return one_target(fmt::format("controlnet_down_blocks.{}.{}", *number, cursor.rest()));
}

}  // namespace

KeyTargets controlnet_target_from_ldm(std::string_view name, int layers_per_block, int hint_layers) {
  KeyCursor cursor(name);
  if (cursor.take("input_hint_block.")) return hint_target(cursor, hint_layers);
  if (cursor.take("zero_convs.")) return zero_conv_target(cursor);
  if (cursor.take("middle_block_out.0.")) return one_target(fmt::format("controlnet_mid_block.{}", cursor.rest()));
  return unet_target_from_ldm(name, layers_per_block, /*is_sdxl=*/false);
}

int ldm_hint_layers(const WeightMap& file, std::string_view prefix) {
  int layers = 0;
  while (file.contains(fmt::format("{}input_hint_block.{}.weight", prefix, 2 * layers))) ++layers;
  return layers;
}

}  // namespace heddle::weights::layouts
