#include "scenes/things.h"

#include <array>
#include <cstddef>

namespace heddle::scenes {
namespace {

struct Entry {
  ThingPainter painter;
  float footprint;
};

// In label order.
constexpr std::array<Entry, 8> kEntries = {{{paint_ball, 0.40F},
                                            {paint_cube, 0.50F},
                                            {paint_house, 0.50F},
                                            {paint_tree, 0.34F},
                                            {paint_boat, 0.52F},
                                            {paint_fish, 0.50F},
                                            {paint_mushroom, 0.34F},
                                            {paint_star, 0.36F}}};

}  // namespace

ThingPainter painter_of(Thing thing) { return kEntries.at(static_cast<std::size_t>(thing)).painter; }
float footprint_of(Thing thing) { return kEntries.at(static_cast<std::size_t>(thing)).footprint; }

}  // namespace heddle::scenes
