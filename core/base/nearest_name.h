// Finds the name that was probably meant: the nearest of the known ones. Used by messages about names that are not
// found. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heddle {

// By the least number of letters to change, leave out or put in (ASCII letters in any case count as equal); at most a
// third of the name's, or a name that holds it whole. None where none is near.
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& names);

}  // namespace heddle
