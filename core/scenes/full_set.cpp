#include "scenes/full_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "scenes/objects.h"

namespace heddle::scenes {
namespace {

template <class Enum>
Enum pick_one(Dice& dice, int count) {
  return static_cast<Enum>(dice.below(count));
}

Surface sampled_surface(Dice& dice) {
  return dice.chance(0.5F) ? Surface::plain : static_cast<Surface>(1 + dice.below(5));
}

Light full_set_light(Background background, Dice& dice) {
  if (background == Background::night_sky) return Light::night;
  if (background == Background::backdrop) return dice.chance(0.5F) ? Light::studio : Light::day;
  if (background == Background::room && dice.chance(0.25F)) return Light::studio;
  const float u = dice.unit();
  if (u < 0.42F) return Light::day;
  if (u < 0.64F) return Light::dusk;
  return u < 0.84F || background == Background::room ? Light::night : Light::fog;
}

Position sampled_position(Object object, Dice& dice) {
  const float u = dice.unit();
  if (u < 0.40F) return Position::centre;
  if (u < 0.58F) return Position::left;
  if (u < 0.76F) return Position::right;
  return can_hover(object) ? Position::top : Position::bottom;
}

Companion sampled_companion(Dice& dice) {
  Companion second;
  second.relation = static_cast<Relation>(1 + dice.below(4));
  second.object = pick_one<Object>(dice, static_cast<int>(objects_of(SceneSet::full).size()));
  second.colour = pick_one<Colour>(dice, static_cast<int>(colours_of(SceneSet::full).size()));
  second.surface = sampled_surface(dice);
  return second;
}

SceneAttributes rolled(Dice& dice) {
  SceneAttributes drawn;
  drawn.scene_set = SceneSet::full;
  drawn.object = pick_one<Object>(dice, static_cast<int>(objects_of(SceneSet::full).size()));
  drawn.colour = pick_one<Colour>(dice, static_cast<int>(colours_of(SceneSet::full).size()));
  drawn.background = pick_one<Background>(dice, static_cast<int>(backgrounds_of(SceneSet::full).size()));
  drawn.backdrop = pick_one<Colour>(dice, static_cast<int>(colours_of(SceneSet::full).size()));
  drawn.light = full_set_light(drawn.background, dice);
  drawn.surface = sampled_surface(dice);
  drawn.pose = pick_one<Pose>(dice, 5);
  const float u = dice.unit();
  drawn.size = u < 0.5F ? Size::large : u < 0.8F ? Size::medium : Size::small;
  if (dice.chance(0.6F)) {
    drawn.position = sampled_position(drawn.object, dice);
  } else {
    drawn.companion = sampled_companion(dice);
    drawn.size = Size::medium;
  }
  return drawn;
}

// Objects that float unless another object carries them.
bool floats(Object object) {
  return can_hover(object) && object != Object::bird && object != Object::umbrella && object != Object::rocket;
}

// At most so large that the object fills `room` of the picture's width.
float fitted(Object object, float scale, float room) { return std::min(scale, 0.5F * room / reach_of(object)); }

float scale_of(Size size, Dice& dice) {
  switch (size) {
    case Size::large: return dice.between(0.46F, 0.60F);
    case Size::medium: return dice.between(0.34F, 0.42F);
    case Size::small: return dice.between(0.22F, 0.28F);
  }
  return 0.5F;
}

float across_of(Position position) {
  if (position == Position::left) return 0.31F;
  return position == Position::right ? 0.69F : 0.5F;
}

void keep_inside(Item& item) {
  const float half = std::min(reach_of(item.object) * item.scale + 0.02F, 0.5F);
  item.x = std::clamp(item.x, half, 1.0F - half);
}

Item dressed(Object object, Colour colour, Surface surface, Dice& dice) {
  Item item;
  item.object = object;
  item.colour = colour;
  item.surface = surface;
  item.mirrored = dice.chance(0.5F);
  item.nuisance = dice.next();
  return item;
}

// On the ground or, what floats, in the air above it.
void settle(Item& item, Background background, Dice& dice) {
  const float jitter = dice.unit();
  item.hovering = floats(item.object);
  if (item.hovering) {
    const float middle = item.object == Object::fish ? 0.58F : 0.44F;
    item.base = std::min(middle + 0.08F * jitter + 0.5F * item.scale, 0.82F);
    return;
  }
  const bool clouds = background == Background::night_sky;
  item.base = clouds ? 0.82F + 0.05F * jitter : 0.83F + 0.08F * jitter;
}

Item alone(const SceneAttributes& wanted, Dice& dice) {
  Item item = dressed(wanted.object, wanted.colour, wanted.surface, dice);
  item.size = wanted.size;
  item.position = wanted.position;
  item.pose = wanted.pose;
  const bool aside = wanted.position == Position::left || wanted.position == Position::right;
  item.scale = fitted(wanted.object, scale_of(wanted.size, dice), aside ? 0.62F : 0.86F);
  item.x = across_of(wanted.position) + dice.between(-0.04F, 0.04F);
  settle(item, wanted.background, dice);
  if (wanted.position == Position::top) {
    item.hovering = true;
    item.base = dice.between(0.03F, 0.07F) + item.scale;
  }
  if (wanted.position == Position::bottom) item.base = dice.between(0.95F, 0.98F);
  keep_inside(item);
  return item;
}

void place_beside(Item& subject, Item& other, Background background, Dice& dice) {
  subject.scale = fitted(subject.object, dice.between(0.32F, 0.42F), 0.44F);
  other.scale = fitted(other.object, dice.between(0.32F, 0.42F), 0.44F);
  const float side = dice.sign();
  subject.x = 0.5F + side * dice.between(0.22F, 0.26F);
  other.x = 0.5F - side * dice.between(0.22F, 0.26F);
  settle(subject, background, dice);
  settle(other, background, dice);
}

void place_on(Item& subject, Item& other, Dice& dice) {
  other.scale = fitted(other.object, dice.between(0.36F, 0.42F), 0.66F);
  other.base = dice.between(0.88F, 0.93F);
  other.x = dice.between(0.40F, 0.60F);
  subject.scale = fitted(subject.object, dice.between(0.30F, 0.38F), 0.50F);
  subject.x = other.x + dice.between(-0.02F, 0.02F);
  subject.base = other.base - seat_of(other.object) * other.scale;
  subject.hovering = false;
}

void place_above(Item& subject, Item& other, Background background, Dice& dice) {
  other.scale = fitted(other.object, dice.between(0.32F, 0.38F), 0.60F);
  other.x = dice.between(0.40F, 0.60F);
  settle(other, background, dice);
  other.base = std::max(other.base, 0.84F);
  subject.scale = fitted(subject.object, dice.between(0.28F, 0.34F), 0.50F);
  subject.x = other.x + dice.between(-0.05F, 0.05F);
  subject.base = other.base - other.scale - dice.between(0.05F, 0.09F);
  subject.hovering = true;
}

void place_behind(Item& subject, Item& other, Background background, Dice& dice) {
  other.scale = fitted(other.object, dice.between(0.30F, 0.36F), 0.46F);
  subject.scale = fitted(subject.object, dice.between(0.44F, 0.52F), 0.60F);
  const float side = dice.sign();
  subject.x = 0.5F + side * dice.between(0.06F, 0.09F);
  other.x = 0.5F - side * dice.between(0.08F, 0.12F);
  settle(subject, background, dice);
  settle(other, background, dice);
  subject.base = std::min(subject.base, 0.82F);
  other.base = std::max(other.base, 0.90F);
  other.hovering = false;
}

void place_pair(Relation relation, Scene& scene, Dice& dice) {
  Item& subject = scene.items[0];
  Item& other = scene.items[1];
  switch (relation) {
    case Relation::none:
    case Relation::beside: place_beside(subject, other, scene.background, dice); break;
    case Relation::on: place_on(subject, other, dice); break;
    case Relation::above: place_above(subject, other, scene.background, dice); break;
    case Relation::behind: place_behind(subject, other, scene.background, dice); break;
  }
  for (Item& item : scene.items) {
    keep_inside(item);
    item.size = item.scale < 0.32F ? Size::small : Size::medium;
  }
}

bool lost_in(Colour colour, const SceneAttributes& wanted) {
  return (wanted.background == Background::backdrop && colour == wanted.backdrop) ||
         (wanted.background == Background::night_sky && colour == Colour::black);
}

}  // namespace

std::string misfit_of(const SceneAttributes& wanted) {
  if (wanted.scene_set == SceneSet::first) {
    const bool plain = wanted.surface == Surface::plain && wanted.size == Size::large && !wanted.companion;
    if (plain && wanted.position <= Position::right) return {};
    return "the first world has one plain, large thing at the left, centre or right; choose the full world";
  }
  const bool second_lost = wanted.companion && lost_in(wanted.companion->colour, wanted);
  if (lost_in(wanted.colour, wanted) || second_lost) {
    return fmt::format("a thing would be lost in its setting '{}', which has its colour; choose another colour",
                       name_of(wanted.background));
  }
  if (wanted.position == Position::top && !can_hover(wanted.object)) {
    return fmt::format("a {} cannot hang in the air; choose another position than 'top'", name_of(wanted.object));
  }
  if (!wanted.companion) return {};
  const Companion& second = *wanted.companion;
  if (wanted.position != Position::centre) return "two things have a relation, not a position; leave it 'centre'";
  if (second.object == wanted.object)
    return "two things of one kind cannot be told apart; choose another for the second";
  if (second.colour == wanted.colour)
    return "two things of one colour cannot be told apart; choose another for the second";
  if (second.relation == Relation::on && seat_of(second.object) == 0) {
    return fmt::format("nothing can stand on a {}; choose a cube, tower, mushroom or car", name_of(second.object));
  }
  if (second.relation == Relation::above && (!can_hover(wanted.object) || floats(second.object))) {
    return "only what flies can be above something, and that must stand; choose another relation";
  }
  if (second.relation == Relation::behind && (floats(wanted.object) || floats(second.object))) {
    return "'behind' needs two objects on the ground; choose another relation";
  }
  return {};
}

SceneAttributes sampled_full(Dice& dice) {
  SceneAttributes drawn = rolled(dice);
  while (!misfit_of(drawn).empty()) drawn = rolled(dice);
  return drawn;
}

Scene composed_full(const SceneAttributes& wanted, std::uint64_t nuisance_seed) {
  Dice dice(nuisance_seed, /*stream=*/8);
  Scene scene;
  scene.scene_set = SceneSet::full;
  scene.background = wanted.background;
  scene.light = wanted.light;
  scene.style = wanted.style;
  scene.backdrop = wanted.backdrop;
  if (wanted.companion) {
    const Companion& second = *wanted.companion;
    scene.relation = second.relation;
    scene.items.push_back(dressed(wanted.object, wanted.colour, wanted.surface, dice));
    scene.items.push_back(dressed(second.object, second.colour, second.surface, dice));
    scene.items.front().pose = wanted.pose;
    place_pair(second.relation, scene, dice);
  } else {
    scene.items.push_back(alone(wanted, dice));
  }
  scene.nuisance = dice.next();
  return scene;
}

}  // namespace heddle::scenes
