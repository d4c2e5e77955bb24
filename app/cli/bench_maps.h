// How long each annotator takes for a map of 1024 x 1024. Used by bench. One thread.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/node_registry.h"

namespace heddle::cli {

struct MapSpeed {
  std::string name;    // "canny"
  double seconds = 0;  // median
};

// Every annotator at its initial settings, at the picture's own size. Empty where this build has none.
Result<std::vector<MapSpeed>> measure_maps(const engine::NodeRegistry& registry, int repeats);

}  // namespace heddle::cli
