#include "scenes/caption_words.h"

#include <fmt/format.h>

#include <cstddef>

namespace heddle::scenes {
namespace {

// clang-format off
constexpr std::array<Words, 26> kObjectWords = {{
    {"ball", "ball", "round ball"},
    {"cube", "cube", "block"},
    {"house", "house", "cottage"},
    {"tree", "tree", "leafy tree"},
    {"boat", "boat", "sailing boat"},
    {"fish", "fish", "fish"},
    {"mushroom", "mushroom", "toadstool"},
    {"star", "star", "smiling star"},
    {"cone", "cone", "cone"},
    {"vase", "vase", "clay vase"},
    {"cup", "cup", "mug"},
    {"apple", "apple", "apple"},
    {"pear", "pear", "pear"},
    {"pine", "pine", "fir tree"},
    {"tower", "tower", "castle tower"},
    {"bird", "bird", "songbird"},
    {"cat", "cat", "kitten"},
    {"flower", "flower", "blossom"},
    {"lamp", "lamp", "table lamp"},
    {"umbrella", "umbrella", "parasol"},
    {"balloon", "balloon", "balloon on a string"},
    {"rocket", "rocket", "spaceship"},
    {"moon", "moon", "crescent moon"},
    {"stick figure", "stick figure", "stick man"},
    {"kite", "kite", "paper kite"},
    {"car", "car", "motor car"}}};
constexpr std::array<Words, 10> kPlaces = {{
    {"in a meadow", "in a green field", "on the grass"},
    {"in the desert", "among sand dunes", "in a dry desert"},
    {"on the sea", "on the ocean", "on the water"},
    {"in the snow", "on a snowy field", "in a winter landscape"},
    {"on the beach", "on a sandy beach", "at the seaside"},
    {"in the night sky", "in a starry sky", "among the stars"},
    {"in a forest", "in the woods", "deep in the forest"},
    {"in a room", "indoors", "in a cosy room"},
    {"in the city", "on a city street", "in town"},
    {"on a plain backdrop of", "in front of a backdrop of", "against plain"}}};
constexpr std::array<Words, 5> kTimes = {{
    {"by day", "in daylight", "on a bright day"},
    {"at dusk", "at sunset", "in the evening"},
    {"at night", "in the dark", "on a dark night"},
    {"in fog", "in the mist", "in thick fog"},
    {"in studio light", "under studio lamps", "in soft studio light"}}};
constexpr std::array<Words, 6> kSurfaces = {{
    {"", "", ""},
    {"striped", "striped", "stripy"},
    {"dotted", "spotted", "polka dot"},
    {"checkered", "checkered", "chequered"},
    {"gradient", "fading", "gradient"},
    {"rough", "mottled", "rough"}}};
constexpr std::array<Words, 3> kSizes = {{{"large", "big", "huge"}, {"", "", ""}, {"small", "little", "tiny"}}};
constexpr std::array<Words, 5> kSides = {{
    {"on the left", "on the left", "to the left"},
    {"in the middle", "in the middle", "in the centre"},
    {"on the right", "on the right", "to the right"},
    {"at the top", "at the top", "high up"},
    {"at the bottom", "at the bottom", "low down"}}};
constexpr std::array<Words, 5> kRelations = {{
    {"", "", ""},
    {"beside", "next to", "by"},
    {"on", "on top of", "standing on"},
    {"above", "over", "floating above"},
    {"behind", "partly behind", "half hidden by"}}};
// clang-format on

template <class Enum, std::size_t N>
const Words& row_of(const std::array<Words, N>& table, Enum value) {
  return table.at(static_cast<std::size_t>(value));
}

}  // namespace

const Words& words_of(Object object) { return row_of(kObjectWords, object); }
const Words& words_of(Background background) { return row_of(kPlaces, background); }
const Words& words_of(Light light) { return row_of(kTimes, light); }
const Words& words_of(Surface surface) { return row_of(kSurfaces, surface); }
const Words& words_of(Size size) { return row_of(kSizes, size); }
const Words& words_of(Position position) { return row_of(kSides, position); }
const Words& words_of(Relation relation) { return row_of(kRelations, relation); }

std::string_view some(const Words& words, Dice& dice) {
  return dice.chance(0.6F) ? words[0] : words[static_cast<std::size_t>(dice.below(3))];
}

std::string with_article(std::string_view words) {
  const bool vowel = std::string_view("aeiou").find(words.front()) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", words);
}

std::string joined(std::string a, std::string_view b, std::string_view between) {
  if (a.empty()) return std::string(b);
  if (!b.empty()) a.append(between).append(b);
  return a;
}

}  // namespace heddle::scenes
