// KeyTarget: the canonical name of a file's tensor, and the conversion that it needs. Made by the key maps of this
// folder. Used by map_weights. Plain values.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "weights/weight_map.h"

namespace heddle::weights::layouts {

struct KeyTarget {
  std::string name;
  Adjust adjust = Adjust::none;
  int third = 0;  // for Adjust::rows: which third of the rows (0 query, 1 key, 2 value)

  bool operator==(const KeyTarget&) const = default;
};

// None: not a tensor of this part. Several: a fused tensor that the canonical names split.
using KeyTargets = std::vector<KeyTarget>;

inline KeyTargets one_target(std::string name, Adjust adjust = Adjust::none) {
  KeyTargets targets;
  targets.push_back(KeyTarget{std::move(name), adjust, 0});
  return targets;
}

}  // namespace heddle::weights::layouts
