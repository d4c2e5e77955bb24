// SceneSet, which says what scenes may show: objects, colours, backgrounds, lights, and their names in captions and
// JSON. Used by the sampler, the painters, the captions and by judges that need class numbers. Constant data.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "scenes/colour.h"

namespace heddle::scenes {

// Numbers are class labels and part of the held-out rule: append, never reorder.
enum class Object : std::uint8_t {
  // clang-format off
  ball, cube, house, tree, boat, fish, mushroom, star,  // the first set
  cone, vase, cup, apple, pear, pine, tower, bird, cat, flower, lamp, umbrella, balloon, rocket, moon, figure, kite, car,
  // clang-format on
};
enum class Colour : std::uint8_t {
  red,
  orange,
  yellow,
  green,
  blue,
  purple,
  pink,
  white,
  brown,
  black,
  grey,
  turquoise
};
enum class Background : std::uint8_t { meadow, desert, sea, snow, beach, night_sky, forest, room, city, backdrop };
enum class Light : std::uint8_t { day, dusk, night, fog, studio };
enum class Surface : std::uint8_t { plain, striped, dotted, checkered, gradient, rough };
enum class Size : std::uint8_t { large, medium, small };
enum class Position : std::uint8_t { left, centre, right, top, bottom };
enum class Style : std::uint8_t { base, ink, pastel, neon };
// What a stick figure does.
enum class Pose : std::uint8_t { standing, waving, running, jumping, sitting };
// The relation of a scene's first object to the second.
enum class Relation : std::uint8_t { none, beside, on, above, behind };

// first: what a small network learns in an hour. One large, plain object a picture.
// full: all objects, surfaces, sizes and backgrounds, one or two objects a picture.
enum class SceneSet : std::uint8_t { first, full };

// The members of a scene set, in label order.
[[nodiscard]] std::span<const Object> objects_of(SceneSet scene_set);
[[nodiscard]] std::span<const Colour> colours_of(SceneSet scene_set);
[[nodiscard]] std::span<const Background> backgrounds_of(SceneSet scene_set);
[[nodiscard]] std::span<const Light> lights_of(SceneSet scene_set);

// Names as captions and JSON write them ("night sky"); the inverse takes the same words.
[[nodiscard]] std::string_view name_of(Object object);
[[nodiscard]] std::string_view name_of(Colour colour);
[[nodiscard]] std::string_view name_of(Background background);
[[nodiscard]] std::string_view name_of(Light light);
[[nodiscard]] std::string_view name_of(Surface surface);
[[nodiscard]] std::string_view name_of(Size size);
[[nodiscard]] std::string_view name_of(Position position);
[[nodiscard]] std::string_view name_of(Style style);
[[nodiscard]] std::string_view name_of(Pose pose);
[[nodiscard]] std::string_view name_of(Relation relation);
[[nodiscard]] std::string_view name_of(SceneSet scene_set);
[[nodiscard]] std::optional<Object> object_named(std::string_view name);
[[nodiscard]] std::optional<Colour> colour_named(std::string_view name);
[[nodiscard]] std::optional<Background> background_named(std::string_view name);
[[nodiscard]] std::optional<Light> light_named(std::string_view name);
[[nodiscard]] std::optional<Style> style_named(std::string_view name);
[[nodiscard]] std::optional<SceneSet> scene_set_named(std::string_view name);

// The colour itself in plain daylight, before shading: what a judge compares an object's mean colour with.
[[nodiscard]] Rgb rgb_of(Colour colour);

// Lights that make sense there: the night sky has no day, a meadow no studio lamps.
[[nodiscard]] bool possible(Background background, Light light);

}  // namespace heddle::scenes
