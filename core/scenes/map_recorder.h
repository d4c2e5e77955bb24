// MapRecorder: records each fill of a canvas when maps are requested: which part covers a pixel, its nearness and its
// normal. The maps are exact because they come from the shapes, not from the image. Used by Canvas and render.cpp. One
// recorder belongs to one canvas and its thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "image/image.h"
#include "scenes/scene_set.h"

namespace heddle::scenes {

// What a fill is, for the maps. `none` leaves no mark: shadows, glints, strokes of texture.
enum class Segment : std::uint8_t { none, sky, far, ground, water, cloud, wall, coloured, detail };

// A segmentation label: the Segment's number for the background, kObjectLabel + the object's number for an object.
inline constexpr int kObjectLabel = 16;
[[nodiscard]] int label_of(Object object);
[[nodiscard]] int label_of(Segment segment);

// How near the ground on a row of the image is, 0 (far) to 1; an object is as near as the ground below it.
[[nodiscard]] float nearness_of(float y);

// One row of one fill, as the canvas hands it over. Distances in picture units, negative inside.
struct RecordedRow {
  int row = 0;
  int begin = 0;
  int end = 0;
  std::span<const float> cover;   // share of the pixel that the fill takes
  std::span<const float> here;    // distance at the pixel's middle
  std::span<const float> beside;  // the same a little to the right
  std::span<const float> below;   // the same as little below
  float relief = 0;               // how far inwards the surface bends away at its outline; 0 is a flat cut-out
  float face_x = 0;               // where a flat face looks: right, up; straight at the viewer is (0, 0)
  float face_y = 0;
  Segment segment = Segment::none;
};

class MapRecorder final {
 public:
  MapRecorder(int size, int items);

  // Everything drawn from here on belongs to this item (from 0), that object, this near.
  void begin_item(int item, Object object, float nearness);
  void begin_fill() { ++part_; }
  void add(const RecordedRow& row);

  // 255 where a part meets the part to its right or below it.
  [[nodiscard]] image::Image edges() const;
  // 255 is nearest: inverse depth, as MiDaS draws it.
  [[nodiscard]] image::Image depth() const;
  // x to the right, y up, z to the viewer, from -1..1 to 0..255.
  [[nodiscard]] image::Image normals() const;
  [[nodiscard]] image::Image labels() const;
  // Visible share of each pixel that an item covers, or that its named colour covers.
  [[nodiscard]] image::Image mask(int item) const;
  [[nodiscard]] image::Image colour_mask(int item) const;

  [[nodiscard]] std::span<const std::uint16_t> parts() const { return parts_; }
  [[nodiscard]] std::span<const std::uint8_t> label_plane() const { return labels_; }

 private:
  struct Cover {
    std::vector<float> whole;
    std::vector<float> coloured;
  };
  void cover_items(const RecordedRow& row);
  [[nodiscard]] image::Image grey(std::span<const float> plane) const;

  int size_;
  int item_ = -1;
  Object object_ = Object::ball;
  float nearness_ = 0;
  std::uint16_t part_ = 0;
  std::vector<std::uint16_t> parts_;
  std::vector<std::uint8_t> labels_;
  std::vector<float> depth_;
  std::vector<float> normals_;  // x, y, z interleaved
  std::vector<Cover> covers_;
};

}  // namespace heddle::scenes
