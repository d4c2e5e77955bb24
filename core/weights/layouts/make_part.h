// Makes a Part of mapped tensors: determines its configuration and checks the tensors against it. Used by model loading
// and inspection. Pure functions.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "base/json.h"
#include "weights/layouts/part_location.h"
#include "weights/part.h"

namespace heddle::weights::layouts {

// `config` is the part's config.json, or null where the layout has none. `is_openclip` decides the text encoder's
// activation in that case.
[[nodiscard]] Part make_part(PartName name, WeightMap weights, const Json& config, bool is_openclip);

// The part's location in `file`, and the part made of it; nothing where it is missing. `taken` receives its names.
struct ExtractedPart {
  Part part;
  std::set<std::string, std::less<>> taken;
};
[[nodiscard]] std::optional<ExtractedPart> take_part(PartName name, const WeightMap& file, const Json& config);

}  // namespace heddle::weights::layouts
