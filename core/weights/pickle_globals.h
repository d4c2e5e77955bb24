// The allow list: the only names that a pickle may mention. Used by the pickle walker. Thread rule: pure function.
#pragma once

#include <optional>
#include <string_view>

#include "weights/pickle_tree.h"

namespace heddle::weights {

struct AllowedGlobal {
  std::string_view module;
  std::string_view name;
  GlobalKind kind = GlobalKind::inert;
  Dtype dtype = Dtype::unknown;  // of a storage type
};

// Null for every name that is not on the list.
[[nodiscard]] const AllowedGlobal* find_allowed_global(std::string_view module, std::string_view name);

}  // namespace heddle::weights
