// Job: one repaint, from a picture and a mask to what the sampler works on, and from what it made to the finished
// picture. Used by the nodes and the window. Thread rule: values and pure functions.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "image/image.h"
#include "inpaint/composite.h"
#include "inpaint/fill.h"
#include "inpaint/outpaint.h"
#include "inpaint/work_area.h"

namespace heddle::inpaint {

struct JobOptions {
  bool invert = false;
  int grow = 0;     // pixels; below 0 the mask shrinks
  int feather = 4;  // pixels on both sides of the edge over which old and new blend
  bool fills_holes = false;
  std::int64_t specks = 0;  // parts of fewer pixels are dropped
  Fill fill = Fill::unchanged;
  std::uint64_t seed = 0;    // of the fill noise
  bool only_masked = false;  // work on the mask's box alone, at the model's size
  int margin = 32;           // pixels of surroundings around the box
  int size = 512;            // the model's side
  Sides outpaint;
  bool grey = false;  // the mask's grey says how much; else it is cut at one half
};

struct Job {
  image::Image canvas;        // the original, with new sides where it grows
  image::Image alpha;         // of its size: how much of what is made is pasted
  image::Image edge;          // of its size: the mask before it was made soft
  WorkArea area;              // what of it is worked on
  image::Image start;         // RGB at the size worked at, the hole filled
  image::Image mask;          // at that size, 255 = make new
  image::Image surroundings;  // RGB at that size: what is around the hole, and a blur in it
};

// Failure: a mask of another size, or one that is black everywhere where nothing is added to the picture either.
[[nodiscard]] Result<Job> prepare(const image::Image& image, const image::Image& mask, const JobOptions& options);

struct Finished {
  image::Image image;
  ChangeCount changes;
  double step_before = 0;  // the mean colour step along the edge, pasted hard and unmatched
  double step_after = 0;   // and in the finished picture
};

// `made`: RGB at the size worked at. `match`: bring its colours to those of the surroundings.
[[nodiscard]] Finished finish(const Job& job, const image::Image& made, bool match);

}  // namespace heddle::inpaint
