#include "scenes/map_recorder.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "scenes/shapes.h"

namespace heddle::scenes {
namespace {

constexpr float kFar = 0.12F;
constexpr float kBulge = 0.05F;  // how much nearer the middle of a rounded object is than its outline

std::uint8_t byte_of_unit(float unit) {
  return static_cast<std::uint8_t>(static_cast<int>(clamp01(unit) * 255.0F + 0.5F));
}

struct Normal {
  float x = 0;
  float y = 0;
  float z = 1;
};

Normal normal_of(const RecordedRow& row, std::size_t i) {
  if (row.segment == Segment::ground || row.segment == Segment::water) return {0, 0.966F, 0.259F};
  if (row.relief <= 0) {
    const float z = std::sqrt(std::max(1.0F - row.face_x * row.face_x - row.face_y * row.face_y, 0.0F));
    return {row.face_x, row.face_y, z};
  }
  const float gx = row.beside[i] - row.here[i];
  const float gy = row.below[i] - row.here[i];
  const float slope = clamp01(1.0F + row.here[i] / row.relief);
  const float across = slope / (length(gx, gy) + 1e-9F);
  return {gx * across, -gy * across, std::sqrt(1.0F - slope * slope)};
}

}  // namespace

int label_of(Object object) { return kObjectLabel + static_cast<int>(object); }
int label_of(Segment segment) { return static_cast<int>(segment); }

float nearness_of(float y) { return 0.15F + 0.75F * clamp01((y - 0.35F) / 0.65F); }

MapRecorder::MapRecorder(int size, int items)
    : size_(size),
      parts_(static_cast<std::size_t>(size) * static_cast<std::size_t>(size)),
      labels_(parts_.size(), static_cast<std::uint8_t>(Segment::sky)),
      depth_(parts_.size()),
      normals_(parts_.size() * 3),
      covers_(static_cast<std::size_t>(items),
              Cover{std::vector<float>(parts_.size()), std::vector<float>(parts_.size())}) {}

void MapRecorder::begin_item(int item, Object object, float nearness) {
  item_ = item;
  object_ = object;
  nearness_ = nearness;
}

void MapRecorder::cover_items(const RecordedRow& row) {
  const std::size_t first = static_cast<std::size_t>(row.row) * static_cast<std::size_t>(size_);
  for (std::size_t k = 0; k < covers_.size(); ++k) {
    const bool own = static_cast<int>(k) == item_;
    const float whole = own ? 1.0F : 0.0F;
    const float coloured = own && row.segment == Segment::coloured ? 1.0F : 0.0F;
    for (auto i = static_cast<std::size_t>(row.begin); i < static_cast<std::size_t>(row.end); ++i) {
      float& all = covers_[k].whole[first + i];
      float& named = covers_[k].coloured[first + i];
      all += (whole - all) * row.cover[i];
      named += (coloured - named) * row.cover[i];
    }
  }
}

void MapRecorder::add(const RecordedRow& row) {
  if (row.segment == Segment::none) return;
  cover_items(row);
  const bool is_object = row.segment == Segment::coloured || row.segment == Segment::detail;
  const auto label = static_cast<std::uint8_t>(is_object ? label_of(object_) : label_of(row.segment));
  const float y = (static_cast<float>(row.row) + 0.5F) / static_cast<float>(size_);
  for (auto i = static_cast<std::size_t>(row.begin); i < static_cast<std::size_t>(row.end); ++i) {
    if (row.cover[i] < 0.5F) continue;
    const std::size_t at = static_cast<std::size_t>(row.row) * static_cast<std::size_t>(size_) + i;
    const Normal normal = normal_of(row, i);
    parts_[at] = part_;
    labels_[at] = label;
    normals_[3 * at] = normal.x;
    normals_[3 * at + 1] = normal.y;
    normals_[3 * at + 2] = normal.z;
    switch (row.segment) {
      case Segment::none:
      case Segment::sky: depth_[at] = 0; break;
      case Segment::far: depth_[at] = kFar; break;
      case Segment::wall: depth_[at] = kFar + 0.10F; break;
      case Segment::ground:
      case Segment::water:
      case Segment::cloud: depth_[at] = nearness_of(y); break;
      case Segment::coloured:
      case Segment::detail: depth_[at] = nearness_ + (row.relief > 0 ? kBulge * normal.z : 0.0F); break;
    }
  }
}

image::Image MapRecorder::edges() const {
  const auto edge = static_cast<std::size_t>(size_);
  std::vector<std::uint8_t> out(parts_.size());
  for (std::size_t y = 0; y < edge; ++y) {
    for (std::size_t x = 0; x < edge; ++x) {
      const std::size_t at = y * edge + x;
      const bool right = x + 1 < edge && parts_[at] != parts_[at + 1];
      const bool below = y + 1 < edge && parts_[at] != parts_[at + edge];
      out[at] = right || below ? 255 : 0;
    }
  }
  return {size_, size_, 1, std::move(out)};
}

image::Image MapRecorder::grey(std::span<const float> plane) const {
  std::vector<std::uint8_t> out(plane.size());
  for (std::size_t i = 0; i < plane.size(); ++i) out[i] = byte_of_unit(plane[i]);
  return {size_, size_, 1, std::move(out)};
}

image::Image MapRecorder::depth() const { return grey(depth_); }
image::Image MapRecorder::labels() const { return {size_, size_, 1, labels_}; }
image::Image MapRecorder::mask(int item) const { return grey(covers_.at(static_cast<std::size_t>(item)).whole); }
image::Image MapRecorder::colour_mask(int item) const {
  return grey(covers_.at(static_cast<std::size_t>(item)).coloured);
}

image::Image MapRecorder::normals() const {
  std::vector<std::uint8_t> out(normals_.size());
  for (std::size_t i = 0; i < normals_.size(); ++i) out[i] = byte_of_unit(0.5F + 0.5F * normals_[i]);
  return {size_, size_, 3, std::move(out)};
}

}  // namespace heddle::scenes
