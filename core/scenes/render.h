// Draws a scene: the image, and exact maps of its contents. Used by training data, evaluation and `heddle scenes`. Pure
// functions: every call has its own canvas.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "image/image.h"
#include "scenes/scene.h"

namespace heddle::scenes {

// Which maps to make besides the image. Each costs little once one is requested.
struct MapSet {
  bool edges = false;
  bool depth = false;
  bool normals = false;
  bool segmentation = false;
  bool masks = false;  // of objects, and of the parts of them that carry the named colour

  [[nodiscard]] static MapSet none() { return {}; }
  [[nodiscard]] static MapSet all() { return {true, true, true, true, true}; }
};

// Maps that were not asked for are empty. All are size x size.
struct Rendering {
  image::Image image;               // RGB
  image::Image edges;               // grey: 255 on the outlines of all parts, one pixel wide, else 0
  image::Image depth;               // grey: 255 is nearest (inverse depth)
  image::Image normals;             // RGB: x right, y up, z to the viewer, from -1..1 to 0..255
  image::Image segmentation;        // grey: labels, see map_recorder.h; segment_rgb gives them colours to look at
  std::vector<image::Image> masks;  // one for each item: the visible share of each pixel that it covers
  std::vector<image::Image> colour_masks;  // the same of what carries the item's named colour
};

// Requires: 16 <= size <= 4096. The same scene looks the same at every size.
[[nodiscard]] Rendering render(const Scene& scene, int size, const MapSet& wanted = MapSet::none());

// The picture alone into a buffer of size * size * 3 bytes, interleaved rows: what a training loop calls.
void render_rgb_into(const Scene& scene, int size, std::span<std::uint8_t> rgb);

// A fixed colour for every segmentation label, well apart from its neighbours'.
[[nodiscard]] Rgb segment_rgb(int label);

}  // namespace heddle::scenes
