// ScenePool: keeps the images of scenes by number once drawn, so that training does not wait for drawing. An image
// depends on its number alone. Used by the objectives' draw_batch. Any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "scenes/scene.h"
#include "training/recipe.h"

namespace heddle::training {

// The recipe's [data] keys that choose the scenes.
struct SceneSource {
  std::uint64_t seed = 1;
  std::int64_t pool = 0;  // scenes kept in memory, drawn again in later epochs; 0: every scene is new
  scenes::SceneOptions options;
  double styled = 0;        // share of the scenes that are in one of the three styles of the fine-tunes
  bool has_figure = false;  // the thing that each scene shows becomes a stick figure in some pose

  static SceneSource read(RecipeSection& section);
  // What the scenes depend on, for cache keys.
  [[nodiscard]] std::string describe() const;
};

// The same setting, light and colour with a stick figure in some pose, which only the full set has.
[[nodiscard]] scenes::Scene with_figure(const scenes::Scene& scene);

// One picture: RGB bytes, interleaved rows, size * size * 3.
using Pixels = std::shared_ptr<const std::vector<std::uint8_t>>;

class ScenePool final {
 public:
  explicit ScenePool(SceneSource source) : source_(source) {}

  // The index that the n-th draw of a run takes: n itself, or a member of the pool, each epoch in another order.
  [[nodiscard]] std::int64_t index_of(std::int64_t draw) const;
  [[nodiscard]] const SceneSource& source() const { return source_; }
  [[nodiscard]] scenes::Scene scene(std::int64_t index) const;
  [[nodiscard]] Pixels image(std::int64_t index, int size) const;

 private:
  SceneSource source_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::int64_t, Pixels> kept_;  // by index and size; guarded by mutex_
};

// The member of [0, count) that the n-th draw takes: in order first, then each epoch from another start, scattered.
std::int64_t shuffled(std::int64_t draw, std::int64_t count, std::uint64_t seed);

// Copies the square of `crop` pixels at (left, top) into plane order: to[channel][y][x].
void copy_planar(const std::vector<std::uint8_t>& rgb, int size, int left, int top, int crop, std::uint8_t* to);

// u8 (batch, 3, h, w) of 0..255 -> float in [-1, 1].
at::Tensor to_signed_unit(const at::Tensor& bytes);

}  // namespace heddle::training
