#include "scenes/backgrounds.h"

#include <array>
#include <cstddef>

namespace heddle::scenes {
namespace {

struct Entry {
  BackgroundPainter painter;
  Footing footing;
};

// In label order.
constexpr std::array<Entry, 10> kBackgroundEntries = {{{paint_meadow, Footing::shadow},
                                                       {paint_desert, Footing::shadow},
                                                       {paint_sea, Footing::ripple},
                                                       {paint_snow, Footing::shadow},
                                                       {paint_beach, Footing::shadow},
                                                       {paint_night_sky, Footing::cloud},
                                                       {paint_forest, Footing::shadow},
                                                       {paint_room, Footing::shadow},
                                                       {paint_city, Footing::shadow},
                                                       {nullptr, Footing::shadow}}};

constexpr std::array<Rgb, 5> kAir = {
    {{1, 1, 1}, {1.0F, 0.93F, 0.88F}, {0.88F, 0.90F, 0.98F}, {0.97F, 0.98F, 1.0F}, {1.0F, 0.99F, 0.97F}}};

}  // namespace

BackgroundPainter painter_of(Background background) {
  return kBackgroundEntries.at(static_cast<std::size_t>(background)).painter;
}
Footing footing_of(Background background) {
  return kBackgroundEntries.at(static_cast<std::size_t>(background)).footing;
}
Rgb air_of(Light light) { return kAir.at(static_cast<std::size_t>(light)); }

}  // namespace heddle::scenes
