// Captions name what a scene shows, and nothing else.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "scenes/caption.h"
#include "support/test.h"

using namespace heddle::scenes;

namespace {

Scene scene_of(Object object, Colour colour, Background background, Light light) {
  SceneAttributes wanted;
  wanted.object = object;
  wanted.colour = colour;
  wanted.background = background;
  wanted.light = light;
  return scene_from_attributes(wanted, 1).value();
}

}  // namespace

TEST_CASE("the full caption names every attribute in fixed words") {
  CHECK(full_caption(scene_of(Object::ball, Colour::red, Background::beach, Light::dusk)) ==
        "a red ball on the beach at dusk");
  CHECK(full_caption(scene_of(Object::house, Colour::orange, Background::snow, Light::day)) ==
        "an orange house in the snow by day");
  CHECK(full_caption(scene_of(Object::fish, Colour::white, Background::night_sky, Light::night)) ==
        "a white fish in the night sky");
}

TEST_CASE("no wording names a colour that the picture lacks") {
  for (std::uint64_t index = 0; index < 3000; ++index) {
    const Scene scene = sample_scene(4, index, {});
    const std::string caption = fmt::format(" {} ", caption_of(scene, index));
    for (const Colour colour : colours_of(SceneSet::first)) {
      if (colour == scene.items[0].colour || (colour == Colour::green && scene.background == Background::meadow))
        continue;
      CHECK(caption.find(fmt::format(" {} ", name_of(colour))) == std::string::npos);
    }
  }
}

TEST_CASE("most wordings name thing and colour, and all are plain lower case") {
  int names_both = 0;
  const int count = 2000;
  std::set<std::string> wordings;
  const Scene scene = scene_of(Object::tree, Colour::pink, Background::meadow, Light::night);
  for (std::uint64_t seed = 0; seed < count; ++seed) {
    const std::string caption = caption_of(scene, seed);
    REQUIRE_FALSE(caption.empty());
    CHECK(std::all_of(caption.begin(), caption.end(),
                      [](char c) { return (c >= 'a' && c <= 'z') || c == ' ' || c == ',' || c == '\''; }));
    CHECK(caption.find("day") == std::string::npos);
    names_both += caption.find("tree") != std::string::npos && caption.find("pink") != std::string::npos ? 1 : 0;
    wordings.insert(caption);
  }
  CHECK(names_both > count * 9 / 10);
  CHECK(wordings.size() > 60);
}

TEST_CASE("a caption is a function of the scene and the wording's seed") {
  const Scene scene = sample_scene(6, 3, {});
  CHECK(caption_of(scene, 9) == caption_of(scene, 9));
}
