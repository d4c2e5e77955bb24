#include "scenes/scene_set.h"

#include <array>
#include <cstddef>

namespace heddle::scenes {
namespace {

template <class Enum, std::size_t N>
constexpr std::array<Enum, N> labels() {
  std::array<Enum, N> all{};
  for (std::size_t i = 0; i < N; ++i) all[i] = static_cast<Enum>(i);
  return all;
}

template <std::size_t N>
using Names = std::array<std::string_view, N>;

// clang-format off
constexpr Names<26> kObjectNames = {
    "ball", "cube", "house", "tree", "boat", "fish", "mushroom", "star",
    "cone", "vase", "cup", "apple", "pear", "pine", "tower", "bird", "cat", "flower", "lamp", "umbrella", "balloon",
    "rocket", "moon", "stick figure", "kite", "car"};
constexpr Names<12> kColourNames = {"red",  "orange", "yellow", "green", "blue", "purple",
                                    "pink", "white",  "brown",  "black", "grey", "turquoise"};
constexpr Names<10> kBackgroundNames = {"meadow", "desert", "sea", "snow", "beach", "night sky",
                                     "forest", "room",   "city", "backdrop"};
constexpr Names<5> kLightNames = {"day", "dusk", "night", "fog", "studio"};
constexpr Names<6> kSurfaceNames = {"plain", "striped", "dotted", "checkered", "gradient", "rough"};
constexpr Names<3> kSizeNames = {"large", "medium", "small"};
constexpr Names<5> kPositionNames = {"left", "centre", "right", "top", "bottom"};
constexpr Names<4> kStyleNames = {"base", "ink", "pastel", "neon"};
constexpr Names<5> kPoseNames = {"standing", "waving", "running", "jumping", "sitting"};
constexpr Names<5> kRelationNames = {"none", "beside", "on", "above", "behind"};
constexpr Names<2> kSceneSetNames = {"first", "full"};
// clang-format on

constexpr auto kObjects = labels<Object, kObjectNames.size()>();
constexpr auto kColours = labels<Colour, kColourNames.size()>();
constexpr auto kBackgrounds = labels<Background, kBackgroundNames.size()>();
constexpr auto kLights = labels<Light, kLightNames.size()>();

// The members of the first set are the first of each list.
constexpr std::size_t kFirstObjects = 8;
constexpr std::size_t kFirstColours = 8;
constexpr std::size_t kFirstBackgrounds = 6;
constexpr std::size_t kFirstLights = 3;

// Far apart in hue or lightness from each other and from every ground, so that a coarse latent keeps them apart.
constexpr std::array<Rgb, kColourNames.size()> kRgb = {
    rgb(214, 36, 44),   rgb(246, 130, 20),  rgb(252, 216, 40), rgb(34, 146, 66), rgb(34, 84, 214),   rgb(132, 54, 178),
    rgb(250, 138, 190), rgb(248, 246, 240), rgb(116, 70, 40),  rgb(44, 44, 52),  rgb(142, 146, 154), rgb(30, 200, 184)};

template <class Enum, std::size_t N>
std::span<const Enum> members(const std::array<Enum, N>& all, SceneSet scene_set, std::size_t first) {
  return std::span<const Enum>(all).first(scene_set == SceneSet::first ? first : N);
}

template <class Enum, std::size_t N>
std::string_view name_in(const std::array<std::string_view, N>& names, Enum value) {
  return names.at(static_cast<std::size_t>(value));
}

template <class Enum, std::size_t N>
std::optional<Enum> find_in(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::span<const Object> objects_of(SceneSet scene_set) { return members(kObjects, scene_set, kFirstObjects); }
std::span<const Colour> colours_of(SceneSet scene_set) { return members(kColours, scene_set, kFirstColours); }
std::span<const Background> backgrounds_of(SceneSet scene_set) {
  return members(kBackgrounds, scene_set, kFirstBackgrounds);
}
std::span<const Light> lights_of(SceneSet scene_set) { return members(kLights, scene_set, kFirstLights); }

std::string_view name_of(Object object) { return name_in(kObjectNames, object); }
std::string_view name_of(Colour colour) { return name_in(kColourNames, colour); }
std::string_view name_of(Background background) { return name_in(kBackgroundNames, background); }
std::string_view name_of(Light light) { return name_in(kLightNames, light); }
std::string_view name_of(Surface surface) { return name_in(kSurfaceNames, surface); }
std::string_view name_of(Size size) { return name_in(kSizeNames, size); }
std::string_view name_of(Position position) { return name_in(kPositionNames, position); }
std::string_view name_of(Style style) { return name_in(kStyleNames, style); }
std::string_view name_of(Pose pose) { return name_in(kPoseNames, pose); }
std::string_view name_of(Relation relation) { return name_in(kRelationNames, relation); }
std::string_view name_of(SceneSet scene_set) { return name_in(kSceneSetNames, scene_set); }

std::optional<Object> object_named(std::string_view name) { return find_in<Object>(kObjectNames, name); }
std::optional<Colour> colour_named(std::string_view name) { return find_in<Colour>(kColourNames, name); }
std::optional<Background> background_named(std::string_view name) {
  return find_in<Background>(kBackgroundNames, name);
}
std::optional<Light> light_named(std::string_view name) { return find_in<Light>(kLightNames, name); }
std::optional<Style> style_named(std::string_view name) { return find_in<Style>(kStyleNames, name); }
std::optional<SceneSet> scene_set_named(std::string_view name) { return find_in<SceneSet>(kSceneSetNames, name); }

Rgb rgb_of(Colour colour) { return kRgb.at(static_cast<std::size_t>(colour)); }

bool possible(Background background, Light light) {
  switch (background) {
    case Background::night_sky: return light == Light::night;
    case Background::room: return light != Light::fog;
    case Background::backdrop: return light == Light::day || light == Light::studio;
    default: return light != Light::studio;
  }
}

}  // namespace heddle::scenes
