// The full set: everything in it occurs, is named by its captions, and stays in the image.
#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "scenes/caption.h"
#include "scenes/figure.h"
#include "scenes/held_out.h"
#include "scenes/render.h"
#include "scenes/scene_json.h"
#include "support/test.h"

using namespace heddle::scenes;
using heddle::image::Image;

namespace {

SceneOptions full_set() {
  SceneOptions options;
  options.scene_set = SceneSet::full;
  return options;
}

SceneAttributes attributes_of(Object object, Colour colour, Background background) {
  SceneAttributes wanted;
  wanted.scene_set = SceneSet::full;
  wanted.object = object;
  wanted.colour = colour;
  wanted.background = background;
  wanted.light = background == Background::night_sky ? Light::night : Light::day;
  return wanted;
}

double area_of(const Image& mask) {
  double total = 0;
  for (const std::uint8_t value : mask.pixels()) total += value / 255.0;
  return total / (mask.width() * mask.height());
}

// Mean colour under a mask, in sRGB values from 0 to 1.
Rgb mean_under(const Image& image, const Image& mask) {
  Rgb mean;
  float weight = 0;
  for (std::size_t i = 0; i < mask.pixels().size(); ++i) {
    if (mask.pixels()[i] < 250) continue;
    weight += 255;
    mean.r += image.pixels()[3 * i];
    mean.g += image.pixels()[3 * i + 1];
    mean.b += image.pixels()[3 * i + 2];
  }
  return scaled(mean, 1.0F / weight);
}

}  // namespace

TEST_CASE("every attribute of the full world occurs") {
  std::set<Object> objects;
  std::set<Colour> colours;
  std::set<std::pair<Background, Light>> places;
  std::set<Surface> surfaces;
  std::set<Size> sizes;
  std::set<Position> positions;
  std::set<Relation> relations;
  std::set<Pose> poses;
  for (std::uint64_t index = 0; index < 6000; ++index) {
    const Scene scene = sample_scene(1, index, full_set());
    CHECK(possible(scene.background, scene.light));
    CHECK_FALSE(is_held_out(scene));
    CHECK(scene.items.size() == (scene.relation == Relation::none ? 1 : 2));
    places.insert({scene.background, scene.light});
    relations.insert(scene.relation);
    for (const Item& item : scene.items) {
      objects.insert(item.object);
      colours.insert(item.colour);
      surfaces.insert(item.surface);
      sizes.insert(item.size);
      positions.insert(item.position);
      if (item.object == Object::figure) poses.insert(item.pose);
    }
  }
  CHECK(objects.size() == 26);
  CHECK(colours.size() == 12);
  CHECK(places.size() == 7 * 4 + 1 + 4 + 2);
  CHECK(surfaces.size() == 6);
  CHECK(sizes.size() == 3);
  CHECK(positions.size() == 5);
  CHECK(relations.size() == 5);
  CHECK(poses.size() == 5);
}

TEST_CASE("every thing can be seen whole in every setting") {
  for (const Object object : objects_of(SceneSet::full)) {
    for (const Background background : backgrounds_of(SceneSet::full)) {
      const auto scene = scene_from_attributes(attributes_of(object, Colour::red, background), 3);
      REQUIRE(scene.has_value());
      MapSet wanted;
      wanted.masks = true;
      const Rendering out = render(*scene, 64, wanted);
      CAPTURE(name_of(object));
      CHECK(area_of(out.masks.at(0)) > 0.03);
      CHECK(area_of(out.colour_masks.at(0)) > 0.02);
      int on_border = 0;
      for (int i = 0; i < 64; ++i) {
        on_border += out.masks[0].row(0)[static_cast<std::size_t>(i)] > 128 ? 1 : 0;
        on_border += out.masks[0].row(i)[0] > 128 ? 1 : 0;
        on_border += out.masks[0].row(i)[63] > 128 ? 1 : 0;
      }
      CHECK(on_border == 0);
    }
  }
}

