// Draws objects: one function each, grouped by kind. Used by render.cpp and full_world.cpp. Free functions; one canvas
// belongs to one thread.
#pragma once

#include "scenes/brush.h"
#include "scenes/random.h"

namespace heddle::scenes {

// The dice decide details that no caption names.
using ObjectPainter = void (*)(Brush& brush, Dice dice);

void paint_ball(Brush& brush, Dice dice);
void paint_cube(Brush& brush, Dice dice);
void paint_house(Brush& brush, Dice dice);
void paint_tree(Brush& brush, Dice dice);
void paint_boat(Brush& brush, Dice dice);
void paint_fish(Brush& brush, Dice dice);
void paint_mushroom(Brush& brush, Dice dice);
void paint_star(Brush& brush, Dice dice);
void paint_cone(Brush& brush, Dice dice);
void paint_vase(Brush& brush, Dice dice);
void paint_cup(Brush& brush, Dice dice);
void paint_apple(Brush& brush, Dice dice);
void paint_pear(Brush& brush, Dice dice);
void paint_pine(Brush& brush, Dice dice);
void paint_tower(Brush& brush, Dice dice);
void paint_bird(Brush& brush, Dice dice);
void paint_cat(Brush& brush, Dice dice);
void paint_flower(Brush& brush, Dice dice);
void paint_lamp(Brush& brush, Dice dice);
void paint_umbrella(Brush& brush, Dice dice);
void paint_balloon(Brush& brush, Dice dice);
void paint_rocket(Brush& brush, Dice dice);
void paint_moon(Brush& brush, Dice dice);
void paint_figure(Brush& brush, Dice dice);
void paint_kite(Brush& brush, Dice dice);
void paint_car(Brush& brush, Dice dice);

[[nodiscard]] ObjectPainter painter_of(Object object);
// Half the width of its shadow on the ground, in units of the object.
[[nodiscard]] float footprint_of(Object object);
// Half its whole width, in units of the object.
[[nodiscard]] float reach_of(Object object);
// Where another object can be placed on it, in units of the object above its base; 0 if nothing can.
[[nodiscard]] float seat_of(Object object);
// True of what may hang in the air.
[[nodiscard]] bool can_hover(Object object);

}  // namespace heddle::scenes
