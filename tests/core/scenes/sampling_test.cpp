// What is drawn: the same everywhere and every time, every attribute in reach, nothing held out slips through.
#include <array>
#include <set>
#include <tuple>

#include "scenes/held_out.h"
#include "scenes/scene.h"
#include "support/test.h"

using namespace heddle::scenes;

namespace {

bool same(const Scene& a, const Scene& b) {
  const Item& i = a.items.front();
  const Item& j = b.items.front();
  return a.items.size() == b.items.size() && a.background == b.background && a.light == b.light &&
         a.nuisance == b.nuisance && i.object == j.object && i.colour == j.colour && i.position == j.position &&
         i.x == j.x && i.base == j.base && i.scale == j.scale && i.mirrored == j.mirrored && i.nuisance == j.nuisance;
}

}  // namespace

TEST_CASE("a scene is a function of seed and index") {
  for (std::uint64_t index = 0; index < 50; ++index) {
    CHECK(same(sample_scene(11, index, {}), sample_scene(11, index, {})));
  }
  CHECK_FALSE(same(sample_scene(11, 0, {}), sample_scene(11, 1, {})));
  CHECK_FALSE(same(sample_scene(11, 0, {}), sample_scene(12, 0, {})));
}

TEST_CASE("every attribute of the first world occurs") {
  std::set<Object> objects;
  std::set<Colour> colours;
  std::set<std::pair<Background, Light>> places;
  std::set<Position> positions;
  for (std::uint64_t index = 0; index < 2000; ++index) {
    const Scene scene = sample_scene(1, index, {});
    REQUIRE(scene.items.size() == 1);
    objects.insert(scene.items[0].object);
    colours.insert(scene.items[0].colour);
    places.insert({scene.background, scene.light});
    positions.insert(scene.items[0].position);
    CHECK(possible(scene.background, scene.light));
  }
  CHECK(objects.size() == 8);
  CHECK(colours.size() == 8);
  CHECK(places.size() == 5 * 3 + 1);
  CHECK(positions.size() == 3);
}

TEST_CASE("held-out combinations are never sampled for training, and are where they are allowed") {
  int allowed_held = 0;
  for (std::uint64_t index = 0; index < 3000; ++index) {
    CHECK_FALSE(is_held_out(sample_scene(2, index, {})));
    SceneOptions options;
    options.allow_held_out = true;
    allowed_held += is_held_out(sample_scene(2, index, options)) ? 1 : 0;
  }
  CHECK(allowed_held > 100);
}

TEST_CASE("about one combination in twelve is held out, and every pair of labels stays in training") {
  const std::vector<Combination> held = held_out_list(SceneSet::first);
  CHECK(held.size() >= 24);
  CHECK(held.size() <= 40);
  for (const Object object : objects_of(SceneSet::first)) {
    for (const Colour colour : colours_of(SceneSet::first)) {
      int trained = 0;
      for (const Background background : backgrounds_of(SceneSet::first))
        trained += is_held_out(colour, object, background) ? 0 : 1;
      CHECK(trained >= 3);
    }
    for (const Background background : backgrounds_of(SceneSet::first)) {
      int trained = 0;
      for (const Colour colour : colours_of(SceneSet::first))
        trained += is_held_out(colour, object, background) ? 0 : 1;
      CHECK(trained >= 4);
    }
  }
}

TEST_CASE("a scene shows the attributes it was asked for") {
  SceneAttributes wanted;
  wanted.object = Object::boat;
  wanted.colour = Colour::purple;
  wanted.background = Background::beach;
  wanted.light = Light::dusk;
  wanted.position = Position::right;
  const auto scene = scene_from_attributes(wanted, 5);
  REQUIRE(scene.has_value());
  REQUIRE(scene->items.size() == 1);
  CHECK(scene->items[0].object == Object::boat);
  CHECK(scene->items[0].colour == Colour::purple);
  CHECK(scene->items[0].x > 0.6F);
  CHECK(scene->background == Background::beach);
  CHECK(scene->light == Light::dusk);
}

TEST_CASE("the night sky has no day") {
  SceneAttributes wanted;
  wanted.background = Background::night_sky;
  wanted.light = Light::day;
  const auto scene = scene_from_attributes(wanted, 5);
  REQUIRE_FALSE(scene.has_value());
  CHECK(scene.error().message.find("night sky") != std::string::npos);
}

TEST_CASE("names and labels are each other's inverse") {
  for (const Object object : objects_of(SceneSet::first)) CHECK(object_named(name_of(object)) == object);
  for (const Colour colour : colours_of(SceneSet::first)) CHECK(colour_named(name_of(colour)) == colour);
  for (const Background background : backgrounds_of(SceneSet::first))
    CHECK(background_named(name_of(background)) == background);
  for (const Light light : lights_of(SceneSet::first)) CHECK(light_named(name_of(light)) == light);
  CHECK_FALSE(object_named("dragon").has_value());
}
