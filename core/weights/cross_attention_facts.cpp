#include "weights/cross_attention_facts.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <utility>

#include "weights/family.h"

namespace heddle::weights {
namespace {

// Where a transformer stands in a UNet.
struct Place {
  enum class Way { down, mid, up } way = Way::down;
  std::size_t level = 0;     // 0 is the finest
  std::int64_t number = 0;   // in its block
  std::int64_t count = 1;    // of transformers in the block
};
using Way = Place::Way;

struct Share {
  double style = 0, layout = 0;
};

// The levels of the way down that have attention.
struct Attending {
  std::size_t finest = 0, coarsest = 0;
};

Attending attending_levels(const layouts::UnetShape& shape) {
  Attending found{shape.down_attention.size(), shape.down_attention.size()};
  for (std::size_t level = 0; level < shape.down_attention.size(); ++level) {
    if (!shape.down_attention[level]) continue;
    if (found.finest == shape.down_attention.size()) found.finest = level;
    found.coarsest = level;
  }
  return found;
}

// cubiq's IPAdapter plus, for Stable Diffusion 1.5: of 16 layers style is 0-3 and 9-15, layout is 5 and a quarter of 4. Said
// by place: layout is the coarsest level of the way down, its last layer above all; style is every finer level, and the last
// layer of the coarsest on the way up.
Share published(const Place& place, const Attending& levels) {
  const bool is_last = place.number + 1 == place.count;
  if (place.way == Way::mid) return {};
  if (place.level != levels.coarsest) return {.style = 1};
  if (place.way == Way::up) return {.style = is_last ? 1.0 : 0.0};
  return {.layout = is_last ? 1.0 : 0.25};
}

// InstantStyle, for SDXL: the second transformer of the coarsest level, down for layout and up for style.
Share published_sdxl(const Place& place, const Attending& levels) {
  const bool is_it = place.level == levels.coarsest && place.number == 1;
  return {.style = is_it && place.way == Way::up ? 1.0 : 0.0, .layout = is_it && place.way == Way::down ? 1.0 : 0.0};
}

// Tried with Bobbin, layer by layer. Its way down and its coarsest level have next to no say (4 x 4 positions): the finest
// level of the way up colours, and the next coarser one shapes.
Share of_bobbin(const Place& place, const Attending& levels) {
  const auto is_up_at = [&](std::size_t level) { return place.way == Way::up && place.level == level; };
  return {.style = is_up_at(levels.finest) ? 1.0 : 0.0, .layout = is_up_at(levels.finest + 1) ? 1.0 : 0.0};
}

Share share_of(const layouts::UnetShape& shape, const Place& place, const Attending& levels) {
  if (shape.cross_attention_dim == kBobbinContext) return of_bobbin(place, levels);
  if (shape.added_embedding_width > 0) return published_sdxl(place, levels);
  return published(place, levels);
}

}  // namespace

CrossAttentionFacts cross_attention_of(const layouts::UnetShape& shape) {
  const Attending levels = attending_levels(shape);
  const std::size_t count = shape.block_out_channels.size();
  CrossAttentionFacts facts;
  const auto add_block = [&](const std::string& block, Way way, std::size_t level, std::int64_t transformers) {
    for (std::int64_t i = 0; i < transformers; ++i) {
      const Share share = share_of(shape, {way, level, i, transformers}, levels);
      for (std::int64_t layer = 0; layer < shape.transformer_layers[level]; ++layer) {
        facts.layers.push_back(fmt::format("{}.attentions.{}.transformer_blocks.{}.attn2", block, i, layer));
        facts.style.push_back(share.style);
        facts.layout.push_back(share.layout);
      }
    }
  };
  for (std::size_t level = 0; level < count; ++level) {
    if (shape.down_attention[level]) add_block(fmt::format("down_blocks.{}", level), Way::down, level, shape.layers_per_block);
  }
  if (shape.mid_attention && count > 0) add_block("mid_block", Way::mid, count - 1, 1);
  for (std::size_t up = 0; up < count; ++up) {
    if (shape.up_attention[up]) add_block(fmt::format("up_blocks.{}", up), Way::up, count - 1 - up, shape.layers_per_block + 1);
  }
  return facts;
}

Json to_json(const CrossAttentionFacts& facts) {
  return {{"layers", facts.layers}, {"style", facts.style}, {"layout", facts.layout}};
}

}  // namespace heddle::weights
