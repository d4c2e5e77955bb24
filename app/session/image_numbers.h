// ImageNumbers: how like its first reference an image is, and how true to its words, as CLIP's cosines. Used by
// results, their history and comparisons. A plain value.
#pragma once

#include <optional>

namespace heddle::session {

struct ImageNumbers {
  std::optional<double> likeness = {};  // CLIP-I to the first reference; none: there is no reference
  std::optional<double> words = {};     // CLIP-T; none: there are no words
};

}  // namespace heddle::session
