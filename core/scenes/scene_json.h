// Writes a scene's attributes as JSON beside an image, for judges to read. Used by `heddle scenes`. Pure functions.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "scenes/held_out.h"
#include "scenes/scene.h"

namespace heddle::scenes {

// {"world", "setting", "light", "style", "caption", "held_out", "relation"?, "backdrop"?, "things": [{"thing",
// "colour", "surface", "size", "position", "box": [left, top, right, bottom] in picture units, "pose"?, "joints"?:
// {name: [x, y]}}]}
[[nodiscard]] nlohmann::json to_json(const Scene& scene);
[[nodiscard]] nlohmann::json to_json(const Combination& combination);

}  // namespace heddle::scenes
