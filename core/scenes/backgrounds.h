// Draws backgrounds, and gives each background's effect on the objects in it. Used by render.cpp alone. Free functions;
// one canvas belongs to one thread.
#pragma once

#include "scenes/canvas.h"
#include "scenes/random.h"
#include "scenes/scene_set.h"

namespace heddle::scenes {

// How an object meets the ground.
enum class Footing : std::uint8_t { shadow, ripple, cloud };

using BackgroundPainter = void (*)(Canvas& canvas, Light light, Dice dice);

void paint_meadow(Canvas& canvas, Light light, Dice dice);
void paint_desert(Canvas& canvas, Light light, Dice dice);
void paint_sea(Canvas& canvas, Light light, Dice dice);
void paint_snow(Canvas& canvas, Light light, Dice dice);
void paint_beach(Canvas& canvas, Light light, Dice dice);
void paint_night_sky(Canvas& canvas, Light light, Dice dice);
void paint_forest(Canvas& canvas, Light light, Dice dice);
void paint_room(Canvas& canvas, Light light, Dice dice);
void paint_city(Canvas& canvas, Light light, Dice dice);
// A plain backdrop of one colour, as photographers hang it.
void paint_backdrop(Canvas& canvas, Light light, Rgb colour);

// Null for the backdrop, which needs its colour.
[[nodiscard]] BackgroundPainter painter_of(Background background);
[[nodiscard]] Footing footing_of(Background background);
// The colour of fog, which covers everything in it.
inline constexpr Rgb kFog = rgb(206, 212, 218);
// What the light makes of white.
[[nodiscard]] Rgb air_of(Light light);

}  // namespace heddle::scenes
