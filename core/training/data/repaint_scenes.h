// RepaintScenes: scenes by number with the place of their things, kept once drawn, and the holes of a step's batch.
// Used by the repainting objective. Any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <mutex>
#include <unordered_map>

#include "training/data/repaint_holes.h"
#include "training/data/scene_pool.h"

namespace heddle::training {

class RepaintScenes final {
 public:
  RepaintScenes(SceneSource source, int size) : pool_(source), size_(size) {}

  [[nodiscard]] const ScenePool& pool() const { return pool_; }

  struct Repaint {
    at::Tensor pixels;  // u8 (3, size, size)
    at::Tensor hole;    // u8 (1, size, size), 255 = make new
  };
  [[nodiscard]] Repaint repaint(std::int64_t index, HoleKind kind, scenes::Dice& dice) const;

 private:
  // u8 (4, size, size): red, green, blue, and where the things are.
  [[nodiscard]] at::Tensor planes(std::int64_t index) const;

  ScenePool pool_;
  int size_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::int64_t, at::Tensor> kept_;  // guarded by mutex_
};

}  // namespace heddle::training
