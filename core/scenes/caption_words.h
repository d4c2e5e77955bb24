// The words that captions choose from: rows of three, the first of which is the canonical one. Used by the captions of
// both sets. Constant data.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "scenes/random.h"
#include "scenes/scene_set.h"

namespace heddle::scenes {

using Words = std::array<std::string_view, 3>;

[[nodiscard]] const Words& words_of(Object object);
[[nodiscard]] const Words& words_of(
    Background background);  // with their preposition; the backdrop's end before its colour
[[nodiscard]] const Words& words_of(Light light);
[[nodiscard]] const Words& words_of(Surface surface);  // adjectives; empty for plain
[[nodiscard]] const Words& words_of(Size size);        // adjectives; empty for medium
[[nodiscard]] const Words& words_of(Position position);
[[nodiscard]] const Words& words_of(Relation relation);  // prepositions

// The canonical word more often than its synonyms.
[[nodiscard]] std::string_view some(const Words& words, Dice& dice);
[[nodiscard]] std::string with_article(std::string_view words);
[[nodiscard]] std::string joined(std::string a, std::string_view b, std::string_view between);

}  // namespace heddle::scenes
