#include "scenes/scene.h"

#include <algorithm>

#include "scenes/full_set.h"
#include "scenes/held_out.h"
#include "scenes/random.h"

namespace heddle::scenes {
namespace {

template <class Enum>
Enum pick(Dice& dice, std::span<const Enum> all) {
  return all[static_cast<std::size_t>(dice.below(static_cast<int>(all.size())))];
}

template <class Enum>
bool has(std::span<const Enum> all, Enum one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

bool hovers(Object object) { return object == Object::star || object == Object::fish; }

// What is wider than high is drawn smaller, so that it stays within the picture.
float slimness(Object object) { return object == Object::boat || object == Object::fish ? 0.84F : 1.0F; }

// Where the lowest point comes to rest: on the ground well below the horizon, on the clouds of the night sky, in the
// air for what hovers.
float base_of(Object object, Background background, float scale, Dice& dice) {
  const float jitter = dice.unit();
  if (object == Object::star) return std::min(0.38F + 0.12F * jitter + scale * 0.5F, 0.80F);
  if (background == Background::night_sky) return 0.80F + 0.05F * jitter;
  if (hovers(object)) return 0.74F + 0.08F * jitter;
  return 0.83F + 0.07F * jitter;
}

Item composed_item(const SceneAttributes& wanted, Dice& dice) {
  Item item;
  item.object = wanted.object;
  item.colour = wanted.colour;
  item.position = wanted.position;
  item.scale = dice.between(0.44F, 0.60F) * slimness(wanted.object);
  const float side = static_cast<float>(static_cast<int>(wanted.position) - static_cast<int>(Position::centre));
  item.x = 0.5F + side * 0.16F + dice.between(-0.03F, 0.03F);
  item.base = base_of(wanted.object, wanted.background, item.scale, dice);
  item.mirrored = dice.chance(0.5F);
  item.hovering = hovers(wanted.object);
  item.nuisance = dice.next();
  return item;
}

Scene composed(const SceneAttributes& wanted, std::uint64_t nuisance_seed) {
  if (wanted.scene_set == SceneSet::full) return composed_full(wanted, nuisance_seed);
  Dice dice(nuisance_seed, /*stream=*/1);
  Scene scene;
  scene.scene_set = wanted.scene_set;
  scene.background = wanted.background;
  scene.light = wanted.light;
  scene.style = wanted.style;
  scene.items.push_back(composed_item(wanted, dice));
  scene.nuisance = dice.next();
  return scene;
}

Light sampled_light(Background background, Dice& dice) {
  if (background == Background::night_sky) return Light::night;
  const float u = dice.unit();
  if (u < 0.5F) return Light::day;
  return u < 0.75F ? Light::dusk : Light::night;
}

SceneAttributes sampled_attributes(SceneSet scene_set, Dice& dice) {
  if (scene_set == SceneSet::full) return sampled_full(dice);
  SceneAttributes drawn;
  drawn.scene_set = scene_set;
  drawn.object = pick(dice, objects_of(scene_set));
  drawn.colour = pick(dice, colours_of(scene_set));
  drawn.background = pick(dice, backgrounds_of(scene_set));
  drawn.light = sampled_light(drawn.background, dice);
  const float u = dice.unit();
  drawn.position = u < 0.25F ? Position::left : u < 0.75F ? Position::centre : Position::right;
  return drawn;
}

}  // namespace

Scene sample_scene(std::uint64_t seed, std::uint64_t index, const SceneOptions& options) {
  Dice dice(seed, index);
  SceneAttributes drawn = sampled_attributes(options.scene_set, dice);
  while (!options.allow_held_out && is_held_out(drawn)) drawn = sampled_attributes(options.scene_set, dice);
  drawn.style = options.style;
  return composed(drawn, dice.next());
}

Result<Scene> scene_from_attributes(const SceneAttributes& attributes, std::uint64_t nuisance_seed) {
  const SceneAttributes& wanted = attributes;
  if (!has(objects_of(wanted.scene_set), wanted.object) || !has(colours_of(wanted.scene_set), wanted.colour) ||
      !has(backgrounds_of(wanted.scene_set), wanted.background) || !has(lights_of(wanted.scene_set), wanted.light)) {
    return fail(ErrorKind::invalid_input, "[scenes.compose] the {} world has no {} {} in setting '{}' with light '{}'",
                name_of(wanted.scene_set), name_of(wanted.colour), name_of(wanted.object), name_of(wanted.background),
                name_of(wanted.light));
  }
  if (!possible(wanted.background, wanted.light)) {
    return fail(ErrorKind::invalid_input, "[scenes.compose] setting '{}' has no light '{}'; choose another light",
                name_of(wanted.background), name_of(wanted.light));
  }
  const std::string misfit = misfit_of(wanted);
  if (!misfit.empty()) return fail(ErrorKind::invalid_input, "[scenes.compose] {}", misfit);
  return composed(wanted, nuisance_seed);
}

}  // namespace heddle::scenes
