#include "scenes/caption.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <string_view>

#include "scenes/random.h"

namespace heddle::scenes {
namespace {

using Words = std::array<std::string_view, 3>;

// The first of each row is the canonical word.
constexpr std::array<Words, 8> kThingWords = {{{"ball", "ball", "round ball"},
                                               {"cube", "cube", "block"},
                                               {"house", "house", "cottage"},
                                               {"tree", "tree", "leafy tree"},
                                               {"boat", "boat", "sailing boat"},
                                               {"fish", "fish", "fish"},
                                               {"mushroom", "mushroom", "toadstool"},
                                               {"star", "star", "smiling star"}}};
constexpr std::array<Words, 6> kPlaces = {{{"in a meadow", "in a green field", "on the grass"},
                                           {"in the desert", "among sand dunes", "in a dry desert"},
                                           {"on the sea", "on the ocean", "on the water"},
                                           {"in the snow", "on a snowy field", "in a winter landscape"},
                                           {"on the beach", "on a sandy beach", "at the seaside"},
                                           {"in the night sky", "in a starry sky", "among the stars"}}};
constexpr std::array<Words, 3> kTimes = {{{"by day", "in daylight", "on a bright day"},
                                          {"at dusk", "at sunset", "in the evening"},
                                          {"at night", "in the dark", "on a dark night"}}};
constexpr std::array<std::string_view, 3> kSides = {"on the left", "in the middle", "on the right"};

template <class Enum, std::size_t N>
const Words& row_of(const std::array<Words, N>& table, Enum value) {
  return table.at(static_cast<std::size_t>(value));
}

std::string_view some(const Words& words, Dice& dice) {
  return dice.chance(0.6F) ? words[0] : words[static_cast<std::size_t>(dice.below(3))];
}

std::string with_article(std::string_view words) {
  const bool vowel = std::string_view("aeiou").find(words.front()) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", words);
}

// The light of the night sky says itself.
bool time_is_news(const Scene& scene) { return scene.setting != Setting::night_sky; }

// What a wording may use; what it drops is empty.
struct Phrases {
  std::string thing;  // "red ball"
  std::string place;  // "on the beach"
  std::string time;   // "at dusk", or nothing
};

Phrases phrases_of(const Scene& scene, Dice& dice) {
  const Item& item = scene.items.front();
  Phrases phrases;
  phrases.thing = fmt::format("{} {}", name_of(item.colour), some(row_of(kThingWords, item.thing), dice));
  phrases.place = some(row_of(kPlaces, scene.setting), dice);
  const float mention = scene.light == Light::day ? 0.4F : 0.85F;
  if (time_is_news(scene) && dice.chance(mention)) phrases.time = some(row_of(kTimes, scene.light), dice);
  if (item.position != Position::centre && dice.chance(0.2F)) {
    phrases.place = fmt::format("{} {}", kSides.at(static_cast<std::size_t>(item.position)), phrases.place);
  }
  return phrases;
}

std::string joined(std::string a, std::string_view b, std::string_view between) {
  if (!b.empty()) a.append(between).append(b);
  return a;
}

}  // namespace

std::string full_caption(const Scene& scene) {
  const Item& item = scene.items.front();
  std::string caption =
      fmt::format("{} {}", with_article(fmt::format("{} {}", name_of(item.colour), name_of(item.thing))),
                  row_of(kPlaces, scene.setting)[0]);
  if (time_is_news(scene)) caption = joined(std::move(caption), row_of(kTimes, scene.light)[0], " ");
  return caption;
}

std::string caption_of(const Scene& scene, std::uint64_t wording_seed) {
  Dice dice(wording_seed, /*stream=*/5);
  const Phrases said = phrases_of(scene, dice);
  const Item& item = scene.items.front();
  const float u = dice.unit();
  if (u < 0.40F) return joined(fmt::format("{} {}", with_article(said.thing), said.place), said.time, " ");
  if (u < 0.50F) return fmt::format("{}, {}", joined(said.place, said.time, " "), with_article(said.thing));
  if (u < 0.60F) return joined(fmt::format("{}, {}", said.thing, name_of(scene.setting)), said.time, ", ");
  if (u < 0.68F) return joined(fmt::format("a picture of {} {}", with_article(said.thing), said.place), said.time, " ");
  if (u < 0.74F)
    return joined(fmt::format("an illustration of {} {}", with_article(said.thing), said.place), said.time, " ");
  if (u < 0.80F) return joined(fmt::format("there is {} {}", with_article(said.thing), said.place), said.time, " ");
  if (u < 0.85F)
    return joined(fmt::format("{}, {}, {}", with_article(name_of(item.thing)), name_of(item.colour), said.place),
                  said.time, ", ");
  if (u < 0.91F) return with_article(said.thing);
  if (u < 0.95F) return joined(fmt::format("{} {}", with_article(name_of(item.thing)), said.place), said.time, " ");
  if (u < 0.98F) return fmt::format("{} {}", name_of(item.colour), name_of(item.thing));
  return joined(said.place, said.time, " ");
}

}  // namespace heddle::scenes
