// Reads the one number of a tensor that holds one: alpha, the scale of eight-bit weights. Used by the readers of
// weights. Thread rule: pure function, any thread.
#pragma once

#include <optional>

#include "weights/weight_map.h"

namespace heddle::weights {

// Nothing where the tensor has no or several elements, or a type that is no number.
[[nodiscard]] std::optional<double> scalar_value(const WeightRef& ref);

}  // namespace heddle::weights
