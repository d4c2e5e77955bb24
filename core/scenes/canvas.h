// Canvas: the raster that painters fill with anti-aliased shapes, in image coordinates (0 to 1, y downwards), so that a
// scene looks the same at every size. Used by backgrounds/ and objects/. One canvas belongs to one thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "scenes/colour.h"
#include "scenes/map_recorder.h"
#include "scenes/pattern.h"
#include "scenes/style.h"

namespace heddle::scenes {

struct Box {
  float x0 = 0;
  float y0 = 0;
  float x1 = 1;
  float y1 = 1;
};

// How a shape is coloured: a gradient along (ax, ay), darker towards its rim.
struct Paint {
  Rgb from;
  Rgb to;
  float ax = 0;  // the gradient's place is clamp(ax * x + ay * y + offset, 0, 1)
  float ay = 0;
  float offset = 0;
  float rim = 0;        // how much darker the very edge is, 0 to 1
  float rim_width = 0;  // how far inwards the rim reaches, in picture units
  float soft = 0;       // width of the blurred edge in picture units; 0 is one pixel, anti-aliased
  float opacity = 1;
  Segment segment = Segment::none;  // what the maps make of it
  float relief = 0;                 // see RecordedRow
  float face_x = 0;
  float face_y = 0;
  Pattern pattern;  // laid over what carries an object's colour
};

[[nodiscard]] inline Paint flat(Rgb colour) {
  Paint paint;
  paint.from = paint.to = colour;
  return paint;
}
[[nodiscard]] Paint vertical(Rgb top, float y_top, Rgb bottom, float y_bottom);
[[nodiscard]] Paint as(Segment segment, Paint paint);
// A blurred, see-through stroke; it leaves no mark in the maps unless it is given a segment after this.
[[nodiscard]] Paint softened(Paint paint, float soft, float opacity);

class Canvas final {
 public:
  // The recorder, if any, must outlive the canvas.
  explicit Canvas(int size, MapRecorder* recorder = nullptr);

  [[nodiscard]] int size() const { return size_; }

  // Fills where distance(x, y) < 0. It is asked only inside the box, which must hold the whole shape and its blur.
  template <class Distance>
  void fill(const Box& box, const Paint& paint, Distance distance) {
    const Span rows = covered(box.y0, box.y1);
    const Span columns = covered(box.x0, box.x1);
    const bool recorded = begin_fill(paint);
    for (int row = rows.begin; row < rows.end; ++row) {
      const float y = centre(row);
      float* const d = distances_.data();
      const float* const x = centres_.data();
      for (int i = columns.begin; i < columns.end; ++i) d[i] = distance(x[i], y);
      blend(row, columns.begin, columns.end, paint);
      if (!recorded) continue;
      for (int i = columns.begin; i < columns.end; ++i)
        beside_[static_cast<std::size_t>(i)] = distance(x[i] + step_, y);
      for (int i = columns.begin; i < columns.end; ++i) below_[static_cast<std::size_t>(i)] = distance(x[i], y + step_);
      record_row(row, columns.begin, columns.end, paint);
    }
  }

  // Fills below a line that has one height for each column of pixels (see skyline).
  void fill_below(std::span<const float> line, const Paint& paint);

  // The middles of the pixel columns, in picture units.
  [[nodiscard]] std::span<const float> centres() const { return centres_; }

  // For changes of the finished picture. Requires a recorder where the style draws lines.
  [[nodiscard]] Sheet sheet();

  // Rounds to bytes, interleaved, with a faint paper grain made from the seed. rgb holds size * size * 3 values.
  void finish(std::uint64_t grain_seed, std::span<std::uint8_t> rgb) const;

 private:
  struct Span {
    int begin;
    int end;
  };
  [[nodiscard]] Span covered(float low, float high) const;
  [[nodiscard]] float centre(int pixel) const { return centres_[static_cast<std::size_t>(pixel)]; }
  void blend(int row, int begin, int end, const Paint& paint);
  template <bool kPatterned>
  void blend_row(int row, int begin, int end, const Paint& paint);
  bool begin_fill(const Paint& paint);
  void record_row(int row, int begin, int end, const Paint& paint);

  int size_;
  MapRecorder* recorder_;
  float step_;  // half a pixel: over it a recorded fill measures slopes
  std::vector<float> centres_;
  std::vector<float> distances_;  // of the row being filled
  std::vector<float> beside_;     // its distances half a pixel to the right and below, and its cover, if recorded
  std::vector<float> below_;
  std::vector<float> cover_;
  std::vector<float> weights_;  // of the second colour of a pattern
  std::vector<float> planes_;   // red, green, blue: size * size each
};

}  // namespace heddle::scenes
