#include "evaluation/experiments/repaint_case.h"

#include <algorithm>

#include "scenes/render.h"

namespace heddle::evaluation {

namespace {

constexpr int kFeather = 4;           // pixels: what `heddle inpaint` does where nothing else is said
constexpr std::size_t kStride = 512;  // from one try for another thing to the next

struct Rectangle {
  int left, top, right, bottom;  // right and bottom are outside
};

// Around every pixel above 0, with `room` pixels on all sides.
Rectangle around(const image::Image& mask, int room) {
  Rectangle box{mask.width(), mask.height(), 0, 0};
  for (int y = 0; y < mask.height(); ++y) {
    for (int x = 0; x < mask.width(); ++x) {
      if (mask.row(y)[static_cast<std::size_t>(x)] == 0) continue;
      box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x + 1), std::max(box.bottom, y + 1)};
    }
  }
  return {std::max(0, box.left - room), std::max(0, box.top - room), std::min(mask.width(), box.right + room),
          std::min(mask.height(), box.bottom + room)};
}

bool is_in(const Rectangle& box, int x, int y) {
  return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
}

}  // namespace

RepaintCase repaint_case(const SceneSource& scenes, std::size_t index) {
  RepaintCase of{scenes.held_out_combination(index), scenes.reference(index), {}};
  const auto thing_of = [](const scenes::Scene& scene) { return scene.items.front().object; };
  for (std::size_t more = kStride; thing_of(of.wanted) == thing_of(of.scene); more += kStride)
    of.wanted = scenes.reference(index + more);
  const scenes::Rendering drawn = scenes::render(of.scene, scenes.size, {.masks = true});
  const Rectangle box = around(drawn.masks.front(), scenes.size / 12);
  std::vector<std::uint8_t> pixels;
  for (int y = 0; y < scenes.size; ++y) {
    for (int x = 0; x < scenes.size; ++x) pixels.push_back(is_in(box, x, y) ? 255 : 0);
  }
  of.mask = image::Image(scenes.size, scenes.size, 1, std::move(pixels));
  return of;
}

std::int64_t changed_outside(const image::Image& start, const image::Image& result, const image::Image& mask) {
  const Rectangle box = around(mask, kFeather);
  std::int64_t changed = 0;
  for (int y = 0; y < start.height(); ++y) {
    for (int x = 0; x < start.width(); ++x) {
      const auto at = static_cast<std::size_t>(x) * 3;
      const auto before = start.row(y).subspan(at, 3), after = result.row(y).subspan(at, 3);
      if (!is_in(box, x, y) && !std::ranges::equal(before, after)) ++changed;
    }
  }
  return changed;
}

}  // namespace heddle::evaluation
