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
  return a.items.size() == b.items.size() && a.setting == b.setting && a.light == b.light && a.nuisance == b.nuisance &&
         i.thing == j.thing && i.colour == j.colour && i.position == j.position && i.x == j.x && i.base == j.base &&
         i.scale == j.scale && i.mirrored == j.mirrored && i.nuisance == j.nuisance;
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
  std::set<Thing> things;
  std::set<Colour> colours;
  std::set<std::pair<Setting, Light>> places;
  std::set<Position> positions;
  for (std::uint64_t index = 0; index < 2000; ++index) {
    const Scene scene = sample_scene(1, index, {});
    REQUIRE(scene.items.size() == 1);
    things.insert(scene.items[0].thing);
    colours.insert(scene.items[0].colour);
    places.insert({scene.setting, scene.light});
    positions.insert(scene.items[0].position);
    CHECK(possible(scene.setting, scene.light));
  }
  CHECK(things.size() == 8);
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
  const std::vector<Combination> held = held_out_list(World::first);
  CHECK(held.size() >= 24);
  CHECK(held.size() <= 40);
  for (const Thing thing : things_of(World::first)) {
    for (const Colour colour : colours_of(World::first)) {
      int trained = 0;
      for (const Setting setting : settings_of(World::first)) trained += is_held_out(colour, thing, setting) ? 0 : 1;
      CHECK(trained >= 3);
    }
    for (const Setting setting : settings_of(World::first)) {
      int trained = 0;
      for (const Colour colour : colours_of(World::first)) trained += is_held_out(colour, thing, setting) ? 0 : 1;
      CHECK(trained >= 4);
    }
  }
}

TEST_CASE("a scene shows the attributes it was asked for") {
  SceneAttributes wanted;
  wanted.thing = Thing::boat;
  wanted.colour = Colour::purple;
  wanted.setting = Setting::beach;
  wanted.light = Light::dusk;
  wanted.position = Position::right;
  const auto scene = scene_from_attributes(wanted, 5);
  REQUIRE(scene.has_value());
  REQUIRE(scene->items.size() == 1);
  CHECK(scene->items[0].thing == Thing::boat);
  CHECK(scene->items[0].colour == Colour::purple);
  CHECK(scene->items[0].x > 0.6F);
  CHECK(scene->setting == Setting::beach);
  CHECK(scene->light == Light::dusk);
}

TEST_CASE("the night sky has no day") {
  SceneAttributes wanted;
  wanted.setting = Setting::night_sky;
  wanted.light = Light::day;
  const auto scene = scene_from_attributes(wanted, 5);
  REQUIRE_FALSE(scene.has_value());
  CHECK(scene.error().message.find("night sky") != std::string::npos);
}

TEST_CASE("names and labels are each other's inverse") {
  for (const Thing thing : things_of(World::first)) CHECK(thing_named(name_of(thing)) == thing);
  for (const Colour colour : colours_of(World::first)) CHECK(colour_named(name_of(colour)) == colour);
  for (const Setting setting : settings_of(World::first)) CHECK(setting_named(name_of(setting)) == setting);
  for (const Light light : lights_of(World::first)) CHECK(light_named(name_of(light)) == light);
  CHECK_FALSE(thing_named("dragon").has_value());
}
