// Captions of scenes: what a text encoder learns from. ASCII, lower case, no full stop at the end. Pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "scenes/scene.h"

namespace heddle::scenes {

// Names every attribute once, always in the same words: "a red ball on the beach at dusk".
[[nodiscard]] std::string full_caption(const Scene& scene);

// One of many wordings: synonyms, another order, details left out; never a word that the picture belies.
[[nodiscard]] std::string caption_of(const Scene& scene, std::uint64_t wording_seed);

}  // namespace heddle::scenes
