#include "scenes/objects.h"

#include <array>
#include <cstddef>

namespace heddle::scenes {
namespace {

struct Entry {
  ObjectPainter painter;
  float footprint;
  float reach;
  float seat;
  bool hovers;
};

// In label order.
// clang-format off
constexpr std::array<Entry, 26> kObjectEntries = {{
    {paint_ball, 0.40F, 0.50F, 0.00F, false},
    {paint_cube, 0.50F, 0.50F, 0.90F, false},
    {paint_house, 0.50F, 0.54F, 0.00F, false},
    {paint_tree, 0.34F, 0.46F, 0.00F, false},
    {paint_boat, 0.52F, 0.62F, 0.00F, false},
    {paint_fish, 0.50F, 0.68F, 0.00F, true},
    {paint_mushroom, 0.34F, 0.50F, 0.97F, false},
    {paint_star, 0.36F, 0.54F, 0.00F, true},
    {paint_cone, 0.40F, 0.42F, 0.00F, false},
    {paint_vase, 0.26F, 0.38F, 0.00F, false},
    {paint_cup, 0.36F, 0.56F, 0.00F, false},
    {paint_apple, 0.36F, 0.50F, 0.00F, false},
    {paint_pear, 0.32F, 0.38F, 0.00F, false},
    {paint_pine, 0.30F, 0.40F, 0.00F, false},
    {paint_tower, 0.28F, 0.32F, 0.97F, false},
    {paint_bird, 0.30F, 0.64F, 0.00F, true},
    {paint_cat, 0.32F, 0.52F, 0.00F, false},
    {paint_flower, 0.20F, 0.36F, 0.00F, false},
    {paint_lamp, 0.28F, 0.44F, 0.00F, false},
    {paint_umbrella, 0.36F, 0.56F, 0.00F, true},
    {paint_balloon, 0.28F, 0.36F, 0.00F, true},
    {paint_rocket, 0.26F, 0.36F, 0.00F, true},
    {paint_moon, 0.36F, 0.50F, 0.00F, true},
    {paint_figure, 0.26F, 0.44F, 0.00F, false},
    {paint_kite, 0.28F, 0.38F, 0.00F, true},
    {paint_car, 0.72F, 0.76F, 0.88F, false},
}};
// clang-format on

const Entry& entry_of(Object object) { return kObjectEntries.at(static_cast<std::size_t>(object)); }

}  // namespace

ObjectPainter painter_of(Object object) { return entry_of(object).painter; }
float footprint_of(Object object) { return entry_of(object).footprint; }
float reach_of(Object object) { return entry_of(object).reach; }
float seat_of(Object object) { return entry_of(object).seat; }
bool can_hover(Object object) { return entry_of(object).hovers; }

}  // namespace heddle::scenes
