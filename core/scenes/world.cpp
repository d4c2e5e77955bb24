#include "scenes/world.h"

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

constexpr std::array<std::string_view, 8> kThingNames = {"ball", "cube", "house",    "tree",
                                                         "boat", "fish", "mushroom", "star"};
constexpr std::array<std::string_view, 8> kColourNames = {"red",  "orange", "yellow", "green",
                                                          "blue", "purple", "pink",   "white"};
constexpr std::array<std::string_view, 6> kSettingNames = {"meadow", "desert", "sea", "snow", "beach", "night sky"};
constexpr std::array<std::string_view, 3> kLightNames = {"day", "dusk", "night"};
constexpr std::array<std::string_view, 1> kSurfaceNames = {"plain"};
constexpr std::array<std::string_view, 1> kSizeNames = {"large"};
constexpr std::array<std::string_view, 3> kPositionNames = {"left", "centre", "right"};
constexpr std::array<std::string_view, 1> kStyleNames = {"base"};

constexpr auto kThings = labels<Thing, kThingNames.size()>();
constexpr auto kColours = labels<Colour, kColourNames.size()>();
constexpr auto kSettings = labels<Setting, kSettingNames.size()>();
constexpr auto kLights = labels<Light, kLightNames.size()>();

// Far apart in hue or lightness from each other and from every ground, so that a coarse latent keeps them apart.
constexpr std::array<Rgb, kColourNames.size()> kRgb = {rgb(214, 36, 44),   rgb(246, 130, 20), rgb(252, 216, 40),
                                                       rgb(34, 146, 66),   rgb(34, 84, 214),  rgb(132, 54, 178),
                                                       rgb(250, 138, 190), rgb(248, 246, 240)};

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

std::span<const Thing> things_of(World) { return kThings; }
std::span<const Colour> colours_of(World) { return kColours; }
std::span<const Setting> settings_of(World) { return kSettings; }
std::span<const Light> lights_of(World) { return kLights; }

std::string_view name_of(Thing thing) { return name_in(kThingNames, thing); }
std::string_view name_of(Colour colour) { return name_in(kColourNames, colour); }
std::string_view name_of(Setting setting) { return name_in(kSettingNames, setting); }
std::string_view name_of(Light light) { return name_in(kLightNames, light); }
std::string_view name_of(Surface surface) { return name_in(kSurfaceNames, surface); }
std::string_view name_of(Size size) { return name_in(kSizeNames, size); }
std::string_view name_of(Position position) { return name_in(kPositionNames, position); }
std::string_view name_of(Style style) { return name_in(kStyleNames, style); }

std::optional<Thing> thing_named(std::string_view name) { return find_in<Thing>(kThingNames, name); }
std::optional<Colour> colour_named(std::string_view name) { return find_in<Colour>(kColourNames, name); }
std::optional<Setting> setting_named(std::string_view name) { return find_in<Setting>(kSettingNames, name); }
std::optional<Light> light_named(std::string_view name) { return find_in<Light>(kLightNames, name); }

Rgb rgb_of(Colour colour) { return kRgb.at(static_cast<std::size_t>(colour)); }

bool possible(Setting setting, Light light) { return setting != Setting::night_sky || light == Light::night; }

}  // namespace heddle::scenes
