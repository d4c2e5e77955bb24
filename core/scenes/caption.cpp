#include "scenes/caption.h"

#include <fmt/format.h>

#include <utility>

#include "scenes/caption_full.h"
#include "scenes/caption_words.h"
#include "scenes/random.h"

namespace heddle::scenes {
namespace {

// The night sky implies its light.
bool time_is_news(const Scene& scene) { return scene.background != Background::night_sky; }

// What a wording may use; what it drops is empty.
struct Phrases {
  std::string object;  // "red ball"
  std::string place;   // "on the beach"
  std::string time;    // "at dusk", or nothing
};

Phrases phrases_of(const Scene& scene, Dice& dice) {
  const Item& item = scene.items.front();
  Phrases phrases;
  phrases.object = fmt::format("{} {}", name_of(item.colour), some(words_of(item.object), dice));
  phrases.place = some(words_of(scene.background), dice);
  const float mention = scene.light == Light::day ? 0.4F : 0.85F;
  if (time_is_news(scene) && dice.chance(mention)) phrases.time = some(words_of(scene.light), dice);
  if (item.position != Position::centre && dice.chance(0.2F)) {
    phrases.place = fmt::format("{} {}", words_of(item.position)[0], phrases.place);
  }
  return phrases;
}

}  // namespace

std::string full_caption(const Scene& scene) {
  if (scene.scene_set == SceneSet::full) return full_set_caption(scene);
  const Item& item = scene.items.front();
  std::string caption =
      fmt::format("{} {}", with_article(fmt::format("{} {}", name_of(item.colour), name_of(item.object))),
                  words_of(scene.background)[0]);
  if (time_is_news(scene)) caption = joined(std::move(caption), words_of(scene.light)[0], " ");
  return caption;
}

std::string caption_of(const Scene& scene, std::uint64_t wording_seed) {
  Dice dice(wording_seed, /*stream=*/5);
  if (scene.scene_set == SceneSet::full) return full_set_wording(scene, dice);
  const Phrases said = phrases_of(scene, dice);
  const Item& item = scene.items.front();
  const float u = dice.unit();
  if (u < 0.40F) return joined(fmt::format("{} {}", with_article(said.object), said.place), said.time, " ");
  if (u < 0.50F) return fmt::format("{}, {}", joined(said.place, said.time, " "), with_article(said.object));
  if (u < 0.60F) return joined(fmt::format("{}, {}", said.object, name_of(scene.background)), said.time, ", ");
  if (u < 0.68F)
    return joined(fmt::format("a picture of {} {}", with_article(said.object), said.place), said.time, " ");
  if (u < 0.74F)
    return joined(fmt::format("an illustration of {} {}", with_article(said.object), said.place), said.time, " ");
  if (u < 0.80F) return joined(fmt::format("there is {} {}", with_article(said.object), said.place), said.time, " ");
  if (u < 0.85F)
    return joined(fmt::format("{}, {}, {}", with_article(name_of(item.object)), name_of(item.colour), said.place),
                  said.time, ", ");
  if (u < 0.91F) return with_article(said.object);
  if (u < 0.95F) return joined(fmt::format("{} {}", with_article(name_of(item.object)), said.place), said.time, " ");
  if (u < 0.98F) return fmt::format("{} {}", name_of(item.colour), name_of(item.object));
  return joined(said.place, said.time, " ");
}

}  // namespace heddle::scenes
