// LaneLayers: the layers that a lane by layer has a row for, as the model has them: their names, and the share of a
// lane's strength that each gets in the presets "style" and "layout". The engine reports them with a model; graph knows
// no model itself. Used by the presets and the lane editor. A plain value.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace heddle::graph {

inline constexpr std::size_t kLaneLayersMax = 1024;

struct LaneLayers {
  std::vector<std::string> names;  // "down 1.0", "mid", "up 2.1": block and number in it; in the order of a lane's rows
  std::vector<double> style;       // as many as names, or none where they are not known
  std::vector<double> layout;

  // Layers of which nothing is known but how many there are: "1", "2", …
  static LaneLayers unnamed(std::size_t count);

  [[nodiscard]] bool has_presets() const {
    return !names.empty() && style.size() == names.size() && layout.size() == names.size();
  }
  bool operator==(const LaneLayers&) const = default;
};

// "down 1.0" of "down_blocks.1.attentions.0.transformer_blocks.0.attn2", and "down 1.0.3" of its fourth transformer
// block; other names stay as they are.
[[nodiscard]] std::string short_layer_name(std::string_view name);

// Reads {"layers": [names], "style": [numbers], "layout": [numbers]}, as an inspection and the library write it.
// Nothing where that is not what it says.
[[nodiscard]] std::optional<LaneLayers> lane_layers_from_json(const Json& json);

}  // namespace heddle::graph
