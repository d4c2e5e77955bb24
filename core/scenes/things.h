// The painters of things: one function each, grouped by what they are. Used by render.cpp alone. Pure but for the
// canvas.
#pragma once

#include "scenes/brush.h"
#include "scenes/random.h"

namespace heddle::scenes {

// The dice decide details that no caption names.
using ThingPainter = void (*)(Brush& brush, Dice dice);

void paint_ball(Brush& brush, Dice dice);
void paint_cube(Brush& brush, Dice dice);
void paint_house(Brush& brush, Dice dice);
void paint_tree(Brush& brush, Dice dice);
void paint_boat(Brush& brush, Dice dice);
void paint_fish(Brush& brush, Dice dice);
void paint_mushroom(Brush& brush, Dice dice);
void paint_star(Brush& brush, Dice dice);

[[nodiscard]] ThingPainter painter_of(Thing thing);
// Half the width of its shadow on the ground, in units of the thing.
[[nodiscard]] float footprint_of(Thing thing);

}  // namespace heddle::scenes
