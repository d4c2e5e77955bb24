#include "weights/cross_attention_facts.h"

#include <cstddef>
#include <cstdint>

#include "weights/family.h"

namespace heddle::weights {
namespace {

using Layer = layouts::CrossAttentionLayer;
using Way = Layer::Way;

struct Share {
  double style = 0, layout = 0;
};

// The levels of the way down that have attention.
struct Attending {
  std::size_t finest = 0, coarsest = 0;
};

Attending attending_levels(const layouts::UNetConfig& config) {
  Attending found{config.down_attention.size(), config.down_attention.size()};
  for (std::size_t level = 0; level < config.down_attention.size(); ++level) {
    if (!config.down_attention[level]) continue;
    if (found.finest == config.down_attention.size()) found.finest = level;
    found.coarsest = level;
  }
  return found;
}

// cubiq's IPAdapter plus, for Stable Diffusion 1.5: of 16 layers style is 0-3 and 9-15, layout is 5 and a quarter of 4.
// Said by place: layout is the coarsest level of the way down, its last layer above all; style is every finer level,
// and the last layer of the coarsest on the way up.
Share published(const Layer& layer, const Attending& levels) {
  const bool is_last = layer.transformer + 1 == layer.transformers;
  if (layer.way == Way::mid) return {};
  if (layer.level != levels.coarsest) return {.style = 1};
  if (layer.way == Way::up) return {.style = is_last ? 1.0 : 0.0};
  return {.layout = is_last ? 1.0 : 0.25};
}

// InstantStyle, for SDXL: the second transformer of the coarsest level, down for layout and up for style.
Share published_sdxl(const Layer& layer, const Attending& levels) {
  const bool is_it = layer.level == levels.coarsest && layer.transformer == 1;
  return {.style = is_it && layer.way == Way::up ? 1.0 : 0.0, .layout = is_it && layer.way == Way::down ? 1.0 : 0.0};
}

// Tried with Bobbin, layer by layer. Its way down and its coarsest level have next to no say (4 x 4 positions): the
// finest level of the way up colours, and the next coarser one shapes.
Share of_bobbin(const Layer& layer, const Attending& levels) {
  const auto is_up_at = [&](std::size_t level) { return layer.way == Way::up && layer.level == level; };
  return {.style = is_up_at(levels.finest) ? 1.0 : 0.0, .layout = is_up_at(levels.finest + 1) ? 1.0 : 0.0};
}

Share share_of(const layouts::UNetConfig& config, const Layer& layer, const Attending& levels) {
  if (config.cross_attention_dim == kBobbinContext) return of_bobbin(layer, levels);
  if (config.added_embedding_width > 0) return published_sdxl(layer, levels);
  return published(layer, levels);
}

}  // namespace

CrossAttentionFacts cross_attention_of(const layouts::UNetConfig& config) {
  const Attending levels = attending_levels(config);
  CrossAttentionFacts facts;
  for (const Layer& layer : layouts::cross_attention_layers(config)) {
    const Share share = share_of(config, layer, levels);
    facts.layers.push_back(layer.name);
    facts.style.push_back(share.style);
    facts.layout.push_back(share.layout);
  }
  return facts;
}

Json to_json(const CrossAttentionFacts& facts) {
  return {{"layers", facts.layers}, {"style", facts.style}, {"layout", facts.layout}};
}

}  // namespace heddle::weights
