#include "training/data/scene_maps.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/stack.h>

#include <array>
#include <utility>

#include "scenes/figure.h"
#include "scenes/render.h"
#ifndef HEDDLE_WITHOUT_OPENCV
#include "imaging/canny.h"
#include "imaging/colour_map.h"
#include "imaging/pose_drawing.h"
#endif

namespace heddle::training {

namespace {

constexpr int kColourSquares = 8;  // a side of a map of colours, as of the original's 512 pixels

#ifndef HEDDLE_WITHOUT_OPENCV
// A stick figure's joints where OpenPose has such points; it has no shoulders or hips of its own.
pose::Pose pose_of(const scenes::Scene& scene, int size) {
  using pose::PosePoint;
  constexpr std::array<std::pair<PosePoint, int>, 14> kPoints = {{{PosePoint::nose, 0},
                                                                  {PosePoint::neck, 1},
                                                                  {PosePoint::right_shoulder, 1},
                                                                  {PosePoint::right_elbow, 3},
                                                                  {PosePoint::right_wrist, 4},
                                                                  {PosePoint::left_shoulder, 1},
                                                                  {PosePoint::left_elbow, 5},
                                                                  {PosePoint::left_wrist, 6},
                                                                  {PosePoint::right_hip, 2},
                                                                  {PosePoint::right_knee, 7},
                                                                  {PosePoint::right_ankle, 8},
                                                                  {PosePoint::left_hip, 2},
                                                                  {PosePoint::left_knee, 9},
                                                                  {PosePoint::left_ankle, 10}}};
  pose::Pose pose{.width = size, .height = size};
  for (const scenes::Item& item : scene.items) {
    if (item.object != scenes::Object::figure) continue;
    const auto joints = scenes::joints_of(item);
    pose::PosePerson person;
    for (const auto& [point, joint] : kPoints) {
      const scenes::Point& at = joints.at(static_cast<std::size_t>(joint));
      person.at(point) = {static_cast<double>(at.x) * size, static_cast<double>(at.y) * size, true};
    }
    pose.people.push_back(person);
  }
  return pose;
}
#endif

}  // namespace

#ifndef HEDDLE_WITHOUT_OPENCV
image::Image pose_map(const scenes::Scene& scene, int size) {
  return imaging::draw_pose(pose_of(scene, size), imaging::PoseDrawing::v1_1);
}
#endif

at::Tensor planes_of(const image::Image& image) {
  return at::from_blob(const_cast<std::uint8_t*>(image.pixels().data()),
                       {image.height(), image.width(), image.channels()}, at::kByte)
      .permute({2, 0, 1})
      .clone();
}

MapKind read_map_kind(RecipeSection& section) {
  const std::string word = section.choice("map", "canny", {"canny", "depth", "pose", "colour"});
#ifdef HEDDLE_WITHOUT_OPENCV
  if (word == "pose" || word == "colour") section.refuse("map", "needs a build with OpenCV, which makes such maps");
#endif
  if (word == "colour") return MapKind::colour;
  return word == "depth" ? MapKind::depth : word == "pose" ? MapKind::pose : MapKind::canny;
}

at::Tensor SceneMaps::drawn(std::int64_t index) const {
  const scenes::Scene scene = pool_.scene(index);
  switch (kind_) {
    case MapKind::canny: break;
    case MapKind::depth: {
      scenes::MapSet wanted;
      wanted.depth = true;
      return planes_of(scenes::render(scene, size_, wanted).depth);
    }
    case MapKind::pose:
#ifndef HEDDLE_WITHOUT_OPENCV
      return planes_of(pose_map(scene, size_));
#else
      break;
#endif
    case MapKind::colour:
#ifndef HEDDLE_WITHOUT_OPENCV
      return planes_of(imaging::colour_map(scenes::render(scene, size_).image, size_ / kColourSquares));
#else
      break;
#endif
  }
#ifndef HEDDLE_WITHOUT_OPENCV
  if (index % 2 != 0) return planes_of(imaging::canny(scenes::render(scene, size_).image, {}));
#endif
  scenes::MapSet wanted;
  wanted.edges = true;
  return planes_of(scenes::render(scene, size_, wanted).edges);
}

at::Tensor SceneMaps::map(std::int64_t index) const {
  {
    const std::scoped_lock lock(mutex_);
    if (const auto found = kept_.find(index); found != kept_.end()) return found->second;
  }
  at::Tensor made = drawn(index);
  const std::scoped_lock lock(mutex_);
  return kept_.try_emplace(index, std::move(made)).first->second;
}

at::Tensor SceneMaps::maps(const std::vector<std::int64_t>& indices) const {
  std::vector<at::Tensor> all;
  for (const std::int64_t index : indices) all.push_back(map(index));
  return at::stack(all);
}

at::Tensor hint_of(const at::Tensor& maps) {
  const at::Tensor unit = maps.to(at::kFloat) / 255.0;
  return unit.size(1) == 3 ? unit : unit.expand({-1, 3, -1, -1});
}

}  // namespace heddle::training
