#include "weights/layouts/clip_keys.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

#include "weights/layouts/key_cursor.h"

namespace heddle::weights::layouts {

namespace {

using Rename = std::pair<std::string_view, std::string_view>;

constexpr int kLayersMost = 100000;

constexpr std::array<Rename, 5> kBlock = {{{"attn.out_proj.", "self_attn.out_proj."},
                                           {"ln_1.", "layer_norm1."},
                                           {"ln_2.", "layer_norm2."},
                                           {"mlp.c_fc.", "mlp.fc1."},
                                           {"mlp.c_proj.", "mlp.fc2."}}};

// Query, key and value are stacked by rows in `in_proj`.
KeyTargets fused_targets(std::string_view place, std::string_view parameter) {
  KeyTargets targets;
  int third = 0;
  for (const std::string_view projection : {"q_proj", "k_proj", "v_proj"}) {
    targets.push_back({fmt::format("{}.self_attn.{}.{}", place, projection, parameter), Adjust::rows, third++});
  }
  return targets;
}

KeyTargets block_target(std::string_view tower, KeyCursor cursor, int layers_kept) {
  const auto layer = cursor.take_index();
  if (!layer || *layer >= layers_kept) return {};
  const std::string place = fmt::format("{}.encoder.layers.{}", tower, *layer);
  if (cursor.rest() == "attn.in_proj_weight") return fused_targets(place, "weight");
  if (cursor.rest() == "attn.in_proj_bias") return fused_targets(place, "bias");
  for (const auto& [from, to] : kBlock) {
    if (cursor.take(from)) return one_target(fmt::format("{}.{}{}", place, to, cursor.rest()));
  }
  return {};
}

bool is_hf_transformer(std::string_view name) {
  return name.starts_with("embeddings.") || name.starts_with("encoder.layers.");
}

// Old files store the numbers 0, 1, 2 … as a tensor; half-precision merges corrupt it, and nothing needs it.
bool is_position_ids(std::string_view name) { return name.ends_with("embeddings.position_ids"); }

}  // namespace

KeyTargets text_target_from_hf(std::string_view name) {
  if (is_position_ids(name)) return {};
  if (name == "text_projection.weight") return one_target(std::string(name));
  KeyCursor cursor(name);
  cursor.take("text_model.");
  if (!is_hf_transformer(cursor.rest()) && !cursor.rest().starts_with("final_layer_norm.")) return {};
  return one_target(fmt::format("text_model.{}", cursor.rest()));
}

KeyTargets text_target_from_openclip(std::string_view name, int layers_kept) {
  if (name == "positional_embedding") return one_target("text_model.embeddings.position_embedding.weight");
  if (name == "token_embedding.weight") return one_target("text_model.embeddings.token_embedding.weight");
  if (name == "text_projection") return one_target("text_projection.weight", Adjust::transpose);
  KeyCursor cursor(name);
  if (cursor.take("ln_final.")) return one_target(fmt::format("text_model.final_layer_norm.{}", cursor.rest()));
  if (cursor.take("transformer.resblocks.")) return block_target("text_model", cursor, layers_kept);
  return {};
}

KeyTargets openclip_block_target(std::string_view tower, std::string_view name) {
  return block_target(tower, KeyCursor(name), kLayersMost);
}

KeyTargets vision_target_from_hf(std::string_view name) {
  if (is_position_ids(name)) return {};
  if (name == "visual_projection.weight") return one_target(std::string(name));
  KeyCursor cursor(name);
  cursor.take("vision_model.");
  const std::string_view rest = cursor.rest();
  const bool is_norm = rest.starts_with("pre_layrnorm.") || rest.starts_with("post_layernorm.");
  if (!is_hf_transformer(rest) && !is_norm) return {};
  return one_target(fmt::format("vision_model.{}", rest));
}

KeyTargets vision_target_from_openclip(std::string_view name) {
  if (name == "class_embedding") return one_target("vision_model.embeddings.class_embedding");
  if (name == "positional_embedding") return one_target("vision_model.embeddings.position_embedding.weight");
  if (name == "conv1.weight") return one_target("vision_model.embeddings.patch_embedding.weight");
  if (name == "proj") return one_target("visual_projection.weight", Adjust::transpose);
  KeyCursor cursor(name);
  if (cursor.take("ln_pre.")) return one_target(fmt::format("vision_model.pre_layrnorm.{}", cursor.rest()));
  if (cursor.take("ln_post.")) return one_target(fmt::format("vision_model.post_layernorm.{}", cursor.rest()));
  if (cursor.take("transformer.resblocks.")) return block_target("vision_model", cursor, 1 << 20);
  return {};
}

}  // namespace heddle::weights::layouts
