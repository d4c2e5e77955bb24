#include "scenes/caption_full.h"

#include <fmt/format.h>

#include <utility>

#include "scenes/caption_words.h"

namespace heddle::scenes {
namespace {

// How freely a wording treats its words: the canonical caption always says everything in the first word of each row.
class Voice final {
 public:
  Voice() = default;
  explicit Voice(Dice& dice) : dice_(&dice) {}

  [[nodiscard]] std::string_view say(const Words& words) const {
    return dice_ == nullptr ? words[0] : some(words, *dice_);
  }
  [[nodiscard]] bool mentions(float probability) const { return dice_ == nullptr || dice_->chance(probability); }

 private:
  Dice* dice_ = nullptr;
};

// "small striped red boat", "blue stick figure waving"
std::string named(const Scene& scene, const Item& item, const Voice& voice) {
  std::string words;
  const bool sized = scene.relation == Relation::none && item.size != Size::medium;
  if (sized && voice.mentions(item.size == Size::large ? 0.3F : 0.7F)) words = voice.say(words_of(item.size));
  if (voice.mentions(0.8F)) words = joined(std::move(words), voice.say(words_of(item.surface)), " ");
  words = joined(std::move(words), name_of(item.colour), " ");
  words = joined(std::move(words), voice.say(words_of(item.object)), " ");
  if (item.object == Object::figure && voice.mentions(0.7F)) words = joined(std::move(words), name_of(item.pose), " ");
  return words;
}

std::string placed(const Scene& scene, const Voice& voice) {
  const std::string_view place = voice.say(words_of(scene.background));
  return scene.background == Background::backdrop ? fmt::format("{} {}", place, name_of(scene.backdrop))
                                                  : std::string(place);
}

// "a small red cat on a blue cube", "a yellow star at the top"
std::string subject_of(const Scene& scene, const Voice& voice) {
  const Item& item = scene.items.front();
  std::string subject = with_article(named(scene, item, voice));
  if (scene.relation != Relation::none && voice.mentions(0.92F)) {
    const std::string second = with_article(named(scene, scene.items.at(1), voice));
    return fmt::format("{} {} {}", subject, voice.say(words_of(scene.relation)), second);
  }
  const bool placed_aside = scene.relation == Relation::none && item.position != Position::centre;
  if (placed_aside && voice.mentions(0.5F))
    subject = joined(std::move(subject), voice.say(words_of(item.position)), " ");
  return subject;
}

std::string timed(const Scene& scene, const Voice& voice) {
  if (scene.background == Background::night_sky) return {};
  if (!voice.mentions(scene.light == Light::day ? 0.35F : 0.85F)) return {};
  return std::string(voice.say(words_of(scene.light)));
}

}  // namespace

std::string full_set_caption(const Scene& scene) {
  const Voice voice;
  return joined(joined(subject_of(scene, voice), placed(scene, voice), " "), timed(scene, voice), " ");
}

std::string full_set_wording(const Scene& scene, Dice& dice) {
  const Voice voice(dice);
  const std::string subject = subject_of(scene, voice);
  const std::string place = placed(scene, voice);
  const std::string time = timed(scene, voice);
  const float u = dice.unit();
  if (u < 0.42F) return joined(fmt::format("{} {}", subject, place), time, " ");
  if (u < 0.52F) return fmt::format("{}, {}", joined(place, time, " "), subject);
  if (u < 0.60F) return joined(fmt::format("{}, {}", subject, place), time, ", ");
  if (u < 0.67F) return joined(fmt::format("a picture of {} {}", subject, place), time, " ");
  if (u < 0.74F) return joined(fmt::format("an illustration of {} {}", subject, place), time, " ");
  if (u < 0.80F) return joined(fmt::format("there is {} {}", subject, place), time, " ");
  if (u < 0.90F) return subject;
  if (u < 0.94F) return fmt::format("{} {}", name_of(scene.items.front().colour), name_of(scene.items.front().object));
  if (u < 0.98F) return fmt::format("{} {}", with_article(name_of(scene.items.front().object)), place);
  return joined(place, time, " ");
}

}  // namespace heddle::scenes