TEST_CASE("a thing shows the colour that its caption names, nearer than any other") {
  for (const Object object : objects_of(SceneSet::full)) {
    for (const Colour colour : colours_of(SceneSet::full)) {
      SceneAttributes wanted = attributes_of(object, colour, Background::backdrop);
      wanted.backdrop = colour == Colour::grey ? Colour::white : Colour::grey;
      const Rendering out = render(scene_from_attributes(wanted, 4).value(), 96, MapSet::all());
      const Rgb mean = mean_under(out.image, out.colour_masks.at(0));
      const auto distance = [&](Colour other) {
        const Rgb named = rgb_of(other);
        return std::hypot(mean.r - named.r, mean.g - named.g, mean.b - named.b);
      };
      for (const Colour other : colours_of(SceneSet::full)) {
        CAPTURE(name_of(object));
        CAPTURE(name_of(colour));
        CAPTURE(name_of(other));
        if (other != colour) CHECK(distance(colour) < distance(other));
      }
    }
  }
}

TEST_CASE("each surface looks different from plain") {
  const SceneAttributes plain = attributes_of(Object::ball, Colour::blue, Background::meadow);
  const Image reference = render(scene_from_attributes(plain, 6).value(), 64).image;
  for (const Surface surface :
       {Surface::striped, Surface::dotted, Surface::checkered, Surface::gradient, Surface::rough}) {
    SceneAttributes wanted = plain;
    wanted.surface = surface;
    const Image other = render(scene_from_attributes(wanted, 6).value(), 64).image;
    double difference = 0;
    for (std::size_t i = 0; i < other.pixels().size(); ++i)
      difference += std::abs(other.pixels()[i] - reference.pixels()[i]);
    CAPTURE(name_of(surface));
    CHECK(difference / static_cast<double>(other.pixels().size()) > 2.0);
  }
}

TEST_CASE("relations hold between the masks of the two things") {
  SceneAttributes wanted = attributes_of(Object::star, Colour::yellow, Background::meadow);
  wanted.companion = Companion{Relation::above, Object::cube, Colour::blue, Surface::plain};
  const Scene above = scene_from_attributes(wanted, 1).value();
  CHECK(above.items[0].base < above.items[1].base - above.items[1].scale);
  wanted.object = Object::cat;
  wanted.companion->relation = Relation::on;
  const Scene on = scene_from_attributes(wanted, 1).value();
  CHECK(on.items[0].base == doctest::Approx(on.items[1].base - 0.9F * on.items[1].scale));
  wanted.companion->relation = Relation::behind;
  const Rendering behind = render(scene_from_attributes(wanted, 1).value(), 64, MapSet::all());
  for (std::size_t i = 0; i < behind.masks[0].pixels().size(); ++i) {
    CHECK(behind.masks[0].pixels()[i] + behind.masks[1].pixels()[i] <= 256);
  }
  wanted.companion->relation = Relation::beside;
  const Scene beside = scene_from_attributes(wanted, 1).value();
  CHECK(std::abs(beside.items[0].x - beside.items[1].x) > 0.3F);
}

TEST_CASE("attributes that do not fit are refused with a remedy") {
  SceneAttributes wanted = attributes_of(Object::house, Colour::red, Background::meadow);
  wanted.position = Position::top;
  CHECK(scene_from_attributes(wanted, 1).error().message.find("cannot hang in the air") != std::string::npos);
  wanted.position = Position::centre;
  wanted.companion = Companion{Relation::on, Object::pear, Colour::blue, Surface::plain};
  CHECK(scene_from_attributes(wanted, 1).error().message.find("nothing can stand on a pear") != std::string::npos);
  SceneAttributes dark = attributes_of(Object::cat, Colour::black, Background::night_sky);
  CHECK_FALSE(scene_from_attributes(dark, 1).has_value());
  SceneAttributes small;
  small.size = Size::small;
  CHECK(scene_from_attributes(small, 1).error().message.find("choose the full world") != std::string::npos);
}

