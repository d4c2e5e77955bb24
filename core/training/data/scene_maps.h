// SceneMaps: the maps that a ControlNet or T2I-Adapter learns to follow, of scenes by number, kept once drawn. They
// come from the shapes and are exact; every other map of edges is the annotator's, so that both kinds are known. Used
// by the objectives of structure and of repainting. Any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <mutex>
#include <string>
#include <unordered_map>

#include "image/image.h"
#include "training/data/scene_pool.h"

namespace heddle::training {

// The pixels in plane order: u8 (channels, height, width).
[[nodiscard]] at::Tensor planes_of(const image::Image& image);

enum class MapKind { canny, depth, pose, colour };

// OpenPose's drawing of the scene's stick figures. Not there in a build without OpenCV.
[[nodiscard]] image::Image pose_map(const scenes::Scene& scene, int size);

// "canny", "depth", "pose", "colour".
MapKind read_map_kind(RecipeSection& section);

class SceneMaps final {
 public:
  SceneMaps(SceneSource source, MapKind kind, int size) : pool_(source), kind_(kind), size_(size) {}

  [[nodiscard]] const ScenePool& pool() const { return pool_; }
  // u8 (1 or 3, size, size).
  [[nodiscard]] at::Tensor map(std::int64_t index) const;
  // u8 (count, 1 or 3, size, size).
  [[nodiscard]] at::Tensor maps(const std::vector<std::int64_t>& indices) const;

 private:
  [[nodiscard]] at::Tensor drawn(std::int64_t index) const;

  ScenePool pool_;
  MapKind kind_;
  int size_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::int64_t, at::Tensor> kept_;  // guarded by mutex_
};

// u8 maps of one or three channels -> what the networks read: (n, 3, h, w) in [0, 1].
at::Tensor hint_of(const at::Tensor& maps);

}  // namespace heddle::training
