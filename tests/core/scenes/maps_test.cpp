// Maps agree with the picture and with each other.
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "scenes/map_recorder.h"
#include "scenes/render.h"
#include "support/test.h"

using namespace heddle::scenes;
using heddle::image::Image;

namespace {

Scene scene_of(Object object, Colour colour, Background background) {
  SceneAttributes wanted;
  wanted.object = object;
  wanted.colour = colour;
  wanted.background = background;
  wanted.light = background == Background::night_sky ? Light::night : Light::day;
  return scene_from_attributes(wanted, 21).value();
}

double area_in_mask(const Image& mask) {
  double total = 0;
  for (const std::uint8_t value : mask.pixels()) total += value / 255.0;
  return total / (mask.width() * mask.height());
}

}  // namespace

TEST_CASE("asking for maps does not change the picture") {
  for (std::uint64_t index = 0; index < 20; ++index) {
    const Scene scene = sample_scene(31, index, {});
    const Image plain = render(scene, 64).image;
    const Image recorded = render(scene, 64, MapSet::all()).image;
    CHECK(std::equal(plain.pixels().begin(), plain.pixels().end(), recorded.pixels().begin(), recorded.pixels().end()));
  }
}

TEST_CASE("maps that were not asked for are empty") {
  MapSet wanted;
  wanted.depth = true;
  const Rendering out = render(scene_of(Object::tree, Colour::red, Background::snow), 32, wanted);
  CHECK(out.edges.empty());
  CHECK(out.masks.empty());
  CHECK(out.depth.width() == 32);
}

TEST_CASE("a ball's mask has the area of its circle") {
  const Scene scene = scene_of(Object::ball, Colour::red, Background::meadow);
  const Rendering out = render(scene, 256, MapSet::all());
  const double radius = scene.items[0].scale / 2;
  CHECK(area_in_mask(out.masks.at(0)) == doctest::Approx(3.14159265 * radius * radius).epsilon(0.003));
  CHECK(area_in_mask(out.colour_masks.at(0)) == doctest::Approx(area_in_mask(out.masks.at(0))).epsilon(0.001));
}

TEST_CASE("under the colour mask is the named colour") {
  for (const Object object : objects_of(SceneSet::first)) {
    for (const Colour colour : colours_of(SceneSet::first)) {
      const Rendering out = render(scene_of(object, colour, Background::meadow), 128, MapSet::all());
      std::array<double, 3> mean{};
      double weight = 0;
      for (std::size_t i = 0; i < out.colour_masks[0].pixels().size(); ++i) {
        if (out.colour_masks[0].pixels()[i] < 250) continue;
        weight += 1;
        for (std::size_t c = 0; c < 3; ++c) mean.at(c) += out.image.pixels()[3 * i + c] / 255.0;
      }
      REQUIRE(weight > 100);
      const auto distance = [&](Rgb named) {
        return std::hypot(mean[0] / weight - named.r, mean[1] / weight - named.g, mean[2] / weight - named.b);
      };
      for (const Colour other : colours_of(SceneSet::first)) {
        CAPTURE(name_of(object));
        CAPTURE(name_of(colour));
        CAPTURE(name_of(other));
        if (other != colour) CHECK(distance(rgb_of(colour)) < distance(rgb_of(other)));
      }
    }
  }
}

TEST_CASE("segmentation shows the thing where its mask is, and the setting elsewhere") {
  const Scene scene = scene_of(Object::boat, Colour::yellow, Background::sea);
  const Rendering out = render(scene, 128, MapSet::all());
  std::set<int> seen;
  for (std::size_t i = 0; i < out.segmentation.pixels().size(); ++i) {
    const int label = out.segmentation.pixels()[i];
    seen.insert(label);
    if (out.masks[0].pixels()[i] > 200) CHECK(label == label_of(Object::boat));
    if (out.masks[0].pixels()[i] < 50) CHECK(label != label_of(Object::boat));
  }
  CHECK(seen == std::set<int>{label_of(Segment::sky), label_of(Segment::water), label_of(Object::boat)});
}

TEST_CASE("a ball's normals are those of a sphere, and the ground looks up") {
  const Scene scene = scene_of(Object::ball, Colour::blue, Background::beach);
  const Item& ball = scene.items[0];
  const int size = 256;
  const Rendering out = render(scene, size, MapSet::all());
  const auto component = [&](float x, float y, int channel) {
    return out.normals.row(
               static_cast<int>(y * size))[static_cast<std::size_t>(static_cast<int>(x * size) * 3 + channel)] /
               127.5 -
           1;
  };
  const float middle = ball.base - ball.scale / 2;
  CHECK(component(ball.x, middle, 2) > 0.98);
  CHECK(component(ball.x + 0.35F * ball.scale, middle, 0) == doctest::Approx(0.7).epsilon(0.04));
  CHECK(component(ball.x, middle - 0.35F * ball.scale, 1) == doctest::Approx(0.7).epsilon(0.04));
  CHECK(component(0.02F, 0.97F, 1) > 0.9);
}

TEST_CASE("the thing is nearer than the horizon, the sky is farthest") {
  const Scene scene = scene_of(Object::house, Colour::red, Background::meadow);
  const Rendering out = render(scene, 128, MapSet::all());
  const auto depth = [&](float x, float y) {
    return static_cast<int>(out.depth.row(static_cast<int>(y * 128))[static_cast<std::size_t>(x * 128)]);
  };
  const Item& house = scene.items[0];
  CHECK(depth(0.02F, 0.02F) == 0);
  CHECK(depth(house.x, house.base - 0.05F) > depth(0.01F, 0.62F));
  CHECK(depth(0.01F, 0.98F) > depth(0.01F, 0.70F));
}

TEST_CASE("edges run along the border of the mask") {
  const Scene scene = scene_of(Object::star, Colour::pink, Background::night_sky);
  const Rendering out = render(scene, 128, MapSet::all());
  int border = 0;
  int found = 0;
  for (int y = 0; y < 127; ++y) {
    for (int x = 0; x < 127; ++x) {
      const auto inside = [&](int px, int py) { return out.masks[0].row(py)[static_cast<std::size_t>(px)] >= 128; };
      if (inside(x, y) == inside(x + 1, y) && inside(x, y) == inside(x, y + 1)) continue;
      ++border;
      found += out.edges.row(y)[static_cast<std::size_t>(x)] == 255 ? 1 : 0;
    }
  }
  CHECK(border > 100);
  CHECK(found == border);
  CHECK(area_in_mask(out.edges) < 0.08);
}