TEST_CASE("the full world's canonical caption says everything once") {
  SceneAttributes wanted = attributes_of(Object::boat, Colour::green, Background::sea);
  wanted.light = Light::dusk;
  wanted.size = Size::small;
  wanted.surface = Surface::striped;
  CHECK(full_caption(scene_from_attributes(wanted, 1).value()) == "a small striped green boat on the sea at dusk");
  wanted.size = Size::medium;
  wanted.companion = Companion{Relation::beside, Object::apple, Colour::orange, Surface::dotted};
  CHECK(full_caption(scene_from_attributes(wanted, 1).value()) ==
        "a striped green boat beside a dotted orange apple on the sea at dusk");
  SceneAttributes figure = attributes_of(Object::figure, Colour::black, Background::backdrop);
  figure.backdrop = Colour::yellow;
  figure.light = Light::studio;
  figure.pose = Pose::waving;
  figure.size = Size::medium;
  CHECK(full_caption(scene_from_attributes(figure, 1).value()) ==
        "a black stick figure waving on a plain backdrop of yellow in studio light");
}

TEST_CASE("a figure's joints lie on the figure") {
  for (const Pose pose : {Pose::standing, Pose::waving, Pose::running, Pose::jumping, Pose::sitting}) {
    SceneAttributes wanted = attributes_of(Object::figure, Colour::blue, Background::snow);
    wanted.pose = pose;
    for (const std::uint64_t seed : {1, 2, 3}) {
      const Scene scene = scene_from_attributes(wanted, seed).value();
      const Rendering out = render(scene, 128, MapSet::all());
      for (const Point joint : joints_of(scene.items[0])) {
        const auto x = static_cast<std::size_t>(joint.x * 128);
        CHECK(out.masks[0].row(static_cast<int>(joint.y * 128))[x] > 128);
      }
    }
  }
}

TEST_CASE("every style changes the picture and none changes the maps") {
  Scene scene = sample_scene(9, 9, full_set());
  const Rendering base = render(scene, 64, MapSet::all());
  for (const Style style : {Style::ink, Style::pastel, Style::neon}) {
    scene.style = style;
    const Rendering styled = render(scene, 64, MapSet::all());
    const auto same = [](const Image& a, const Image& b) {
      return std::equal(a.pixels().begin(), a.pixels().end(), b.pixels().begin(), b.pixels().end());
    };
    CHECK_FALSE(same(styled.image, base.image));
    CHECK(same(styled.edges, base.edges));
    CHECK(same(styled.depth, base.depth));
    CHECK(same(render(scene, 64).image, styled.image));
  }
}

TEST_CASE("what the first world holds out, the full world holds out too") {
  const std::vector<Combination> held = held_out_list(SceneSet::full);
  CHECK(held.size() > 180);
  CHECK(held.size() < 320);
  for (const Combination& one : held_out_list(SceneSet::first)) {
    CHECK(std::any_of(held.begin(), held.end(), [&](const Combination& other) {
      return other.colour == one.colour && other.object == one.object && other.background == one.background;
    }));
  }
}

TEST_CASE("a scene's JSON names its attributes") {
  SceneAttributes wanted = attributes_of(Object::figure, Colour::pink, Background::room);
  wanted.pose = Pose::running;
  const nlohmann::json json = to_json(scene_from_attributes(wanted, 1).value());
  CHECK(json["setting"] == "room");
  CHECK(json["caption"] == "a large pink stick figure running in a room by day");
  REQUIRE(json["things"].size() == 1);
  CHECK(json["things"][0]["colour"] == "pink");
  CHECK(json["things"][0]["pose"] == "running");
  CHECK(json["things"][0]["joints"].size() == kJoints);
}
