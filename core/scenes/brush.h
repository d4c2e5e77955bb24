// Brush: a canvas in an object's coordinates: u to the right from its middle, v upwards from its lowest point, both in
// units of its height, so that one drawing serves every place, size and mirror image. Borrows the canvas. Used by
// objects/ and render.cpp. One thread at a time.
#pragma once

#include "scenes/canvas.h"
#include "scenes/scene.h"

namespace heddle::scenes {

// The colours that an object is drawn with, the light already in them.
struct Shading {
  Rgb main;   // the colour that its caption names
  Rgb light;  // towards the lamp
  Rgb dark;   // away from it
  Rgb air;    // what the light makes of white: multiply any other colour with it
};
[[nodiscard]] Shading shading_of(Rgb colour, Rgb air);

// Where a painter may go: u and v of opposite corners.
struct Area {
  float u0 = -0.5F;
  float v0 = 0;
  float u1 = 0.5F;
  float v1 = 1;
};

class Brush final {
 public:
  // Borrows the item too.
  Brush(Canvas& canvas, const Item& item, const Shading& shading);

  [[nodiscard]] const Item& item() const { return *item_; }
  [[nodiscard]] const Shading& shading() const { return shading_; }
  // True where u runs to the left of the picture: the lamp, at the upper left, is then on the side of positive u.
  [[nodiscard]] bool faces_left() const { return side_ < 0; }
  [[nodiscard]] Rgb lit(Rgb colour) const { return product(colour, shading_.air); }

  // Fills where distance(u, v) < 0; the area must hold the shape. Lengths in the paint are in units of the object.
  template <class Distance>
  void fill(const Area& area, const Paint& paint, Distance distance) {
    const float inverse = 1.0F / scale_;
    const float x = x_;
    const float base = base_;
    const float across = side_ * inverse;
    const float scale = scale_;
    canvas_->fill(box_of(area, paint), placed(paint),
                  [=](float px, float py) { return scale * distance((px - x) * across, (base - py) * inverse); });
  }

  // Marks a paint as carrying the colour that the caption names. Other paints without blur are details of the object.
  [[nodiscard]] static Paint coloured(Paint paint) { return as(Segment::coloured, paint); }

  // Lit from the upper left of the picture whichever way the object faces: light to dark over the area, darker rim.
  [[nodiscard]] Paint shaded(const Area& area) const { return coloured(shaded(area, shading_.light, shading_.dark)); }
  [[nodiscard]] Paint shaded(const Area& area, Rgb light, Rgb dark) const;
  // Light at the top, dark below.
  [[nodiscard]] Paint upright(float v_low, float v_high, Rgb low, Rgb high) const;

 private:
  [[nodiscard]] Box box_of(const Area& area, const Paint& paint) const;
  [[nodiscard]] Paint placed(Paint paint) const;

  Canvas* canvas_;
  const Item* item_;
  float x_;
  float base_;
  float scale_;
  float side_;
  Shading shading_;
  Pattern pattern_;
};

}  // namespace heddle::scenes
