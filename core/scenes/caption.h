// Captions of scenes, from which a text encoder learns. ASCII, lower case, no full stop at the end. Used by training,
// evaluation and `heddle scenes`. Pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "scenes/scene.h"

namespace heddle::scenes {

// Names every attribute once, with fixed wording: "a red ball on the beach at dusk".
[[nodiscard]] std::string full_caption(const Scene& scene);

// One of many wordings: synonyms, another order, details left out; never a word that contradicts the image.
[[nodiscard]] std::string caption_of(const Scene& scene, std::uint64_t wording_seed);

}  // namespace heddle::scenes
